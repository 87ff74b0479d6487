"""Who: states, organisations, coalitions and institutions, and who belongs to what."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Actors and their memberships."""

    name = "actors"
    verbose_name = "actors"

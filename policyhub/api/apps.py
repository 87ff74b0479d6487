"""The conventions of the REST API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST conventions, once; it owns no model."""

    name = "policyhub.api"
    verbose_name = "API"

"""The evidence that records cite."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Sources, and what a citation is."""

    name = "policyhub.sources"
    verbose_name = "sources"

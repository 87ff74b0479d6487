"""OpenAPI."""

from drf_spectacular.openapi import AutoSchema


class CatalogueSchema(AutoSchema):
    """The schema of a view."""

"""The collection of sources."""

from typing import ClassVar

from policyhub.api.viewsets import CatalogueViewSet
from policyhub.sources.filtersets import SourceFilterSet
from policyhub.sources.models import Source
from policyhub.sources.serializers import SourceSerializer


class SourceViewSet(CatalogueViewSet):
    """Publications that claims rest on: who published what, when, and how far it can be relied on."""

    queryset = Source.objects.all()
    serializer_class = SourceSerializer
    filterset_class = SourceFilterSet
    ordering_fields: ClassVar[list[str]] = ["title", "publisher", "published_on"]

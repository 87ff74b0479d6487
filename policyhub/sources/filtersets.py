"""What sources can be asked for, and claims by their sources."""

from policyhub.api.filters import CatalogueFilterSet, PartKeyFilter
from policyhub.sources.models import Source


class SourceFilterSet(CatalogueFilterSet):
    """Filters of sources."""

    class Meta:
        model = Source
        fields: list[str] = []


class ClaimFilterSet(CatalogueFilterSet):
    """Filters of every claim: by the sources it cites."""

    source = PartKeyFilter(field_name="citations__source", model=Source, help_text="A source that the claim cites.")

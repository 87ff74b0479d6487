"""What sources can be asked for, and claims by their sources."""

from typing import ClassVar

from policyhub.api.filters import Ask, CatalogueFilterSet, Related
from policyhub.api.filters.base import ANY, DAY, KEY, OPTIONAL, SOME_DAY, TEXT, WORD
from policyhub.sources.models import Source

CITATIONS = Related(
    "citations",
    {
        "source": Ask(ANY, many=True, about="The sources that it cites."),
        "source_role": Ask(path="role", about="What a source that it cites does for it."),
        "source_kind": Ask(path="source__kind", about="What sort of publication a source that it cites is."),
    },
)
"""What a claim rests on: parameters that begin with `source` speak of one citation."""


class SourceFilterSet(CatalogueFilterSet):
    """Filters of sources."""

    facets: ClassVar = ["kind", "language", "reliability", "publication"]

    class Meta:
        model = Source
        fields: ClassVar = {
            "title": TEXT,
            "publisher": ("exact", "in", "contains"),
            "kind": WORD,
            "language": KEY,
            "reliability": OPTIONAL,
            "published_on": (*DAY, "isnull"),
            "accessed_on": SOME_DAY,
            "archive_url": ("isnull",),
        }


class ClaimFilterSet(CatalogueFilterSet):
    """Filters of every claim: by the sources it cites."""

    related: ClassVar = [CITATIONS]

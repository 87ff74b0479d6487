"""What sources and citations show."""

from policyhub.api.serializers import ReadSerializer
from policyhub.sources.models import Source


class SourceSerializer(ReadSerializer):
    """A publication that claims rest on."""

    class Meta:
        model = Source
        fields = [
            "slug",
            "title",
            "publisher",
            "url",
            "archive_url",
            "published_on",
            "accessed_on",
            "language",
            "kind",
            "reliability",
            "note",
            "publication",
            "updated_at",
        ]


class CitationSerializer(ReadSerializer):
    """What one source does for a claim; each kind of claim names its own table."""

    class Meta:
        fields = ["source", "role", "locator", "quote"]

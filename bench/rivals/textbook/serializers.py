"""What the textbook shows."""

from typing import Any

from rest_framework import serializers

from options.models import Category, Measure, Position, PositionCitation

FLAT = ["slug", "title", "summary", "presence", "footprint", "command"]
SAID = ["slug", "actor", "stance", "confidence", "since", "until"]


class CategorySerializer(serializers.ModelSerializer):
    """A category within a measure."""

    class Meta:
        model = Category
        fields = ["slug", "name"]


class PositionSerializer(serializers.ModelSerializer):
    """A position within a measure."""

    actor = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Position
        fields = SAID


class NestedSerializer(serializers.ModelSerializer):
    """A measure with its category and positions."""

    category = CategorySerializer(read_only=True)
    positions = PositionSerializer(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = [*FLAT, "category", "positions"]


class FlatSerializer(serializers.ModelSerializer):
    """Ten columns of a measure."""

    class Meta:
        model = Measure
        fields = [*FLAT, "publication", "description", "note", "updated_at"]


class CitationSerializer(serializers.ModelSerializer):
    """A citation within a position."""

    source = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = PositionCitation
        fields = ["source", "role", "locator"]


class WholePositionSerializer(serializers.ModelSerializer):
    """A position with its conditions, in groups, and its citations."""

    actor = serializers.SlugRelatedField(slug_field="code", read_only=True)
    conditions = serializers.SerializerMethodField()
    citations = CitationSerializer(many=True, read_only=True)

    class Meta:
        model = Position
        fields = [*SAID, "conditions", "citations"]

    def get_conditions(self, position: Any) -> list[Any]:
        """Return the conditions, those of a group together."""
        groups: dict[Any, list[Any]] = {}
        for link in position.conditions.all():
            key = f"alone {link.pk}" if link.group is None else link.group
            groups.setdefault(key, []).append({"condition": link.condition.slug, "role": link.role})
        return list(groups.values())


class RecordSerializer(serializers.ModelSerializer):
    """A measure with all that is said of it."""

    category = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    positions = WholePositionSerializer(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = [*FLAT, "category", "positions"]


class BackedSerializer(serializers.ModelSerializer):
    """A measure with the number of its backers."""

    backers = serializers.IntegerField(read_only=True)

    class Meta:
        model = Measure
        fields = ["slug", "title", "presence", "backers"]


class FoundSerializer(serializers.ModelSerializer):
    """A measure that was looked for."""

    class Meta:
        model = Measure
        fields = ["slug", "title", "summary"]


class NamedSerializer(serializers.ModelSerializer):
    """A measure by its name."""

    class Meta:
        model = Measure
        fields = ["slug", "title"]

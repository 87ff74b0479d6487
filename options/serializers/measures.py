"""What categories, measures, options and assessments show."""

from rest_framework import serializers

from options import models
from options.serializers.shared import GROUPS, LAST, PERIOD
from options.vocabularies.measures import MeasureStatus
from policyhub.api.fields import Groups, Keys, Word
from policyhub.api.serializers import ReadSerializer
from policyhub.sources.serializers import CitationSerializer


class CategoryCodeSerializer(ReadSerializer):
    """A category's code in an outside vocabulary."""

    class Meta:
        model = models.CategoryCode
        fields = ["scheme", "code"]


class CategorySerializer(ReadSerializer):
    """A field of support."""

    codes = CategoryCodeSerializer(many=True, read_only=True, help_text="Its codes in outside vocabularies.")

    class Meta:
        model = models.Category
        fields = ["slug", "name", "definition", "parent", "codes", *LAST]


class StageSerializer(ReadSerializer):
    """How far a measure had come, from when until when."""

    class Meta:
        model = models.Stage
        fields = ["status", *PERIOD]


class MeasureLinkSerializer(ReadSerializer):
    """How a measure bears on another."""

    class Meta:
        model = models.MeasureLink
        fields = ["kind", "target"]


class MeasureConditionSerializer(ReadSerializer):
    """What a condition does for a measure, whoever backs it."""

    class Meta:
        model = models.MeasureCondition
        fields = ["condition", "role"]


class MeasureCitationSerializer(CitationSerializer):
    """What one source does for one measure."""

    class Meta(CitationSerializer.Meta):
        model = models.MeasureCitation


class MeasureSerializer(ReadSerializer):
    """A support measure, how far it has come, and who stands where on it on the day."""

    status = Word(
        choices=MeasureStatus.choices,
        allow_null=True,
        help_text="How far it has come on the day; null before its first stage.",
    )
    backers = serializers.IntegerField(
        read_only=True, help_text="States that back it on the day (rank 2 and above), the beneficiary not counted."
    )
    opponents = serializers.IntegerField(
        read_only=True, help_text="States that oppose it on the day (rank -2 and below), the beneficiary not counted."
    )
    contributors = serializers.IntegerField(
        read_only=True, help_text="States that contribute on the day (rank 3 and above), the beneficiary not counted."
    )
    backed_by = Keys(help_text="All actors that back it on the day, by code.")
    opposed_by = Keys(help_text="All actors that oppose it on the day, by code.")
    led_by = Keys(help_text="All actors that lead it on the day, by code.")
    stages = StageSerializer(many=True, read_only=True, help_text="How far it had come, over time.")
    links = MeasureLinkSerializer(many=True, read_only=True, help_text="How it bears on other measures.")
    conditions = Groups(child=MeasureConditionSerializer, help_text=GROUPS)
    citations = MeasureCitationSerializer(many=True, read_only=True, help_text="The sources on it.")

    class Meta:
        model = models.Measure
        fields = [
            "slug",
            "title",
            "summary",
            "description",
            "category",
            "secondary_categories",
            "beneficiary",
            "addressees",
            "presence",
            "footprint",
            "command",
            "status",
            "backers",
            "opponents",
            "contributors",
            "backed_by",
            "opposed_by",
            "led_by",
            "stages",
            "links",
            "conditions",
            "citations",
            "note",
            *LAST,
        ]


class OptionMemberSerializer(ReadSerializer):
    """A measure in an option."""

    class Meta:
        model = models.OptionMember
        fields = ["measure", "role"]


class OptionSerializer(ReadSerializer):
    """A blend of measures that could be adopted together."""

    members = OptionMemberSerializer(
        many=True, read_only=True, help_text="The measures it is made of, core ones first."
    )

    class Meta:
        model = models.Option
        fields = ["slug", "title", "summary", "aims", "members", *LAST]


class AssessmentCitationSerializer(CitationSerializer):
    """What one source does for one assessment."""

    class Meta(CitationSerializer.Meta):
        model = models.AssessmentCitation


class AssessmentSerializer(ReadSerializer):
    """One published judgement of a measure."""

    citations = AssessmentCitationSerializer(many=True, read_only=True, help_text="The sources of the judgement.")

    class Meta:
        model = models.Assessment
        fields = ["slug", "measure", "dimension", "score", "rationale", "assessor", "assessed_on", "citations", *LAST]

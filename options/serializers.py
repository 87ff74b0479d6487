"""What measures, options, positions and all that belongs to them show."""

from rest_framework import serializers

from options import models
from options.vocabularies.conditions import ConditionStatus
from options.vocabularies.measures import MeasureStatus
from options.vocabularies.positions import Form
from policyhub.api.fields import Groups, Keys, Word, Words
from policyhub.api.periods import Start
from policyhub.api.serializers import ReadSerializer
from policyhub.sources.serializers import CitationSerializer

PERIOD = ["since", "since_precision", "until", "holds_from"]
LAST = ["url", "publication", "updated_at"]


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


class InstrumentCitationSerializer(CitationSerializer):
    """What one source does for one instrument."""

    class Meta(CitationSerializer.Meta):
        model = models.InstrumentCitation


class InstrumentSerializer(ReadSerializer):
    """A law, treaty, decision or declaration."""

    citations = InstrumentCitationSerializer(many=True, read_only=True, help_text="The sources on the text.")

    class Meta:
        model = models.Instrument
        fields = [
            "slug",
            "title",
            "kind",
            "citation",
            "identifier",
            "parties",
            "adopted_on",
            "in_force_from",
            "in_force_until",
            "summary",
            "citations",
            *LAST,
        ]


class ConditionStateSerializer(ReadSerializer):
    """How far a condition is met, from when until when."""

    class Meta:
        model = models.ConditionState
        fields = ["state", *PERIOD, "observed_on"]


class ConditionCitationSerializer(CitationSerializer):
    """What one source does for one condition."""

    class Meta(CitationSerializer.Meta):
        model = models.ConditionCitation


class ConditionSerializer(ReadSerializer):
    """Something that must be so before somebody acts, and how far it is met on the day."""

    state = Word(
        choices=ConditionStatus.choices,
        allow_null=True,
        help_text="How far it is met on the day; null where no state is.",
    )
    states = ConditionStateSerializer(many=True, read_only=True, help_text="How far it was met, over time.")
    citations = ConditionCitationSerializer(many=True, read_only=True, help_text="The sources on it and its states.")

    class Meta:
        model = models.Condition
        fields = [
            "slug",
            "title",
            "kind",
            "nature",
            "jurisdiction",
            "needs",
            "organ",
            "effect",
            "instrument",
            "provision",
            "implies",
            "summary",
            "test",
            "state",
            "states",
            "citations",
            *LAST,
        ]


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


GROUPS = "Groups of conditions: any within a group, all groups together."


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


class PositionConditionSerializer(ReadSerializer):
    """What a condition does for a position."""

    class Meta:
        model = models.PositionCondition
        fields = ["condition", "role"]


class PositionCitationSerializer(CitationSerializer):
    """What one source does for one position."""

    class Meta(CitationSerializer.Meta):
        model = models.PositionCitation


class PositionSerializer(ReadSerializer):
    """Who stands where on a measure, on what terms, from when until when, and who says so."""

    stance_rank = serializers.IntegerField(
        read_only=True, help_text="The stance as a rank from 4 (leads) to -3 (red line); ordinal."
    )
    forms = Words(word="form", choices=Form.choices, help_text="In what forms the actor takes part, or would.")
    start = Start()
    conditions = Groups(child=PositionConditionSerializer, help_text=GROUPS)
    citations = PositionCitationSerializer(many=True, read_only=True, help_text="The sources of the position.")

    class Meta:
        model = models.Position
        fields = [
            "slug",
            "actor",
            "measure",
            "stance",
            "stance_rank",
            "stance_if_met",
            "own_part",
            "forms",
            "consequence",
            *PERIOD,
            "start",
            "confidence",
            "binding",
            "conditions",
            "amount",
            "currency",
            "amount_basis",
            "quantity",
            "number",
            "unit",
            "scope",
            "summary",
            "citations",
            *LAST,
        ]


class StatementCitationSerializer(CitationSerializer):
    """What one source does for one statement."""

    class Meta(CitationSerializer.Meta):
        model = models.StatementCitation


class StatementSerializer(ReadSerializer):
    """Words on record."""

    citations = StatementCitationSerializer(many=True, read_only=True, help_text="The sources of the words.")

    class Meta:
        model = models.Statement
        fields = [
            "slug",
            "actor",
            "speaker",
            "speaker_role",
            "made_on",
            "venue",
            "paraphrase",
            "quote",
            "language",
            "stance",
            "measures",
            "citations",
            *LAST,
        ]


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


class EnquirySerializer(ReadSerializer):
    """A search for a position that found none."""

    class Meta:
        model = models.Enquiry
        fields = ["slug", "actor", "measure", "looked_on", "outcome", "looked_in", *LAST]

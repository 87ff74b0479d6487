"""What positions, statements and enquiries show."""

from rest_framework import serializers

from options import models
from options.serializers.shared import GROUPS, LAST, PERIOD
from options.vocabularies.positions import Form
from policyhub.api.fields import Groups, Words
from policyhub.api.periods import Start
from policyhub.api.serializers import ReadSerializer
from policyhub.sources.serializers import CitationSerializer


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


class EnquirySerializer(ReadSerializer):
    """A search for a position that found none."""

    class Meta:
        model = models.Enquiry
        fields = ["slug", "actor", "measure", "looked_on", "outcome", "looked_in", *LAST]

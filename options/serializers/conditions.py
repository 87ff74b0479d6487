"""What instruments and conditions show."""

from options import models
from options.serializers.shared import LAST, PERIOD
from options.vocabularies.conditions import ConditionStatus
from policyhub.api.fields import Word
from policyhub.api.serializers import ReadSerializer
from policyhub.sources.serializers import CitationSerializer


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

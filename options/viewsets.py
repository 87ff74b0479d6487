"""The collections of policy: each names its records, their shape and what they can be asked for."""

import datetime
from typing import Any, ClassVar

from actors import viewsets as actors
from options import derived, filtersets, models, serializers
from policyhub.api.periods import PeriodViewSet
from policyhub.api.viewsets import CatalogueViewSet


class ActorViewSet(actors.ActorViewSet):
    """Who can back, oppose or decide: states, organisations, coalitions and institutions, and where they stand."""

    filterset_class = filtersets.ActorFilterSet


class CategoryViewSet(CatalogueViewSet):
    """Fields of support, in a tree."""

    queryset = models.Category.objects.all()
    serializer_class = serializers.CategorySerializer
    filterset_class = filtersets.CategoryFilterSet
    ordering_fields: ClassVar[list[str]] = ["name"]


class MeasureViewSet(CatalogueViewSet):
    """What could be done: measures of support, how far each has come, and who backs or opposes it."""

    queryset = models.Measure.objects.all()
    serializer_class = serializers.MeasureSerializer
    filterset_class = filtersets.MeasureFilterSet
    ordering_fields: ClassVar[list[str]] = ["title", "backers", "opponents", "contributors"]

    def annotations(self, day: datetime.date) -> dict[str, Any]:
        """Return status and tally as of the day."""
        return derived.of_measures(day)


class OptionViewSet(CatalogueViewSet):
    """Blends of measures that could be adopted together."""

    queryset = models.Option.objects.all()
    serializer_class = serializers.OptionSerializer
    filterset_class = filtersets.OptionFilterSet
    ordering_fields: ClassVar[list[str]] = ["title"]


class PositionViewSet(PeriodViewSet):
    """Who stands where on which measure, on what terms, and who says so."""

    queryset = models.Position.objects.all()
    serializer_class = serializers.PositionSerializer
    filterset_class = filtersets.PositionFilterSet
    ordering_fields: ClassVar[list[str]] = ["since", "until", "stance_rank", "amount"]


class ConditionViewSet(CatalogueViewSet):
    """What must be so before somebody acts, whose assent it takes, and how far it is met."""

    queryset = models.Condition.objects.all()
    serializer_class = serializers.ConditionSerializer
    filterset_class = filtersets.ConditionFilterSet
    ordering_fields: ClassVar[list[str]] = ["title"]

    def annotations(self, day: datetime.date) -> dict[str, Any]:
        """Return the state as of the day."""
        return {"state": derived.state_on(day)}


class InstrumentViewSet(CatalogueViewSet):
    """The legal and political texts that conditions stand in."""

    queryset = models.Instrument.objects.all()
    serializer_class = serializers.InstrumentSerializer
    filterset_class = filtersets.InstrumentFilterSet
    ordering_fields: ClassVar[list[str]] = ["title", "adopted_on", "in_force_from", "in_force_until"]


class StatementViewSet(CatalogueViewSet):
    """Words on record: who said what for whom, on what day."""

    queryset = models.Statement.objects.all()
    serializer_class = serializers.StatementSerializer
    filterset_class = filtersets.StatementFilterSet
    ordering_fields: ClassVar[list[str]] = ["made_on", "speaker"]
    made_on = "made_on"


class AssessmentViewSet(CatalogueViewSet):
    """Published judgements of measures; several may disagree."""

    queryset = models.Assessment.objects.all()
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filtersets.AssessmentFilterSet
    ordering_fields: ClassVar[list[str]] = ["assessed_on", "score"]
    made_on = "assessed_on"


class EnquiryViewSet(CatalogueViewSet):
    """Searches for a position that found none: silence is not a stance."""

    queryset = models.Enquiry.objects.all()
    serializer_class = serializers.EnquirySerializer
    filterset_class = filtersets.EnquiryFilterSet
    ordering_fields: ClassVar[list[str]] = ["looked_on"]
    made_on = "looked_on"

"""What the collections of policy can be asked for, by concept."""

from options.filtersets.actors import ActorFilterSet
from options.filtersets.conditions import ConditionFilterSet, InstrumentFilterSet
from options.filtersets.measures import AssessmentFilterSet, CategoryFilterSet, MeasureFilterSet, OptionFilterSet
from options.filtersets.positions import EnquiryFilterSet, PositionFilterSet, StatementFilterSet

__all__ = [
    "ActorFilterSet",
    "AssessmentFilterSet",
    "CategoryFilterSet",
    "ConditionFilterSet",
    "EnquiryFilterSet",
    "InstrumentFilterSet",
    "MeasureFilterSet",
    "OptionFilterSet",
    "PositionFilterSet",
    "StatementFilterSet",
]

"""What measures, positions, conditions and the rest can be asked for."""

from typing import Any

from options import models
from options.derived import state_on, status_on
from policyhub.api.filters import CatalogueFilterSet, PartKeyFilter, PartWordFilter, WordFilter
from policyhub.sources.filtersets import ClaimFilterSet


class CategoryFilterSet(CatalogueFilterSet):
    """Filters of categories."""

    class Meta:
        model = models.Category
        fields: list[str] = []


class InstrumentFilterSet(ClaimFilterSet):
    """Filters of instruments."""

    class Meta:
        model = models.Instrument
        fields: list[str] = []


class ConditionFilterSet(ClaimFilterSet):
    """Filters of conditions."""

    state = WordFilter(
        method="in_state",
        choices=models.ConditionState._meta.get_field("state").flatchoices,
        help_text="How far it is met on the day.",
    )

    class Meta:
        model = models.Condition
        fields: list[str] = []

    def in_state(self, rows: Any, name: str, word: str) -> Any:
        """Keep the conditions that are in that state on the day."""
        return rows.alias(_state=state_on(self.day)).filter(_state=word)


class MeasureFilterSet(ClaimFilterSet):
    """Filters of measures."""

    status = WordFilter(
        method="of_status",
        choices=models.Stage._meta.get_field("status").flatchoices,
        help_text="How far it has come on the day.",
    )
    condition = PartKeyFilter(
        field_name="conditions__condition", model=models.Condition, help_text="A condition of the measure itself."
    )

    class Meta:
        model = models.Measure
        fields: list[str] = []

    def of_status(self, rows: Any, name: str, word: str) -> Any:
        """Keep the measures that have come so far on the day."""
        return rows.alias(_status=status_on(self.day)).filter(_status=word)


class OptionFilterSet(CatalogueFilterSet):
    """Filters of options."""

    measure = PartKeyFilter(field_name="members__measure", model=models.Measure, help_text="A measure it is made of.")

    class Meta:
        model = models.Option
        fields: list[str] = []


class PositionFilterSet(ClaimFilterSet):
    """Filters of positions."""

    condition = PartKeyFilter(
        field_name="conditions__condition", model=models.Condition, help_text="A condition linked to the position."
    )
    form = PartWordFilter(
        field_name="forms__form",
        choices=models.PositionForm._meta.get_field("form").flatchoices,
        help_text="A form in which the actor takes part, or would.",
    )

    class Meta:
        model = models.Position
        fields: list[str] = []


class StatementFilterSet(ClaimFilterSet):
    """Filters of statements."""

    class Meta:
        model = models.Statement
        fields: list[str] = []


class AssessmentFilterSet(ClaimFilterSet):
    """Filters of assessments."""

    class Meta:
        model = models.Assessment
        fields: list[str] = []


class EnquiryFilterSet(CatalogueFilterSet):
    """Filters of enquiries."""

    class Meta:
        model = models.Enquiry
        fields: list[str] = []

"""What is derived as of a day: a measure's status and tally, a condition's state. Published records only."""

import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from options.models import ConditionState, Position, Stage
from policyhub.api.json_sql import JsonArray


def status_on(day: datetime.date) -> Subquery:
    """Return the status of the stage in force; null before the first stage."""
    return Subquery(Stage.objects.valid_on(day).filter(measure=OuterRef("pk")).values("status")[:1])


def state_on(day: datetime.date) -> Subquery:
    """Return the state of a condition; null where none is recorded for the day."""
    return Subquery(ConditionState.objects.valid_on(day).filter(condition=OuterRef("pk")).values("state")[:1])


def positions_on(day: datetime.date) -> Any:
    """Return the published positions that hold on the day."""
    return Position.objects.published().valid_on(day)


def _number(positions: QuerySet[Any]) -> Coalesce:
    states = positions.of_states().filter(measure=OuterRef("pk"))  # type: ignore[attr-defined]
    counted = states.exclude(actor=F("measure__beneficiary")).order_by().values("measure")
    total = Subquery(counted.annotate(n=Count("actor", distinct=True)).values("n"), output_field=IntegerField())
    return Coalesce(total, 0)


def _codes(positions: QuerySet[Any]) -> JsonArray:
    rows = positions.filter(measure=OuterRef("pk")).order_by("actor__code")
    return JsonArray(rows.annotate(j=F("actor__code")).values("j"))


def of_measures(day: datetime.date) -> dict[str, Any]:
    """
    Return what is derived of a measure: its status, and who stands where.

    Numbers count states by their stated stance, the beneficiary left out; lists name all actors.
    """
    held = positions_on(day)
    return {
        "status": status_on(day),
        "backers": _number(held.backing()),
        "opponents": _number(held.opposing()),
        "contributors": _number(held.contributing()),
        "backed_by": _codes(held.backing()),
        "opposed_by": _codes(held.opposing()),
        "led_by": _codes(held.leading()),
    }

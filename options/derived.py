"""What is derived as of a day: a measure's status and tally, a condition's state. Published records only."""

import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from options.models import ConditionState, Stage
from options.tally import CodesOnTally, OnTally


def status_on(day: datetime.date) -> Subquery:
    """Return the status of the stage in force; null before the first stage."""
    return Subquery(Stage.objects.valid_on(day).filter(measure=OuterRef("pk")).values("status")[:1])


def state_on(day: datetime.date) -> Subquery:
    """Return the state of a condition; null where none is recorded for the day."""
    return Subquery(ConditionState.objects.valid_on(day).filter(condition=OuterRef("pk")).values("state")[:1])


def of_measures(day: datetime.date) -> dict[str, Any]:
    """
    Return what is derived of a measure: its status, and who stands where.

    Numbers count states by their stated stance, the beneficiary left out; lists name all actors.
    """
    numbers = {name: OnTally(name, day) for name in ("backers", "opponents", "contributors")}
    codes = {name: CodesOnTally(name, day) for name in ("backed_by", "opposed_by", "led_by")}
    return {"status": status_on(day), **numbers, **codes}

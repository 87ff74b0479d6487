"""What the tally of every measure should say, worked out in plain Python from the positions, day by day."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from options.models import Measure, Position, Tally

FIRST, LAST = datetime.date.min, datetime.date.max
ONE = datetime.timedelta(days=1)


def told(day: datetime.date, measure: Measure, positions: list[Position]) -> tuple[Any, ...]:
    """Return who stands where on a day, as a row of the tally says it."""
    held = [p for p in positions if p.holds_from <= day and (p.until is None or p.until > day)]

    def number(keeps: Any) -> int:
        counted = [p for p in held if keeps(p) and p.actor.kind == "state" and p.actor_id != measure.beneficiary_id]
        return len({p.actor_id for p in counted})

    def codes(keeps: Any) -> list[str]:
        return sorted(p.actor.code for p in held if keeps(p))

    sides = [lambda p: p.stance_rank >= 2, lambda p: p.stance_rank <= -2, lambda p: p.stance_rank >= 3]
    lists = [sides[0], sides[1], lambda p: p.stance == "leads"]
    return (*map(number, sides), *map(codes, lists))


def wanted() -> Iterator[tuple[Any, ...]]:
    """Yield the rows that the tally should have, in order: whenever anything differs from the day before, a new one."""
    for measure in Measure.objects.order_by("slug"):
        positions = list(Position.objects.published().filter(measure=measure).select_related("actor"))
        days = {FIRST, *(p.holds_from for p in positions), *(p.until for p in positions if p.until)}
        turns: list[tuple[datetime.date, tuple[Any, ...]]] = []
        for day in sorted(days):
            now = told(day, measure, positions)
            if not turns or turns[-1][1] != now:
                turns.append((day, now))
        ends = [since - ONE for since, _ in turns[1:]] + [LAST]
        for (since, said), through in zip(turns, ends, strict=True):
            yield (measure.pk, measure.slug, since, through, *said)


def stored() -> list[tuple[Any, ...]]:
    """Return the rows that the tally has, in order."""
    numbers = ("measure_id", "slug", "since", "through", "backers", "opponents", "contributors")
    rows = Tally.objects.order_by("slug", "since")
    return [
        (*row[:-3], *map(json.loads, row[-3:]))
        for row in rows.values_list(*numbers, "backed_by", "opposed_by", "led_by")
    ]

"""
Fill an empty database with the catalogue of the contest: `python -m bench.contest.build MEASURES`.

DATABASE_URL names the database. Records are stored as a load would store them, but without asking each
what it was before; what the database itself maintains beside them it maintains here too.
"""

import datetime
import sys
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any
from unittest import mock

from bench.contest import recipe, rivals_text
from bench.contest.storing import store

INSTANT = datetime.datetime(2026, 9, 1, 12, 30, 15, 123456, datetime.UTC)
CHUNK = 500


def main() -> None:
    """Make and fill the tables."""
    import django

    django.setup()
    from django.core.management import call_command, get_commands
    from django.db import transaction

    from policyhub.records import guard

    call_command("migrate", verbosity=0)
    with guard.off("filling the catalogue of a contest"), mock.patch.object(guard, "now", lambda: INSTANT):
        with transaction.atomic():
            few()
        for chunk in chunks(range(int(sys.argv[1]))):
            with transaction.atomic():
                measures([recipe.measure(number) for number in chunk])
        if "tally" in get_commands():
            call_command("tally", rewrite=True, verbosity=0)
    with transaction.atomic():
        log()
    rivals_text.fill()
    tidy()


def chunks(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows, some hundred at a time."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def public(model: Any, number: int, **columns: Any) -> Any:
    """Return something published, whose primary key follows from its number."""
    return model(pk=number + 1, publication="published", **columns)


def few() -> None:
    """Store what does not grow with the measures: actors, categories, sources, conditions."""
    from actors.models import Actor
    from options.models import Category, Condition, ConditionCitation, ConditionState
    from policyhub.sources.models import Source

    Actor.objects.bulk_create(
        public(
            Actor,
            number,
            code=recipe.code(number),
            kind="state" if number < recipe.STATES else "organisation",
            name=f"Actor {number}",
        )
        for number in range(recipe.STATES + recipe.ORGANISATIONS)
    )
    Category.objects.bulk_create(
        public(Category, number, slug=slug, name=slug.replace("-", " ").capitalize(), definition="What belongs here.")
        for number, slug in enumerate(map(recipe.category, range(recipe.CATEGORIES)))
    )
    seen = {"publisher": "An office", "language": "en", "kind": "press", "published_on": recipe.FIRST}
    sources = (
        public(Source, n, slug=recipe.source(n), title=f"Report {n}", url=f"https://example.org/{n}", **seen)
        for n in range(recipe.SOURCES)
    )
    asks = {"kind": "ceasefire", "nature": "political", "summary": "What it asks, and of whom."}
    conditions = (
        public(Condition, n, slug=recipe.condition(n), title=f"Condition {n}", **asks) for n in range(recipe.CONDITIONS)
    )
    for model, rows in ((Source, sources), (Condition, conditions)):
        for chunk in chunks(rows):
            model.objects.bulk_create(chunk)
    since = {"since": recipe.FIRST, "holds_from": recipe.FIRST}
    numbers = range(1, recipe.CONDITIONS + 1)
    ConditionState.objects.bulk_create(ConditionState(condition_id=pk, state="unmet", **since) for pk in numbers)
    ConditionCitation.objects.bulk_create(ConditionCitation(claim_id=pk, source_id=pk) for pk in numbers)


def measures(found: list[recipe.Measure]) -> None:
    """Store these measures with their stages, and what is said of them."""
    from options import models

    rows, stages, positions, cited, linked = [], [], [], [], []
    for one in found:
        known = dict(one.columns)
        beneficiary = known.pop("beneficiary")
        known |= {"category_id": known.pop("category") + 1}
        known |= {"beneficiary_id": None if beneficiary is None else beneficiary + 1}
        rows.append(public(models.Measure, one.number, **known))
        stages += [models.Stage(measure_id=one.number + 1, holds_from=stage["since"], **stage) for stage in one.stages]
        for place, said in enumerate(one.positions):
            own = {name: value for name, value in said.items() if name not in ("actor", "citations", "conditions")}
            position = public(models.Position, one.number * recipe.POSITIONS + place, **own)
            position.measure_id, position.actor_id = one.number + 1, said["actor"] + 1
            positions.append(position)
            cited += [of_source(models.PositionCitation, position.pk, **its) for its in said["citations"]]
            linked += [of_condition(models.PositionCondition, position.pk, **its) for its in said["conditions"]]
    store(models.Measure, rows)
    store(models.Stage, stages)
    store(models.MeasureCitation, [of_source(models.MeasureCitation, row.pk, row.pk % recipe.SOURCES) for row in rows])
    store(models.Position, positions)
    store(models.PositionCitation, cited)
    store(models.PositionCondition, linked)


def of_source(model: Any, claim: int, source: int, **columns: Any) -> Any:
    """Return a citation."""
    return model(claim_id=claim, source_id=source + 1, **columns)


def of_condition(model: Any, position: int, condition: int, **columns: Any) -> Any:
    """Return what a condition does for a position."""
    return model(position_id=position, condition_id=condition + 1, **columns)


def log() -> None:
    """Tell of the measures in one revision; of what they are asked for, only their own number is looked up there."""
    from options.models import Measure
    from policyhub.records import numbering
    from policyhub.records.models import Revision, Version
    from policyhub.records.state import logged_states

    number, instant = numbering.take("default")
    made = {"state": "applied", "origin": "load", "reason": "Loaded.", "public": True, "digest": "0" * 64}
    revision = Revision.objects.create(id=uuid.uuid4(), number=number, created_at=instant, instant=instant, **made)
    told = {"revision": revision, "number": number, "kind": "options.measure", "action": "create", "shape": 1}
    told |= {"becomes": "published", "stored_at": INSTANT}
    for chunk in chunks(logged_states(Measure.objects.order_by("pk"))):
        store(Version, [Version(key=row.key, after=state, **told) for row, state in chunk])


def tidy() -> None:
    """Give the planner its statistics, and leave no work for later."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in ("VACUUM", "ANALYZE", *(["PRAGMA wal_checkpoint(TRUNCATE)"] if is_sqlite() else [])):
            cursor.execute(statement)


def is_sqlite() -> bool:
    """Tell whether the database is a SQLite file."""
    from django.db import connection

    return connection.vendor == "sqlite"


if __name__ == "__main__":
    main()

"""
A large catalogue to measure on: 10,000 measures and 120,000 positions, each cited and in the log.

It is made anew in a database of its own: a SQLite file, or on the server that DATABASE_URL names.
"""

import atexit
import datetime
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

MEASURES, ACTORS = 10_000, 12
NAME = "policyhub_bench"
DAY = datetime.date(2025, 3, 2)

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def database() -> str:
    """Return the address of a new, empty database that goes when the program ends."""
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    if not server.startswith("postgres"):
        folder = tempfile.TemporaryDirectory(prefix="policyhub-bench-")
        atexit.register(folder.cleanup)
        return f"sqlite:///{folder.name}/large.sqlite3"
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as raw:
        raw.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        raw.execute(f"CREATE DATABASE {NAME}")
    return f"{server}/{NAME}"


def set_up() -> None:
    """Make the catalogue; afterwards Django is ready, and a user `author` is there."""
    os.environ["DATABASE_URL"] = database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "policyhub.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from policyhub.accounts.models import User
    from policyhub.records import guard

    begin = time.perf_counter()
    call_command("migrate", verbosity=0)
    with guard.off("filling a large catalogue"), transaction.atomic():
        fill()
    User.objects.create(username="author")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {MEASURES:,} measures, {MEASURES * ACTORS:,} positions", end=" ")
    print(f"(made in {time.perf_counter() - begin:.0f} s)")


def fill() -> None:
    """Store the records, and a log of one revision that tells of the measures and positions."""
    from actors.models import Actor
    from options.models import Category, Condition, Measure, Position, PositionCitation, PositionCondition
    from policyhub.sources.models import Source

    words = {"title": "A text", "publisher": "An office", "language": "en", "kind": "official"}
    sources = [Source.objects.create(slug=f"s-{n}", url=f"https://example.org/{n}", **words) for n in range(50)]
    actors = [Actor.objects.create(code=f"C{n}", kind="coalition", name=f"Coalition {n}") for n in range(ACTORS)]
    category = Category.objects.create(slug="training", name="Training", definition="?")
    term = Condition.objects.create(slug="ceasefire", title="?", kind="ceasefire", nature="political", summary="?")
    same = {"summary": "What it is, in a sentence or two.", "presence": "none", "footprint": "remote"}
    same |= {"command": "national"}
    many(Measure, (Measure(slug=f"m-{n}", title=f"Measure {n}", category=category, **same) for n in range(MEASURES)))
    says = {"stance": "supports", "confidence": "confirmed", "since": DAY, "holds_from": DAY}
    positions = (
        Position(slug=f"{m.slug}-{a.code}".lower(), measure=m, actor=a, summary=f"It said so of {m.slug}.", **says)
        for m in Measure.objects.all()
        for a in actors
    )
    many(Position, positions)
    keys = list(Position.objects.order_by("pk").values_list("pk", flat=True))
    cited = (PositionCitation(claim_id=pk, source=sources[pk % 50]) for pk in keys)
    many(PositionCitation, cited)
    many(PositionCondition, (PositionCondition(position_id=pk, condition=term, role="requires") for pk in keys))
    log(Measure, said_of_measure)
    log(Position, said_of_position)


def log(model: Any, say: Callable[[Any], dict[str, Any]]) -> None:
    """Tell of every record of a kind in a revision of its own; `say` writes its state, faster than reading it would."""
    from policyhub.records import numbering
    from policyhub.records.models import Revision, Version
    from policyhub.records.state import logged
    from policyhub.records.vocabularies import Origin

    number, instant = numbering.take("default")
    made = Revision(
        id=uuid.uuid4(), number=number, state="applied", origin=Origin.LOAD, reason="Loaded.", public=False, digest="-"
    )
    made.created_at = made.instant = instant
    made.save(force_insert=True)
    model.objects.update(updated_at=instant)
    first = model.objects.order_by("pk").first()
    assert say(first) == logged(first), "the state of the log is not that of the table"
    told = {"revision": made, "number": number, "kind": model._meta.label_lower, "action": "create", "shape": 1}
    rows = model.objects.select_related("measure", "actor") if model._meta.model_name == "position" else model.objects
    records = rows.order_by("pk").iterator(chunk_size=2000)
    many(Version, (Version(key=r.key, after=say(r), becomes="draft", stored_at=r.created_at, **told) for r in records))


def said_of_measure(row: Any) -> dict[str, Any]:
    """Return the state of a measure."""
    names = ("slug", "title", "summary", "presence", "footprint", "command")
    return {name: getattr(row, name) for name in names} | {"category": "training"}


def said_of_position(row: Any) -> dict[str, Any]:
    """Return the state of a position."""
    own = {name: getattr(row, name) for name in ("slug", "stance", "confidence", "summary")}
    ends = {"measure": row.measure.slug, "actor": row.actor.code, "since": DAY.isoformat()}
    parts = {
        "citations": [{"source": f"s-{row.pk % 50}"}],
        "conditions": [{"condition": "ceasefire", "role": "requires"}],
    }
    return own | ends | parts


def many(model: Any, rows: Iterator[Any]) -> None:
    """Store rows, a thousand at a time."""
    while some := list(islice(rows, 1000)):
        model.objects.bulk_create(some)


def milliseconds(write: Callable[..., None], *given: Any) -> float:
    """Return how long a write takes, with its transaction."""
    begin = time.perf_counter()
    write(*given)
    return (time.perf_counter() - begin) * 1000

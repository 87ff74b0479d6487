"""
How fast a snapshot of the catalogue is made from the log: from nothing, and from the nearest older one.

Run with `python bench/fold_snapshot.py [POSITIONS]`. The log is made in a throwaway SQLite file: a
measure for every twelve positions, each position with two citations and a condition; then a thousand
revisions of one position each. The rates count records; each brings its parts along.
"""

import datetime
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

HOME = tempfile.TemporaryDirectory(prefix="policyhub-bench-")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "policyhub.settings.test"
os.environ["DATABASE_URL"] = f"sqlite:///{HOME.name}/log.sqlite3"
os.environ["SNAPSHOTS_DIR"] = f"{HOME.name}/snapshots"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from policyhub.records import fold_files  # noqa: E402
from policyhub.records.fold_public import hidden_since  # noqa: E402
from policyhub.records.models import Numbering, Revision, Version  # noqa: E402
from policyhub.records.snapshots import looking_at, snapshot  # noqa: E402

POSITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000
LATER = 1000
START = timezone.now() - datetime.timedelta(days=1)
SUMMARY = "The minister said that the country would take part, once a ceasefire holds and the parliament agrees. " * 2


def public(**state: Any) -> dict[str, Any]:
    """Return a state of something public."""
    return {"publication": "published", **state}


def states() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield kind, key and state of every record of the first revision."""
    cited = {"citations": [{"source": f"source-{number}"} for number in (1, 2)]}
    for number in range(50):
        known = {"title": f"Título {number}", "publisher": "Île", "url": f"https://example.org/{number}"}
        more = {"language": "en", "kind": "press", "published_on": "2025-03-02"}
        yield "sources.source", f"source-{number}", public(slug=f"source-{number}", **known, **more)
        code = f"A{number}"
        yield "actors.actor", code, public(code=code, kind="organisation", name=f"Organisation {number}")
        known = {"title": f"Condition {number}", "kind": "ceasefire", "nature": "political", "summary": SUMMARY}
        yield "options.condition", f"condition-{number}", public(slug=f"condition-{number}", **known, **cited)
    yield "options.category", "training", public(slug="training", name="Training", definition="What belongs here.")
    for number in range(POSITIONS // 12):
        known = {"title": f"Measure {number}", "summary": SUMMARY, "category": "training", "presence": "none"}
        more = {"footprint": "remote", "command": "national", "stages": [{"status": "agreed", "since": "2025-03-02"}]}
        yield "options.measure", f"measure-{number}", public(slug=f"measure-{number}", **known, **more, **cited)
    for number in range(POSITIONS):
        yield "options.position", f"position-{number}", position(number, SUMMARY)


def position(number: int, summary: str) -> dict[str, Any]:
    """Return the state of one position."""
    known = {"actor": f"A{number % 12}", "measure": f"measure-{number // 12}", "stance": "supports"}
    parts = {"conditions": [{"condition": f"condition-{number % 50}", "role": "requires"}]}
    cited = {"citations": [{"source": f"source-{number % 50}"}, {"source": f"source-{(number + 1) % 50}"}]}
    more = {"since": "2025-03-02", "confidence": "confirmed", "summary": summary}
    return public(slug=f"position-{number}", **known, **more, **parts, **cited)


def revise(number: int, versions: Iterator[Version]) -> None:
    """Store one applied revision."""
    instant = START + datetime.timedelta(seconds=number)
    made = {"state": "applied", "origin": "load", "public": True, "digest": "0" * 64}
    revision = Revision.objects.create(number=number, reason="Bench.", created_at=instant, instant=instant, **made)
    while chunk := list(islice(versions, 2000)):
        for version in chunk:
            version.revision, version.number, version.stored_at, version.shape = revision, number, START, 1
        Version.objects.bulk_create(chunk)


def make_log() -> int:
    """Fill the log; return the newest number but one, since which a position was withdrawn."""
    shown = {"was": "", "becomes": "published", "action": "create"}
    revise(1, (Version(kind=kind, key=key, after=state, **shown) for kind, key, state in states()))
    shown = {"was": "published", "becomes": "published", "action": "change"}
    for number in range(LATER):
        which = number * 97 % POSITIONS
        before, after = position(which, SUMMARY), position(which, f"{SUMMARY} And later {number}.")
        version = Version(kind="options.position", key=f"position-{which}", before=before, after=after, **shown)
        revise(number + 2, iter([version]))
    gone = {**position(1, SUMMARY), "publication": "withdrawn"}
    shown = {"was": "published", "becomes": "withdrawn", "action": "change"}
    revise(LATER + 2, iter([Version(kind="options.position", key="position-1", after=gone, **shown)]))
    Numbering.objects.update(number=LATER + 2, instant=START)
    return LATER + 1


def measured(number: int) -> tuple[float, int]:
    """Make the snapshot of a number; return the seconds it took and how many versions were folded."""
    revision = Revision.objects.get(number=number)
    work, begin = fold_files.work_for(revision), time.perf_counter()
    snapshot(revision, [], patient=True)
    return time.perf_counter() - begin, work


def main() -> None:
    """Print the figures."""
    call_command("migrate", verbosity=0)
    newest = make_log()
    with fold_files.only_one(None):
        fold_files.template()
    for about, number in (("from nothing", 1), ("one later", 2), ("from the nearest older", newest)):
        seconds, work = measured(number)
        print(f"revision {number}, {about}: {work} versions in {seconds:.2f} s, {work / seconds:,.0f} a second")
    size = fold_files.path_of(Revision.objects.get(number=newest), []).stat().st_size
    print(f"a file takes {size / 1e6:.0f} MB")
    begin = time.perf_counter()
    hidden = hidden_since(1)
    print(f"what was withdrawn since revision 1: {len(hidden)}, in {(time.perf_counter() - begin) * 1000:.1f} ms")
    for about, rounds in (("making the one that the public sees", 1), ("opening and closing it", 100)):
        begin = time.perf_counter()
        for _ in range(rounds):
            with looking_at(newest, None):
                pass
        print(f"{about}: {(time.perf_counter() - begin) / rounds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
    HOME.cleanup()

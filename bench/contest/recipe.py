"""
What the catalogue of the contest holds, worked out from numbers alone: the n-th measure is the same everywhere.

60 states and 4 organisations, 30 categories, 2,000 conditions, 5,000 sources; for each measure twelve
positions, two of which took the place of an earlier one of the same actor.
"""

import datetime
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from bench.contest import texts

STATES, ORGANISATIONS, CATEGORIES, CONDITIONS, SOURCES, POSITIONS = 60, 4, 30, 2000, 5000, 12
FIRST, LAST = datetime.date(2022, 2, 24), datetime.date(2026, 9, 1)
PAST = datetime.date(2024, 6, 1)
"""The past day that is asked about."""

PRESENCE = ["none", "civilian", "military-non-combat", "military-combat"]
FOOTPRINT = ["in-country", "neighbouring", "allied-territory", "remote"]
COMMAND = ["national", "lead-nation", "coalition", "nato", "eu", "un", "host"]
STATUS = ["proposed", "under-discussion", "agreed", "operational", "suspended", "concluded"]
CONFIDENCE = ["confirmed", "confirmed", "reported", "inferred"]
STANCES = {
    "leads": 3,
    "contributes": 10,
    "supports": 30,
    "open": 12,
    "undecided": 10,
    "reserved": 10,
    "opposes": 18,
    "red-line": 7,
}

Json = dict[str, Any]


def code(number: int) -> str:
    """Return the code of the n-th actor; the organisations come after the states."""
    return f"{chr(65 + number // 26)}{chr(65 + number % 26)}X" if number < STATES else f"ORG-{number - STATES}"


def category(number: int) -> str:
    """Return the slug of the n-th category."""
    return f"{texts.vocabulary()[100 + number]}-{texts.vocabulary()[200 + number]}"


def condition(number: int) -> str:
    """Return the slug of the n-th condition."""
    return f"condition-{number:04}"


def source(number: int) -> str:
    """Return the slug of the n-th source."""
    return f"source-{number:04}"


@cache
def stances() -> list[str]:
    """Return every stance, as often as it is taken among a hundred positions."""
    return [stance for stance, share in STANCES.items() for _ in range(share)]


@dataclass(frozen=True)
class Told:
    """What a measure says of itself: its words by their rank, and its columns."""

    number: int
    title: list[int]
    summary: list[int]
    columns: Json

    @property
    def slug(self) -> str:
        """Return the key."""
        return str(self.columns["slug"])


@dataclass(frozen=True)
class Measure(Told):
    """One measure, with its stages, and its positions with the parts of their own."""

    stages: list[Json]
    positions: list[Json]


def day(rng: Random, first: datetime.date = FIRST, last: datetime.date = LAST) -> datetime.date:
    """Return some day."""
    return first + datetime.timedelta(days=rng.randrange((last - first).days))


def told(number: int, rng: Random | None = None) -> Told:
    """Return what the n-th measure says of itself."""
    rng = rng or Random(number)
    title, summary = texts.ranks(rng, rng.randint(2, 5)), texts.ranks(rng, rng.randint(14, 26))
    columns = {
        "slug": f"{texts.plain(title[:2]).replace(' ', '-')}-{number:06}",
        "title": texts.sentence(title)[:-1],
        "summary": texts.sentence(summary),
        "description": texts.sentence(texts.ranks(rng, 20)) if rng.random() < 0.5 else "",
        "category": rng.randrange(CATEGORIES),
        "presence": rng.choice(PRESENCE),
        "footprint": rng.choice(FOOTPRINT),
        "command": rng.choice(COMMAND),
        "beneficiary": rng.randrange(3) if rng.random() < 0.6 else None,
    }
    return Told(number, title, summary, columns)


def measure(number: int) -> Measure:
    """Return the n-th measure with all that belongs to it."""
    rng = Random(number)
    known = told(number, rng)
    return Measure(**vars(known), stages=stages(rng), positions=positions(rng, known.slug))


def stages(rng: Random) -> list[Json]:
    """Return how far a measure had come: one stage to three, the last of which still lasts as a rule."""
    begins = sorted({day(rng) for _ in range(rng.randint(1, 3))})
    ends = [*begins[1:], day(rng, LAST, LAST + datetime.timedelta(60)) if rng.random() < 0.1 else None]
    steps = sorted(rng.sample(range(len(STATUS)), len(begins)))
    return [
        {"status": STATUS[step], "since": since, "until": until}
        for step, since, until in zip(steps, begins, ends, strict=True)
    ]


def positions(rng: Random, slug: str) -> list[Json]:
    """Return the twelve positions on a measure, of ten actors."""
    periods: list[tuple[int, Any, Any, bool]] = []
    for place, actor in enumerate(rng.sample(range(STATES + ORGANISATIONS), POSITIONS - 2)):
        since = day(rng)
        if place < 2:
            change = since + datetime.timedelta(days=rng.randint(1, 400))
            periods += [(actor, since, change, True), (actor, change, None, True)]
        else:
            ended = since + datetime.timedelta(days=rng.randint(30, 900)) if rng.random() < 0.15 else None
            periods.append((actor, since, ended, ended is not None or rng.random() > 0.05))
    return [position(rng, slug, *period) for period in periods]


def position(rng: Random, slug: str, actor: int, since: datetime.date, until: Any, known: bool) -> Json:
    """Return one position with its citations and conditions; of some the first day is not known."""
    stance = rng.choice(stances())
    cited = rng.sample(range(SOURCES), rng.randint(1, 2))
    linked = rng.sample(range(CONDITIONS), rng.choice((0, 1, 1, 2)))
    together = len(linked) == 2 and rng.random() < 0.3
    roles = ["requires"] * 2 if together else [rng.choice(("requires", "limits", "reason")) for _ in linked]
    return {
        "slug": f"{slug}-{code(actor).lower()}-{since if known else 'undated'}",
        "actor": actor,
        "stance": stance,
        "confidence": rng.choice(CONFIDENCE),
        "since": since if known else None,
        "since_precision": "day" if known else "unknown",
        "holds_from": since,
        "until": until,
        "summary": texts.sentence(texts.ranks(rng, rng.randint(14, 26))),
        "citations": [
            {"source": number, "role": "context" if place else "supports", "locator": f"p. {rng.randint(1, 90)}"}
            for place, number in enumerate(cited)
        ],
        "conditions": [
            {"condition": number, "role": role, "group": 1 if together else None}
            for number, role in zip(linked, roles, strict=True)
        ],
    }

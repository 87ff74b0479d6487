"""The goals of the product, as ratios within one run, and whether they are reached."""

from collections.abc import Iterator
from typing import Any

FLOOR = {
    "postgresql": {"W1": 0.6, "W2": 0.6, "W3": 0.45, "W9": 0.3, "W5": 0.7, "W6": 0.7, "W8": 0.5},
    "sqlite": {"W1": 0.3, "W2": 0.3, "W3": 0.25, "W9": 0.15, "W5": 0.7, "W6": 0.7, "W8": 0.5},
}
FLOOR_LARGE = {"W4": 10.0, "W4 past": 10.0}
TEXTBOOK = {"W1": 5.0, "W2": 5.0, "W3": 5.0, "W8": 5.0, "W9": 5.0, "W5": 2.5, "W6": 2.5}
TEXTBOOK_LARGE = {"W4": 10.0, "W4 past": 10.0}
CPU_MORE = 0.6
CPU_MORE_FOR = ("W1", "W2", "W3", "W9")
CACHED = 1.0
START, MEMORY = 2.0, 150.0
LARGE = 100_000
GROWTH, GROWTH_FOR = 1.5, ("W1", "W2", "W3", "W8", "W9")

Json = dict[str, Any]


def judged(row: Json, engine: str, size: int) -> Iterator[tuple[str, float, float, bool]]:
    """Yield what a row is held to: against whom, what was reached, what was wanted, and whether it is enough."""
    name, servers = row["question"], row["servers"]
    large = size >= LARGE
    rate = {who: its["rate"] for who, its in servers.items()}
    for rival, wanted in (
        ("floor", FLOOR[engine] | (FLOOR_LARGE if large else {}) | {"W1 cached": CACHED}),
        ("textbook", TEXTBOOK | (TEXTBOOK_LARGE if large else {})),
    ):
        if name in wanted and rival in rate:
            ratio = rate["product"] / rate[rival]
            yield rival, ratio, wanted[name], ratio >= wanted[name]
    if name in CPU_MORE_FOR and "floor" in servers:
        more = servers["product"]["cpu"] - servers["floor"]["cpu"]
        yield "cpu", more, CPU_MORE, more <= CPU_MORE


def growth(rows: list[Json], before: list[Json]) -> Iterator[tuple[str, float, bool]]:
    """Yield how much dearer each question is than on a smaller catalogue, and whether that is little enough."""
    known = {row["question"]: row["servers"]["product"]["cpu"] for row in before if "product" in row["servers"]}
    for row in rows:
        if row["question"] in GROWTH_FOR and row["question"] in known and "product" in row["servers"]:
            times = row["servers"]["product"]["cpu"] / known[row["question"]]
            yield row["question"], times, times < GROWTH

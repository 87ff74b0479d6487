"""Questions about positions over time, about sums, and about what is written of them."""

from decimal import Decimal
from typing import Any

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question
from tests.catalogue.raw import Row


def by_since(row: Row, day: str) -> Any:
    """Put what has no known beginning first, then the earliest."""
    return row.get("since") or ""


def by_amount(row: Row, day: str) -> Any:
    """Put the largest amount first, and what has none last."""
    return (row.get("amount") is None, -Decimal(row.get("amount", 0)))


QUESTIONS = [
    Question(
        "How did Germany's and Hungary's word on the force change?",
        "positions/?actor__in=DEU,HUN&measure=mnfu&ordering=since",
        lambda row, day: row["actor"] in ("DEU", "HUN") and row["measure"] == "mnfu",
        by_since,
    ),
    Question(
        "Which positions have no known beginning?",
        "positions/?since__isnull=true&since_precision=unknown&ordering=-amount",
        lambda row, day: not row.get("since"),
        by_amount,
    ),
    Question(
        "Which positions ended in 2025, the latest first?",
        "positions/?until__isnull=false&until__gte=2025-01-01&until__lt=2026-01-01&ordering=-until",
        lambda row, day: "2025-01-01" <= row.get("until", "") < "2026-01-01",
        lambda row, day: -raw.ordinal(row["until"]),
    ),
    Question(
        "Behind which words stand a billion euro or more?",
        "positions/?amount__gte=1000000000&currency=EUR&ordering=-amount&facets=actor,currency",
        lambda row, day: Decimal(row.get("amount", 0)) >= 10**9 and row["currency"] == "EUR",
        by_amount,
        {
            "actor": Facet(lambda row, day: [row["actor"]]),
            "currency": Facet(
                lambda row, day: [row["currency"]], lambda row, day: Decimal(row.get("amount", 0)) >= 10**9
            ),
        },
    ),
    Question(
        "What does Denmark give to drones and ammunition, the largest sum first, whatever has none last?",
        "positions/?actor=DNK&ordering=-amount,since",
        lambda row, day: row["actor"] == "DNK",
        lambda row, day: (*by_amount(row, day), row.get("since") or ""),
    ),
    Question(
        "Where does anybody speak of Niinistö or Støre?",
        'positions/?filter={"or":[{"summary__contains":"NIINISTO"},{"q":"store no reason"}]}',
        lambda row, day: (
            "niinisto" in raw.fold(row["summary"])
            or raw.mentions("position", row | {"summary": row["summary"].replace("ø", "o")}, "store no reason")
        ),
    ),
]

"""Questions about measures: who stands where."""

from typing import Any

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import Row, backing, contributing, leading, number, opposing, status, those


def back(row: Row, day: str) -> set[str]:
    """Return who backs a measure."""
    return those(row["slug"], day, backing)


def oppose(row: Row, day: str) -> set[str]:
    """Return who opposes a measure."""
    return those(row["slug"], day, opposing)


def stances(row: Row, day: str) -> list[str]:
    """Return the stances that are taken on a measure."""
    return [one["stance"] for one in raw.positions_on(day) if one["measure"] == row["slug"]]


def by_backers(row: Row, day: str) -> Any:
    """Put the measure that most states back first."""
    return -number(row["slug"], day, backing)


QUESTIONS = [
    Question(
        "Which deployments of troops do France and Britain both back?",
        "measures/?backed_by=FRA,GBR&category=troop-deployment&as_of=2026-02-01",
        lambda row, day: {"FRA", "GBR"} <= back(row, day) and row["category"] == "troop-deployment",
    ),
    Question(
        "What do at least eight states back and Hungary not oppose, in what fields, and how far has it come?",
        "measures/?opposed_by__none=HUN&backers__gte=8&facets=category,status&ordering=-backers",
        lambda row, day: "HUN" not in oppose(row, day) and number(row["slug"], day, backing) >= 8,
        by_backers,
        {"category": Facet(lambda row, day: [row["category"]]), "status": Facet(lambda row, day: [status(row, day)])},
    ),
    Question(
        "The same in March 2025, those under way only; how would the numbers be for another status or another veto?",
        "measures/?opposed_by__none=HUN&backers__gte=5&status=operational&facets=opposed_by,status,command"
        "&ordering=-backers,title&as_of=2025-03-15",
        lambda row, day: (
            "HUN" not in oppose(row, day)
            and number(row["slug"], day, backing) >= 5
            and status(row, day) == "operational"
        ),
        lambda row, day: (by_backers(row, day), row["title"]),
        {
            "opposed_by": Facet(
                lambda row, day: oppose(row, day),
                lambda row, day: number(row["slug"], day, backing) >= 5 and status(row, day) == "operational",
            ),
            "status": Facet(
                lambda row, day: [status(row, day)],
                lambda row, day: "HUN" not in oppose(row, day) and number(row["slug"], day, backing) >= 5,
            ),
            "command": Facet(lambda row, day: [row["command"]]),
        },
    ),
    Question(
        "What did Hungary or Slovakia back in February 2024?",
        "measures/?backed_by__any=HUN,SVK&as_of=2024-02-29",
        lambda row, day: bool({"HUN", "SVK"} & back(row, day)),
    ),
    Question(
        "What runs without American backing?",
        "measures/?backed_by__none=USA&status=operational&as_of=2026-02-01&ordering=-contributors",
        lambda row, day: "USA" not in back(row, day) and status(row, day) == "operational",
        lambda row, day: -number(row["slug"], day, contributing),
    ),
    Question(
        "What does Germany lead, and how many measures do the others?",
        "measures/?led_by=DEU&facets=led_by&as_of=2025-03-15",
        lambda row, day: "DEU" in those(row["slug"], day, leading),
        None,
        {"led_by": Facet(lambda row, day: those(row["slug"], day, leading), everything)},
    ),
    Question(
        "What do France or Britain lead outside the coalition of the willing?",
        "measures/?led_by__any=FRA,GBR&led_by__none=COTW&as_of=2026-07-01",
        lambda row, day: bool({"FRA", "GBR"} & (led := those(row["slug"], day, leading))) and "COTW" not in led,
    ),
    Question(
        "What did Hungary or Slovakia oppose the day before Slovakia gave way on sanctions?",
        "measures/?opposed_by__any=HUN,SVK&as_of=2025-10-21",
        lambda row, day: bool({"HUN", "SVK"} & oppose(row, day)),
    ),
    Question(
        "And on the day when it gave way?",
        "measures/?opposed_by__any=HUN,SVK&as_of=2025-10-22",
        lambda row, day: bool({"HUN", "SVK"} & oppose(row, day)),
    ),
    Question(
        "What do Norway and Sweden contribute to, but not the United States?",
        "measures/?contributed_by=NOR,SWE&contributed_by__none=USA&as_of=2025-09-04",
        lambda row, day: {"NOR", "SWE"} <= (who := those(row["slug"], day, contributing)) and "USA" not in who,
    ),
    Question(
        "What does France back together with Germany or Poland?",
        "measures/?backed_by=FRA&backed_by__any=DEU,POL&backed_by__none=GBR&as_of=2026-02-01",
        lambda row, day: "FRA" in (who := back(row, day)) and bool({"DEU", "POL"} & who) and "GBR" not in who,
    ),
    Question(
        "What did Hungary and at least one other state oppose, while others backed it?",
        "measures/?opposed_by=HUN&opponents__gte=2&backers__gte=1&as_of=2025-03-15",
        lambda row, day: (
            "HUN" in oppose(row, day) and number(row["slug"], day, opposing) >= 2 and by_backers(row, day) < 0
        ),
    ),
    Question(
        "Where do partners from the Indo-Pacific contribute?",
        "measures/?contributed_by__any=JPN,AUS,KOR,NZL&as_of=2026-02-01",
        lambda row, day: bool({"JPN", "AUS", "KOR", "NZL"} & those(row["slug"], day, contributing)),
    ),
    Question(
        "What went ahead with ten contributors against open opposition?",
        "measures/?contributors__gte=10&opponents__gte=1&ordering=-opponents&as_of=2026-07-01",
        lambda row, day: number(row["slug"], day, contributing) >= 10 and number(row["slug"], day, opposing) >= 1,
        lambda row, day: -number(row["slug"], day, opposing),
    ),
    Question(
        "What do members of the CSTO and members of the EU both oppose?",
        'measures/?opposed_by_members_of=CSTO&filter={"opposed_by_members_of":"EU"}&as_of=2026-02-01',
        lambda row, day: all(oppose(row, day) & set(raw.members(block, day)) for block in ("CSTO", "EU")),
    ),
    Question(
        "What do members of the G7 back in the field of air defence?",
        "measures/?backed_by_members_of=G7&category=air-defence&as_of=2024-02-29",
        lambda row, day: bool(back(row, day) & set(raw.members("G7", day))) and row["category"] == "air-defence",
    ),
    Question(
        "What had Hungary reserved its position on?",
        "measures/?position_actor=HUN&position_stance=reserved&as_of=2026-02-01",
        lambda row, day: raw.stance_on("HUN", row["slug"], day) == "reserved",
    ),
    Question(
        "Where did Poland lead or contribute in summer 2023, and how far had that come?",
        "measures/?position_actor=POL&position_stance__in=leads,contributes&facets=status&as_of=2023-06-15",
        lambda row, day: raw.stance_on("POL", row["slug"], day) in ("leads", "contributes"),
        None,
        {"status": Facet(lambda row, day: [status(row, day)])},
    ),
    Question(
        "On how many measures is there each stance?",
        "measures/?facets=position_stance,backed_by&category__in=security-guarantee,troop-deployment&as_of=2026-07-01",
        lambda row, day: row["category"] in ("security-guarantee", "troop-deployment"),
        None,
        {"position_stance": Facet(stances), "backed_by": Facet(lambda row, day: back(row, day))},
    ),
]

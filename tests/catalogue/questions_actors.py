"""Questions about actors: what they belong to, and where they stand."""

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import RANKS, Row, backing, contributing, leading, opposing


def stands(row: Row, day: str, measure: str, wanted: object) -> bool:
    """Tell whether an actor's rank on a measure is wanted."""
    return row["code"] in raw.those(measure, day, wanted)


def belongs(row: Row, day: str, *organisations: str) -> int:
    """Count to how many of some organisations an actor fully belongs."""
    return sum(row["code"] in raw.members(one, day) for one in organisations)


def holds(row: Row, day: str) -> list[Row]:
    """Return an actor's positions of the day."""
    return [one for one in raw.positions_on(day) if one["actor"] == row["code"]]


QUESTIONS = [
    Question(
        "Who belongs to both NATO and the EU, but not to the G7?",
        "actors/?member_of=NATO,EU&member_of__none=G7&as_of=2026-07-01&ordering=name",
        lambda row, day: belongs(row, day, "NATO", "EU") == 2 and not belongs(row, day, "G7"),
        lambda row, day: row["name"],
    ),
    Question(
        "Who sits on the Security Council or in the CSTO?",
        "actors/?member_of__any=UNSC,CSTO&facets=member_of,kind&as_of=2025-12-31",
        lambda row, day: belongs(row, day, "UNSC", "CSTO") > 0,
        None,
        {
            "member_of": Facet(
                lambda row, day: [
                    one
                    for one in {m["organisation"] for m in raw.rows["membership"].values()}
                    if belongs(row, day, one)
                ],
                everything,
            ),
            "kind": Facet(lambda row, day: [row["kind"]]),
        },
    ),
    Question(
        "And a day later, when five seats change?",
        "actors/?member_of__any=UNSC,CSTO&as_of=2026-01-01",
        lambda row, day: belongs(row, day, "UNSC", "CSTO") > 0,
    ),
    Question(
        "Who is in all of NATO, the EU and the Joint Expeditionary Force?",
        "actors/?member_of__all=NATO,EU,JEF&as_of=2024-03-07",
        lambda row, day: belongs(row, day, "NATO", "EU", "JEF") == 3,
    ),
    Question(
        "Which states back both the force and its headquarters?",
        "actors/?backs=mnfu,mnfu-hq&kind=state&as_of=2026-02-01",
        lambda row, day: all(stands(row, day, one, backing) for one in ("mnfu", "mnfu-hq")) and row["kind"] == "state",
    ),
    Question(
        "Who backs the force or the hubs, but does not lead?",
        "actors/?backs__any=mnfu,military-hubs&leads__none=mnfu,military-hubs&as_of=2026-07-01",
        lambda row, day: (
            any(stands(row, day, one, backing) for one in ("mnfu", "military-hubs"))
            and not any(stands(row, day, one, leading) for one in ("mnfu", "military-hubs"))
        ),
    ),
    Question(
        "Which members of the EU do not back the force, but contribute to the support loan?",
        "actors/?backs__none=mnfu&contributes_to=support-loan&member_of=EU&as_of=2026-07-01",
        lambda row, day: (
            not stands(row, day, "mnfu", backing)
            and stands(row, day, "support-loan", contributing)
            and belongs(row, day, "EU") == 1
        ),
    ),
    Question(
        "Who opposes the force, or a hub of it?",
        "actors/?opposes__any=mnfu,military-hubs&facets=kind,member_of&as_of=2026-02-01",
        lambda row, day: any(stands(row, day, one, opposing) for one in ("mnfu", "military-hubs")),
        None,
        {
            "kind": Facet(lambda row, day: [row["kind"]]),
            "member_of": Facet(
                lambda row, day: [one for one in ("NATO", "EU", "G7", "JEF", "CSTO", "UNSC") if belongs(row, day, one)]
            ),
        },
    ),
    Question(
        "Who opposed ground troops, and does not oppose the force?",
        "actors/?opposes=ground-troops&opposes__none=mnfu&as_of=2026-02-01",
        lambda row, day: stands(row, day, "ground-troops", opposing) and not stands(row, day, "mnfu", opposing),
    ),
    Question(
        "Who led the Leopards or their coalition?",
        "actors/?leads__any=leopard2,cc-armour&contributes_to__any=leopard2,cc-armour&as_of=2024-06-01",
        lambda row, day: any(stands(row, day, one, leading) for one in ("leopard2", "cc-armour")),
    ),
    Question(
        "Who has taken a position on both the force and the Article 5-like guarantees?",
        "actors/?position_on=mnfu,article5-like&as_of=2026-02-01",
        lambda row, day: {"mnfu", "article5-like"} <= {one["measure"] for one in holds(row, day)},
    ),
    Question(
        "Which members of NATO have no position on the force?",
        "actors/?member_of=NATO&position_on__none=mnfu&as_of=2026-07-01",
        lambda row, day: belongs(row, day, "NATO") == 1 and "mnfu" not in {one["measure"] for one in holds(row, day)},
    ),
    Question(
        "Who drew a red line on deployments of troops, or was reserved on one?",
        "actors/?position_category=troop-deployment&position_stance__in=red-line,reserved&as_of=2026-07-01"
        "&facets=position_stance",
        lambda row, day: any(
            raw.category(one) == "troop-deployment" and one["stance"] in ("red-line", "reserved")
            for one in holds(row, day)
        ),
        None,
        {
            "position_stance": Facet(
                lambda row, day: [one["stance"] for one in holds(row, day) if raw.category(one) == "troop-deployment"],
                everything,
            )
        },
    ),
    Question(
        "Who is at best reserved on the force?",
        "actors/?position_on=mnfu&position_stance__lte=reserved&as_of=2026-02-01",
        lambda row, day: any(one["measure"] == "mnfu" and RANKS[one["stance"]] <= -1 for one in holds(row, day)),
    ),
    Question(
        "Whose act do the mandates of the Council and the ceasefire both take?",
        "actors/?needed_for=un-sc-mandate,tr-ceasefire-mission",
        lambda row, day: all(
            row["code"] in raw.rows["condition"][one]["needs"] for one in ("un-sc-mandate", "tr-ceasefire-mission")
        ),
    ),
    Question(
        "Which parliaments bear a name with a diacritic?",
        "actors/?official_name__contains=APARARE&part_of__isnull=false",
        lambda row, day: "aparare" in raw.fold(row.get("official_name", "")),
    ),
    Question(
        "Which states lead the force, and do not contribute to the coalition for drones?",
        "actors/?leads=mnfu&contributes_to__none=cc-drone&kind=state&as_of=2026-02-01",
        lambda row, day: (
            stands(row, day, "mnfu", leading)
            and not stands(row, day, "cc-drone", contributing)
            and row["kind"] == "state"
        ),
    ),
    Question(
        "Who leads the force or its headquarters?",
        "actors/?position_on__any=mnfu,mnfu-hq&position_stance=leads&as_of=2026-02-01",
        lambda row, day: any(
            one["measure"] in ("mnfu", "mnfu-hq") and one["stance"] == "leads" for one in holds(row, day)
        ),
    ),
    Question(
        "Who supports both the force and the monitoring, at least in words?",
        "actors/?position_on__all=mnfu,monitoring&position_stance__gte=supports&as_of=2026-07-01",
        lambda row, day: all(
            any(one["measure"] == slug and RANKS[one["stance"]] >= 2 for one in holds(row, day))
            for slug in ("mnfu", "monitoring")
        ),
    ),
    Question(
        "Whose assent does a mandate of the Council take, but not a request to the OSCE?",
        "actors/?needed_for__any=ceasefire-first,un-sc-mandate&needed_for__none=osce-request&needed_for__all=un-sc-mandate",
        lambda row, day: (
            row["code"] in raw.rows["condition"]["un-sc-mandate"]["needs"]
            and row["code"] not in raw.rows["condition"]["osce-request"]["needs"]
        ),
    ),
]

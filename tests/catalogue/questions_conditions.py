"""Questions about conditions and instruments."""

from collections.abc import Iterator

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import Row


def named(condition: Row, day: str) -> Iterator[tuple[str, str, str]]:
    """Yield who names a condition in a position of the day, on what measure, and as what."""
    for position in raw.positions_on(day):
        for name, role, _ in raw.links(position):
            if name == condition["slug"]:
                yield position["actor"], position["measure"], role


def of_measures(condition: Row) -> set[tuple[str, str]]:
    """Return the measures that a condition is one of, whoever backs them, and as what."""
    return {
        (slug, role)
        for slug, measure in raw.rows["measure"].items()
        for name, role, _ in raw.links(measure)
        if name == condition["slug"]
    }


def within(instrument: Row) -> list[Row]:
    """Return the conditions that stand in an instrument."""
    return [one for one in raw.rows["condition"].values() if one.get("instrument") == instrument["slug"]]


def holds_back(measure: str, day: str, asks: str) -> Question:
    """Return the question what a measure waits for on a day."""
    return Question(
        asks,
        f"conditions/?holds_back={measure}&facets=kind,needs&as_of={day}",
        lambda row, day: row["slug"] in raw.holding_back(measure, day),
        None,
        {"kind": Facet(lambda row, day: [row["kind"]]), "needs": Facet(lambda row, day: row["needs"])},
    )


CONDITIONS = [
    holds_back("mnfu", "2026-07-01", "What holds the force back?"),
    holds_back("mnfu", "2025-09-04", "What held it back at the summit of September 2025?"),
    holds_back("f16-transfer", "2024-07-09", "What held the F-16 back on the eve of the first flights?"),
    holds_back("f16-transfer", "2024-07-10", "What held the F-16 back when the pilots were trained?"),
    holds_back("support-loan", "2026-02-01", "What held the support loan back before it was ratified?"),
    Question(
        "What takes Moscow's act, and Kyiv's with it?",
        "conditions/?needs=RUS&needs__all=UKR&needs__any=COTW,UN,UKR",
        lambda row, day: {"RUS", "UKR"} <= set(row["needs"]),
    ),
    Question(
        "What waits for both Moscow and Kyiv?",
        "conditions/?needs=RUS,UKR&state=unmet&facets=state,kind&as_of=2026-07-01",
        lambda row, day: {"RUS", "UKR"} <= set(row["needs"]) and raw.state(row["slug"], day) == "unmet",
        None,
        {
            "state": Facet(
                lambda row, day: [raw.state(row["slug"], day)], lambda row, day: {"RUS", "UKR"} <= set(row["needs"])
            ),
            "kind": Facet(lambda row, day: [row["kind"]]),
        },
    ),
    Question(
        "What needs Paris or London, but not Washington?",
        "conditions/?needs__any=FRA,GBR&needs__none=USA",
        lambda row, day: bool({"FRA", "GBR"} & set(row["needs"])) and "USA" not in row["needs"],
    ),
    Question(
        "What needs every permanent member of the Security Council?",
        "conditions/?needs__all=CHN,FRA,GBR,RUS,USA",
        lambda row, day: {"CHN", "FRA", "GBR", "RUS", "USA"} <= set(row["needs"]),
    ),
    Question(
        "What formal consent was neither there nor known to be missing?",
        "conditions/?kind__in=host-state-consent,adversary-consent&state__not=unmet&as_of=2025-03-15",
        lambda row, day: (
            row["kind"] in ("host-state-consent", "adversary-consent") and raw.state(row["slug"], day) != "unmet"
        ),
    ),
    Question(
        "Of which conditions had nobody said anything by the end of 2023?",
        "conditions/?state__isnull=true&nature=legal&facets=jurisdiction,nature&as_of=2023-12-31",
        lambda row, day: raw.state(row["slug"], day) is None and row["nature"] == "legal",
        None,
        {
            "jurisdiction": Facet(lambda row, day: [row.get("jurisdiction")]),
            "nature": Facet(lambda row, day: [row["nature"]], lambda row, day: raw.state(row["slug"], day) is None),
        },
    ),
    Question(
        "Which parliamentary mandates are met or waived?",
        "conditions/?kind=parliamentary-mandate&state__in=met,waived&state__isnull=false&organ__isnull=false"
        "&ordering=-title&as_of=2026-07-01",
        lambda row, day: (
            row["kind"] == "parliamentary-mandate"
            and raw.state(row["slug"], day) in ("met", "waived")
            and bool(row.get("organ"))
        ),
        lambda row, day: [-ord(letter) for letter in row["title"]],
    ),
    Question(
        "What do both Germany and the Netherlands name?",
        "conditions/?named_by=DEU,NLD&as_of=2026-07-01",
        lambda row, day: {"DEU", "NLD"} <= {actor for actor, _, _ in named(row, day)},
    ),
    Question(
        "On what conditions would Germany or Austria act in the force?",
        "conditions/?named_by__any=DEU,AUT&named_on=mnfu&named_role__in=requires,opens&facets=named_by,named_role"
        "&as_of=2026-07-01",
        lambda row, day: any(
            actor in ("DEU", "AUT") and measure == "mnfu" and role in ("requires", "opens")
            for actor, measure, role in named(row, day)
        ),
        None,
        {
            "named_by": Facet(
                lambda row, day: [a for a, m, r in named(row, day) if m == "mnfu" and r in ("requires", "opens")],
                everything,
            ),
            "named_role": Facet(
                lambda row, day: [r for a, m, r in named(row, day) if a in ("DEU", "AUT") and m == "mnfu"],
                everything,
            ),
        },
    ),
    Question(
        "What would a German limit be? (The Bundestag opens, the territory of the Alliance limits.)",
        "conditions/?named_by=DEU&named_on=mnfu&named_role=limits&as_of=2026-01-06",
        lambda row, day: ("DEU", "mnfu", "limits") in named(row, day),
    ),
    Question(
        "And the day before the declaration of Paris?",
        "conditions/?named_by=DEU&named_on=mnfu&named_role=limits&as_of=2026-01-05",
        lambda row, day: ("DEU", "mnfu", "limits") in named(row, day),
    ),
    Question(
        "What does the force itself require, whoever backs it?",
        "conditions/?measure=mnfu&measure_role=requires",
        lambda row, day: ("mnfu", "requires") in of_measures(row),
    ),
    Question(
        "Which mandates outside Germany stand in no text that is recorded?",
        "conditions/?instrument__isnull=true&q=mandate&jurisdiction__not=DEU",
        lambda row, day: (
            not row.get("instrument") and raw.mentions("condition", row, "mandate") and row.get("jurisdiction") != "DEU"
        ),
    ),
    Question(
        "Where does the Dáil vote?",
        "conditions/?summary__contains=DAIL",
        lambda row, day: "dail" in raw.fold(row["summary"]),
    ),
]

INSTRUMENTS = [
    Question(
        "Which dated texts were in force on the last day of the grain agreement?",
        "instruments/?in_force=true&as_of=2023-07-16&ordering=-in_force_from",
        lambda row, day: raw.in_force(row, day),
        lambda row, day: -raw.ordinal(row["in_force_from"]),
    ),
    Question(
        "And on the day after?",
        "instruments/?in_force=true&as_of=2023-07-17&ordering=in_force_until,title",
        lambda row, day: raw.in_force(row, day),
        lambda row, day: (row.get("in_force_until") is None, row.get("in_force_until", ""), row["title"]),
    ),
    Question(
        "Which treaties and agreements are not known to be in force?",
        "instruments/?in_force=false&kind__in=treaty,agreement&facets=kind,parties&as_of=2026-07-01",
        lambda row, day: not raw.in_force(row, day) and row["kind"] in ("treaty", "agreement"),
        None,
        {
            "kind": Facet(lambda row, day: [row["kind"]], lambda row, day: not raw.in_force(row, day)),
            "parties": Facet(lambda row, day: row["parties"]),
        },
    ),
    Question(
        "What have Russia and Ukraine both signed?",
        "instruments/?parties=RUS,UKR",
        lambda row, day: {"RUS", "UKR"} <= set(row["parties"]),
    ),
    Question(
        "What have Paris or Berlin agreed with others since 2024, without Washington?",
        "instruments/?parties__any=FRA,DEU&parties__none=USA&adopted_on__gte=2024-01-01&ordering=-adopted_on",
        lambda row, day: (
            bool({"FRA", "DEU"} & set(row["parties"]))
            and "USA" not in row["parties"]
            and row.get("adopted_on", "") >= "2024-01-01"
        ),
        lambda row, day: -raw.ordinal(row["adopted_on"]),
    ),
    Question(
        "In which texts does a parliamentary mandate stand that needs Germany?",
        "instruments/?condition_kind=parliamentary-mandate&needs=DEU",
        lambda row, day: any(one["kind"] == "parliamentary-mandate" and "DEU" in one["needs"] for one in within(row)),
    ),
    Question(
        "In which texts do rules on retransfer or end use stand, and whom do they need?",
        "instruments/?condition_kind__in=retransfer-consent,end-use&facets=needs,condition_kind",
        lambda row, day: any(one["kind"] in ("retransfer-consent", "end-use") for one in within(row)),
        None,
        {
            "needs": Facet(
                lambda row, day: [
                    code
                    for one in within(row)
                    if one["kind"] in ("retransfer-consent", "end-use")
                    for code in one["needs"]
                ]
            ),
            "condition_kind": Facet(lambda row, day: [one["kind"] for one in within(row)], everything),
        },
    ),
    Question(
        "Where do the Bundestag's mandate and the ceasefire stand?",
        "instruments/?condition__any=de-bundestag,ceasefire-first&condition__none=us-backstop",
        lambda row, day: (
            bool({"de-bundestag", "ceasefire-first"} & (inside := {one["slug"] for one in within(row)}))
            and "us-backstop" not in inside
        ),
    ),
    Question(
        "Which text holds both the ceasefire and the backstop?",
        "instruments/?condition=ceasefire-first,us-backstop&condition__all=no-constitutional-procedures",
        lambda row, day: (
            {"ceasefire-first", "us-backstop", "no-constitutional-procedures"} <= {one["slug"] for one in within(row)}
        ),
    ),
]

QUESTIONS = [*CONDITIONS, *INSTRUMENTS]

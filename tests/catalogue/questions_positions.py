"""Questions about positions."""

from typing import Any

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import RANKS, Row


def rank(row: Row) -> int:
    """Return the stance of a position as a rank."""
    return RANKS[row["stance"]]


def is_(kind: str | None = None, state: str | None = None, role: str | None = None, needs: str | None = None) -> Any:
    """Return what keeps positions of which one single linked condition is all that."""

    def keep(row: Row, day: str) -> bool:
        return raw.linked(
            row,
            lambda name, its, said: (
                kind in (None, said["kind"])
                and (state is None or raw.state(name, day) == state)
                and role in (None, its)
                and (needs is None or needs in said["needs"])
            ),
        )

    return keep


STANCES = [
    Question(
        "What does Russia oppose or call a red line, and on whose word?",
        "positions/?actor=RUS&stance__in=opposes,red-line&expand=measure,citations(source)",
        lambda row, day: row["actor"] == "RUS" and row["stance"] in ("opposes", "red-line"),
    ),
    Question(
        "Who backed the force on the eve of the Paris declaration?",
        "positions/?measure=mnfu&side=backing&as_of=2026-01-05&ordering=-stance_rank",
        lambda row, day: row["measure"] == "mnfu" and rank(row) >= 2,
        lambda row, day: -rank(row),
    ),
    Question(
        "Who backed the force on the day of the Paris declaration?",
        "positions/?measure=mnfu&stance__gte=supports&as_of=2026-01-06&facets=stance,actor_kind&ordering=-stance_rank",
        lambda row, day: row["measure"] == "mnfu" and rank(row) >= 2,
        lambda row, day: -rank(row),
        {
            "stance": Facet(lambda row, day: [row["stance"]], lambda row, day: row["measure"] == "mnfu"),
            "actor_kind": Facet(
                lambda row, day: [raw.kind(row["actor"])], lambda row, day: row["measure"] == "mnfu" and rank(row) >= 2
            ),
        },
    ),
    Question(
        "What do members of NATO oppose, and which of them?",
        "positions/?member_of=NATO&side=opposing&facets=actor,category&as_of=2026-02-01",
        lambda row, day: row["actor"] in raw.members("NATO", day) and rank(row) <= -2,
        None,
        {
            "actor": Facet(lambda row, day: [row["actor"]]),
            "category": Facet(lambda row, day: [raw.category(row)]),
        },
    ),
    Question(
        "Where did Finland stand on the last day before it joined NATO, as its members did?",
        "positions/?member_of=NATO&actor__in=FIN,SWE&as_of=2023-04-03",
        lambda row, day: row["actor"] in raw.members("NATO", day) and row["actor"] in ("FIN", "SWE"),
    ),
    Question(
        "And on the first day of its membership?",
        "positions/?member_of=NATO&actor__in=FIN,SWE&as_of=2023-04-04",
        lambda row, day: row["actor"] in raw.members("NATO", day) and row["actor"] in ("FIN", "SWE"),
    ),
    Question(
        "Which states are neither for nor against troops on the ground?",
        "positions/?category=troop-deployment&side=open&actor_kind=state&as_of=2026-07-01&ordering=-since",
        lambda row, day: (
            raw.category(row) == "troop-deployment" and -2 < rank(row) < 2 and raw.kind(row["actor"]) == "state"
        ),
        lambda row, day: -raw.ordinal(row["since"]) if row.get("since") else 0,
    ),
    Question(
        "Who was at most reserved on ground troops, Russia apart?",
        "positions/?measure__in=ground-troops,mnfu&stance__lte=reserved&actor__not=RUS&as_of=2024-02-29",
        lambda row, day: row["measure"] in ("ground-troops", "mnfu") and rank(row) <= -1 and row["actor"] != "RUS",
    ),
    Question(
        "Who said that it would lead or contribute once its way out is open?",
        "positions/?stance_if_met__gte=contributes&facets=stance_if_met,stance&ordering=stance_rank,-since",
        lambda row, day: RANKS.get(row.get("stance_if_met", ""), -9) >= 3,
        lambda row, day: (rank(row), -raw.ordinal(row["since"]) if row.get("since") else 0),
        {
            "stance_if_met": Facet(lambda row, day: [row.get("stance_if_met")], everything),
            "stance": Facet(lambda row, day: [row["stance"]]),
        },
    ),
    Question(
        "Who would move, but has not said that the condition is met?",
        "positions/?stance_if_met__isnull=false&stance__not=open",
        lambda row, day: bool(row.get("stance_if_met")) and row["stance"] != "open",
    ),
    Question(
        "What do France and Germany say on anything but the force?",
        "positions/?actor__in=FRA,DEU&measure__not=mnfu&category=troop-deployment",
        lambda row, day: (
            row["actor"] in ("FRA", "DEU") and row["measure"] != "mnfu" and raw.category(row) == "troop-deployment"
        ),
    ),
]

EVIDENCE = [
    Question(
        "Which positions on troops rest on a single press report?",
        "positions/?evidence=single-press&category=troop-deployment&facets=confidence&as_of=2026-07-01",
        lambda row, day: raw.evidence(row) == "single-press" and raw.category(row) == "troop-deployment",
        None,
        {"confidence": Facet(lambda row, day: [row["confidence"]])},
    ),
    Question(
        "Whose opposition rests on an official publication?",
        "positions/?evidence=official&side=opposing",
        lambda row, day: raw.evidence(row) == "official" and rank(row) <= -2,
    ),
    Question(
        "What of Hungary rests on something else?",
        "positions/?evidence=other&actor=HUN&facets=source_kind",
        lambda row, day: raw.evidence(row) == "other" and row["actor"] == "HUN",
        None,
        {"source_kind": Facet(lambda row, day: [source["kind"] for source in raw.cited(row)])},
    ),
    Question(
        "What is not confirmed, and was begun in 2026?",
        "positions/?confidence__not=confirmed&since__gte=2026-01-01&since__lt=2026-04-01&facets=confidence",
        lambda row, day: row["confidence"] != "confirmed" and "2026-01-01" <= row.get("since", "") < "2026-04-01",
        None,
        {
            "confidence": Facet(
                lambda row, day: [row["confidence"]],
                lambda row, day: "2026-01-01" <= row.get("since", "") < "2026-04-01",
            )
        },
    ),
    Question(
        "Whom does the Danish ministry's page of October 2023 speak for, as an official source?",
        "positions/?source=fmn-2023-10-airforce&source_kind=official&source_role=supports",
        lambda row, day: (
            "fmn-2023-10-airforce" in raw.sources(row)
            and raw.rows["source"]["fmn-2023-10-airforce"]["kind"] == "official"
        ),
    ),
]

TERMS = [
    Question(
        "Whose word requires an American act?",
        "positions/?condition_role=requires&needs=USA&as_of=2026-02-01&facets=condition_kind,condition",
        is_(role="requires", needs="USA"),
        None,
        {
            "condition_kind": Facet(
                lambda row, day: [
                    said["kind"] for _, role, said in raw.links(row) if role == "requires" and "USA" in said["needs"]
                ]
            ),
            "condition": Facet(
                lambda row, day: [
                    name for name, role, said in raw.links(row) if role == "requires" and "USA" in said["needs"]
                ]
            ),
        },
    ),
    Question(
        "Whose limits need an American act? (Not those whose limits are their own and who require one besides.)",
        "positions/?condition_role=limits&needs=USA",
        is_(role="limits", needs="USA"),
    ),
    Question(
        "Which positions on the force waited for a parliament in February 2026?",
        "positions/?condition_kind=parliamentary-mandate&condition_state=unmet&measure=mnfu"
        "&facets=condition_role&as_of=2026-02-01",
        lambda row, day: row["measure"] == "mnfu" and is_(kind="parliamentary-mandate", state="unmet")(row, day),
        None,
        {
            "condition_role": Facet(
                lambda row, day: [
                    role
                    for name, role, said in raw.links(row)
                    if said["kind"] == "parliamentary-mandate" and raw.state(name, day) == "unmet"
                ],
                lambda row, day: row["measure"] == "mnfu",
            )
        },
    ),
    Question(
        "Who leads or contributes without naming any condition?",
        "positions/?measure=mnfu&has_condition=false&stance__in=leads,contributes,supports&as_of=2026-07-01",
        lambda row, day: (
            row["measure"] == "mnfu"
            and not raw.conditions(row)
            and row["stance"] in ("leads", "contributes", "supports")
        ),
    ),
    Question(
        "Whose support is tied to something, in the field of guarantees?",
        "positions/?has_condition=true&side=backing&category=security-guarantee",
        lambda row, day: bool(raw.conditions(row)) and rank(row) >= 2 and raw.category(row) == "security-guarantee",
    ),
    Question(
        "Who names both the Bundestag and an American guarantee, whoever else may be asked?",
        "positions/?condition=de-bundestag,de-us-guarantee&condition__none=us-backstop&as_of=2026-07-01",
        lambda row, day: (
            {"de-bundestag", "de-us-guarantee"} <= raw.conditions(row) and "us-backstop" not in raw.conditions(row)
        ),
    ),
    Question(
        "Who names the backstop or the ceasefire?",
        "positions/?condition__any=us-backstop,ceasefire-first,tr-ceasefire-mission",
        lambda row, day: bool({"us-backstop", "ceasefire-first", "tr-ceasefire-mission"} & raw.conditions(row)),
    ),
    Question(
        "Who stands under American export law?",
        "positions/?instrument=aeca&jurisdiction=USA&condition_state__in=met,waived&as_of=2025-09-04",
        lambda row, day: raw.linked(
            row,
            lambda name, _, said: (
                said.get("instrument") == "aeca"
                and said.get("jurisdiction") == "USA"
                and raw.state(name, day) in ("met", "waived")
            ),
        ),
    ),
    Question(
        "Which positions of members of the EU are tied to neutrality, or refuse troops outright?",
        'positions/?member_of=EU&filter={"or":[{"condition_kind":"neutrality"},{"stance":"red-line"},'
        '{"and":[{"side":"opposing"},{"category":"troop-deployment"}]}]}&as_of=2026-02-01',
        lambda row, day: (
            row["actor"] in raw.members("EU", day)
            and (
                is_(kind="neutrality")(row, day)
                or row["stance"] == "red-line"
                or (rank(row) <= -2 and raw.category(row) == "troop-deployment")
            )
        ),
    ),
    Question(
        "Who does not require a mandate of its parliament, and backs the force all the same?",
        'positions/?measure=mnfu&side=backing&filter={"not":{"condition_kind":"parliamentary-mandate",'
        '"condition_role":"requires"}}&as_of=2026-07-01',
        lambda row, day: (
            row["measure"] == "mnfu"
            and rank(row) >= 2
            and not is_(kind="parliamentary-mandate", role="requires")(row, day)
        ),
    ),
]

QUESTIONS = [*STANCES, *EVIDENCE, *TERMS]

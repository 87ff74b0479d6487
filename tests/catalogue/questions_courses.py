"""Questions about measures: how far they have come, on what terms, what is written of them."""

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import Row, backing, number, status


def optional(measure: str) -> set[str]:
    """Return the options that a measure is part of."""
    return {slug for slug, one in raw.rows["option"].items() if measure in [each["measure"] for each in one["members"]]}


def judged(row: Row, dimension: str, least: int) -> bool:
    """Tell whether a measure has been judged so, in one judgement."""
    return any(
        (one["measure"], one["dimension"]) == (row["slug"], dimension) and one["score"] >= least
        for one in raw.rows["assessment"].values()
    )


COURSE = [
    Question(
        "What had no more than one backer and was not concluded?",
        "measures/?backers__lte=1&status__not=concluded&as_of=2024-02-29",
        lambda row, day: number(row["slug"], day, backing) <= 1 and status(row, day) != "concluded",
    ),
    Question(
        "What nobody had proposed yet in June 2023?",
        "measures/?status__isnull=true&facets=category&as_of=2023-06-15",
        lambda row, day: status(row, day) is None,
        None,
        {"category": Facet(lambda row, day: [row["category"]])},
    ),
    Question(
        "What had been given up or brought to an end?",
        "measures/?status__in=abandoned,concluded&status__isnull=false&ordering=title&as_of=2026-02-01",
        lambda row, day: status(row, day) in ("abandoned", "concluded"),
        lambda row, day: row["title"],
    ),
    Question(
        "What was proposed in the second half of 2025?",
        "measures/?stage=proposed&stage_since__gte=2025-07-01&stage_since__lt=2026-01-01",
        lambda row, day: any(
            one["status"] == "proposed" and "2025-07-01" <= (one.get("since") or "") < "2026-01-01"
            for one in row["stages"]
        ),
    ),
    Question(
        "What of the option of reassurance would put soldiers into the country?",
        "measures/?option=reassurance-after-ceasefire&footprint=in-country&presence__not=none&facets=presence,option",
        lambda row, day: (
            "reassurance-after-ceasefire" in optional(row["slug"])
            and row["footprint"] == "in-country"
            and row["presence"] != "none"
        ),
        None,
        {
            "presence": Facet(
                lambda row, day: [row["presence"]],
                lambda row, day: (
                    "reassurance-after-ceasefire" in optional(row["slug"]) and row["footprint"] == "in-country"
                ),
            ),
            "option": Facet(
                lambda row, day: optional(row["slug"]),
                lambda row, day: row["footprint"] == "in-country" and row["presence"] != "none",
            ),
        },
    ),
    Question(
        "What has been judged likely to escalate?",
        "measures/?assessment_dimension=escalation-risk&assessment_score__gte=4",
        lambda row, day: judged(row, "escalation-risk", 4),
    ),
    Question(
        "What is done under a lead nation, at sea or in the air, and is no sanction?",
        "measures/?category__not=sanctions&command=lead-nation"
        '&filter={"or":[{"category":"maritime"},{"category__in":["air-power","air-defence"]}]}',
        lambda row, day: (
            row["command"] == "lead-nation" and row["category"] in ("maritime", "air-power", "air-defence")
        ),
    ),
]

TERMS = [
    Question(
        "What must wait for a ceasefire that is not there?",
        "measures/?condition_kind=ceasefire&condition_state=unmet&facets=condition_kind,needs&as_of=2026-02-01",
        lambda row, day: raw.linked(
            row, lambda name, role, said: said["kind"] == "ceasefire" and raw.state(name, day) == "unmet"
        ),
        None,
        {
            "condition_kind": Facet(
                lambda row, day: [said["kind"] for name, _, said in raw.links(row) if raw.state(name, day) == "unmet"],
                everything,
            ),
            "needs": Facet(
                lambda row, day: [
                    code
                    for name, _, said in raw.links(row)
                    if said["kind"] == "ceasefire" and raw.state(name, day) == "unmet"
                    for code in said["needs"]
                ]
            ),
        },
    ),
    Question(
        "What does a ceasefire limit? (It is required, never a limit; other links of the same measures are.)",
        "measures/?condition_kind=ceasefire&condition_role=limits",
        lambda row, day: raw.linked(row, lambda _, role, said: said["kind"] == "ceasefire" and role == "limits"),
    ),
    Question(
        "What requires an act of Moscow, whoever backs it?",
        "measures/?needs=RUS&condition_role=requires&status__not=abandoned&as_of=2026-07-01",
        lambda row, day: (
            raw.linked(row, lambda _, role, said: "RUS" in said["needs"] and role == "requires")
            and status(row, day) != "abandoned"
        ),
    ),
    Question(
        "What is subject to both the ceasefire and the consent of the host?",
        "measures/?condition=ceasefire-first,host-consent&condition__none=un-sc-mandate",
        lambda row, day: {"ceasefire-first", "host-consent"} <= raw.conditions(row),
    ),
    Question(
        "What is subject to the Security Council, the Charter or a request to the OSCE?",
        "measures/?condition__any=un-sc-mandate,consent-formal,osce-request",
        lambda row, day: bool({"un-sc-mandate", "consent-formal", "osce-request"} & raw.conditions(row)),
    ),
    Question(
        "For what had Ukraine given its consent, in whole or in part, when the declaration of Paris was signed?",
        "measures/?jurisdiction=UKR&condition_state__in=met,partly-met&as_of=2026-01-06",
        lambda row, day: raw.linked(
            row,
            lambda name, _, said: said.get("jurisdiction") == "UKR" and raw.state(name, day) in ("met", "partly-met"),
        ),
    ),
    Question(
        "And the day before it was signed?",
        "measures/?jurisdiction=UKR&condition_state__in=met,partly-met&as_of=2026-01-05",
        lambda row, day: raw.linked(
            row,
            lambda name, _, said: said.get("jurisdiction") == "UKR" and raw.state(name, day) in ("met", "partly-met"),
        ),
    ),
    Question(
        "What stands under the declaration of Paris?",
        "measures/?instrument=paris-declaration-2026",
        lambda row, day: raw.linked(row, lambda _, role, said: said.get("instrument") == "paris-declaration-2026"),
    ),
]

TEXT = [
    Question(
        "Where is Rzeszow mentioned, with or without its accent?",
        "measures/?title__contains=RZESZOW",
        lambda row, day: "rzeszow" in raw.fold(row["title"]),
    ),
    Question(
        "Which titles begin with 'European'?",
        "measures/?title__startswith=european&ordering=-title",
        lambda row, day: raw.fold(row["title"]).startswith("european"),
        lambda row, day: [-ord(letter) for letter in row["title"]] + [0],
    ),
    Question(
        "What speaks of Türkiye and grain?",
        "measures/?q=turkiye GRAIN",
        lambda row, day: raw.mentions("measure", row, "turkiye grain"),
    ),
    Question(
        "What rests on a legal text?",
        "measures/?source_kind=legal-text&source_role=supports&ordering=slug",
        lambda row, day: any(source["kind"] == "legal-text" for source in raw.cited(row)),
    ),
    Question(
        "On which money or sanctions has Hungary no position, or do twenty states act within the EU?",
        'measures/?filter={"and":[{"or":[{"category":"financing"},{"category":"sanctions"}]},'
        '{"or":[{"not":{"position_actor":"HUN"}},{"command":"eu","backers__gte":20}]}]}&as_of=2026-02-01',
        lambda row, day: (
            row["category"] in ("financing", "sanctions")
            and (
                raw.stance_on("HUN", row["slug"], day) is None
                or (row["command"] == "eu" and number(row["slug"], day, backing) >= 20)
            )
        ),
    ),
    Question(
        "What has no beneficiary?",
        "measures/?beneficiary__isnull=true&facets=beneficiary",
        lambda row, day: not row.get("beneficiary"),
        None,
        {"beneficiary": Facet(lambda row, day: [row.get("beneficiary")], everything)},
    ),
]

QUESTIONS = [*COURSE, *TERMS, *TEXT]

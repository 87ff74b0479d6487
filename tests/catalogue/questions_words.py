"""Questions about words, memberships, judgements, searches, blends, fields and sources."""

from tests.catalogue import raw
from tests.catalogue.questions import Facet, Question, everything
from tests.catalogue.raw import RANKS, Row


def about(row: Row) -> set[str]:
    """Return the fields of the measures that a statement speaks of."""
    return {raw.rows["measure"][slug]["category"] for slug in row["measures"]}


WORDS = [
    Question(
        "What has Hungary's foreign minister said against measures, the latest first?",
        "statements/?speaker__contains=SZIJJARTO&stance__lte=reserved&ordering=-made_on",
        lambda row, day: (
            "szijjarto" in raw.fold(row["speaker"]) and bool(row.get("stance")) and RANKS[row["stance"]] <= -1
        ),
        lambda row, day: (not row.get("made_on"), -raw.ordinal(row.get("made_on", "0001-01-01"))),
    ),
    Question(
        "Who spoke for the force and its headquarters in one breath?",
        "statements/?measures=mnfu,mnfu-hq&facets=actor,stance",
        lambda row, day: {"mnfu", "mnfu-hq"} <= set(row["measures"]),
        None,
        {
            "actor": Facet(lambda row, day: [row["actor"]]),
            "stance": Facet(lambda row, day: [row.get("stance")]),
        },
    ),
    Question(
        "Who named the force together with its headquarters or its hubs?",
        "statements/?measures__all=mnfu&measures__any=mnfu-hq,military-hubs&q=force",
        lambda row, day: (
            "mnfu" in row["measures"]
            and bool({"mnfu-hq", "military-hubs"} & set(row["measures"]))
            and raw.mentions("statement", row, "force")
        ),
    ),
    Question(
        "Who had spoken of them by the end of 2025, in German, French or Dutch?",
        "statements/?measures__any=mnfu,mnfu-hq,military-hubs&language__in=de,fr,nl&as_of=2025-12-31",
        lambda row, day: (
            bool({"mnfu", "mnfu-hq", "military-hubs"} & set(row["measures"]))
            and row.get("language") in ("de", "fr", "nl")
        ),
    ),
    Question(
        "What did members of NATO say of troops up to the day of the conference at the Élysée, and how?",
        "statements/?member_of=NATO&category=troop-deployment&as_of=2024-02-27&facets=stance,measures,category",
        lambda row, day: row["actor"] in raw.members("NATO", day) and "troop-deployment" in about(row),
        None,
        {
            "stance": Facet(lambda row, day: [row.get("stance")]),
            "measures": Facet(
                lambda row, day: row["measures"],
            ),
            "category": Facet(lambda row, day: about(row), lambda row, day: row["actor"] in raw.members("NATO", day)),
        },
    ),
    Question(
        "What has been quoted word for word from Russia, not on the force?",
        "statements/?actor=RUS&quote__isnull=false&measures__none=mnfu&ordering=made_on",
        lambda row, day: row["actor"] == "RUS" and bool(row.get("quote")) and "mnfu" not in row["measures"],
        lambda row, day: (not row.get("made_on"), row.get("made_on", "")),
    ),
    Question(
        "Where was something said at the Élysée?",
        "statements/?venue__contains=elysee&actor_kind=state",
        lambda row, day: "elysee" in raw.fold(row.get("venue", "")) and raw.kind(row["actor"]) == "state",
    ),
]

BELONGING = [
    Question(
        "Who has left an organisation, and when?",
        "memberships/?until__isnull=false&role__not=elected-member&ordering=-until",
        lambda row, day: bool(row.get("until")) and row.get("role") != "elected-member",
        lambda row, day: -raw.ordinal(row["until"]),
    ),
    Question(
        "Who is a candidate or an elected member on the last day of 2025?",
        "memberships/?role__in=candidate,elected-member&facets=organisation,role,member_kind&as_of=2025-12-31",
        lambda row, day: row.get("role") in ("candidate", "elected-member"),
        None,
        {
            "organisation": Facet(lambda row, day: [row["organisation"]]),
            "role": Facet(lambda row, day: [row.get("role", "member")], everything),
            "member_kind": Facet(lambda row, day: [raw.kind(row["member"])]),
        },
    ),
    Question(
        "Which states or institutions sit on the Security Council by election?",
        "memberships/?organisation=UNSC&member_kind__in=state,institution&role=elected-member&as_of=2026-02-01",
        lambda row, day: (
            row["organisation"] == "UNSC"
            and raw.kind(row["member"]) in ("state", "institution")
            and row.get("role") == "elected-member"
        ),
    ),
    Question(
        "Who joined NATO in this century?",
        "memberships/?organisation=NATO&since__gt=2000-12-31&member_kind=state&ordering=-since",
        lambda row, day: row["organisation"] == "NATO" and row["since"] > "2000-12-31",
        lambda row, day: -raw.ordinal(row["since"]),
    ),
]

REST = [
    Question(
        "What legal judgements of troops are there, the highest score first?",
        "assessments/?dimension=legal-basis&category=troop-deployment&facets=score,measure&ordering=-score,assessed_on",
        lambda row, day: row["dimension"] == "legal-basis" and raw.category(row) == "troop-deployment",
        lambda row, day: (-row["score"], row.get("assessed_on") is None, row.get("assessed_on")),
        {"score": Facet(lambda row, day: [row["score"]]), "measure": Facet(lambda row, day: [row["measure"]])},
    ),
    Question(
        "What had been judged by the end of 2024?",
        "assessments/?score__gte=3&as_of=2024-12-31",
        lambda row, day: row["score"] >= 3,
    ),
    Question(
        "Of which members of the CSTO has no position on the force been found?",
        "enquiries/?measure=mnfu&outcome=none-found&member_of=CSTO&actor_kind=state&facets=outcome,actor",
        lambda row, day: (
            row["measure"] == "mnfu" and row["outcome"] == "none-found" and row["actor"] in raw.members("CSTO", day)
        ),
        None,
        {
            "outcome": Facet(
                lambda row, day: [row["outcome"]],
                lambda row, day: row["measure"] == "mnfu" and row["actor"] in raw.members("CSTO", day),
            ),
            "actor": Facet(lambda row, day: [row["actor"]]),
        },
    ),
    Question(
        "Which searches of the field of training had been made?",
        "enquiries/?category=training",
        lambda row, day: raw.category(row) == "training",
    ),
    Question(
        "Which options have the force at their core?",
        "options/?measure=mnfu&measure_role=core",
        lambda row, day: {"measure": "mnfu", "role": "core"} in row["members"],
    ),
    Question(
        "Which options hold the force and the guarantees, but not the purchase of American arms?",
        "options/?measure__all=mnfu,article5-like&measure__none=purl",
        lambda row, day: (
            {"mnfu", "article5-like"} <= (inside := {one["measure"] for one in row["members"]}) and "purl" not in inside
        ),
    ),
    Question(
        "In which options is a measure of training optional?",
        "options/?category=training&measure_role=optional",
        lambda row, day: any(raw.category(one) == "training" and one["role"] == "optional" for one in row["members"]),
    ),
    Question(
        "Which options hold Patriots or the loan?",
        "options/?measure__any=patriot-transfer,support-loan",
        lambda row, day: bool({"patriot-transfer", "support-loan"} & {one["measure"] for one in row["members"]}),
    ),
    Question(
        "Which fields have the code 072 of CAMEO?",
        "categories/?scheme=cameo&code=072&facets=scheme",
        lambda row, day: {"scheme": "cameo", "code": "072"} in row["codes"],
        None,
        {"scheme": Facet(lambda row, day: [one["scheme"] for one in row["codes"] if one["code"] == "072"])},
    ),
    Question(
        "Which official publications and legal texts of 2025 are not in English?",
        "sources/?kind__in=official,legal-text&language__not=en&published_on__gte=2025-01-01&published_on__lt=2026-01-01"
        "&facets=language,kind&ordering=-published_on",
        lambda row, day: (
            row["kind"] in ("official", "legal-text")
            and row["language"] != "en"
            and "2025-01-01" <= row.get("published_on", "") < "2026-01-01"
        ),
        lambda row, day: -raw.ordinal(row["published_on"]),
        {
            "language": Facet(
                lambda row, day: [row["language"]],
                lambda row, day: (
                    row["kind"] in ("official", "legal-text")
                    and "2025-01-01" <= row.get("published_on", "") < "2026-01-01"
                ),
            ),
            "kind": Facet(
                lambda row, day: [row["kind"]],
                lambda row, day: row["language"] != "en" and "2025-01-01" <= row.get("published_on", "") < "2026-01-01",
            ),
        },
    ),
    Question(
        "Which sources are doubtful, or from Parlament Österreich?",
        'sources/?filter={"or":[{"reliability__in":["D","E"]},{"publisher__contains":"osterreich"}]}'
        "&facets=reliability&ordering=publisher",
        lambda row, day: row.get("reliability") in ("D", "E") or "osterreich" in raw.fold(row["publisher"]),
        lambda row, day: row["publisher"],
        {"reliability": Facet(lambda row, day: [row.get("reliability")])},
    ),
]

QUESTIONS = [*WORDS, *BELONGING, *REST]

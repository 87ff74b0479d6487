"""The fixtures as they stand in their files, and what they say, in plain Python: no model is asked."""

import json
import unicodedata
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from policyhub.records import sought
from tests import words

Row = dict[str, Any]

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
RANKS = {
    "leads": 4, "contributes": 3, "supports": 2, "open": 1,
    "undecided": 0, "reserved": -1, "opposes": -2, "red-line": -3,
}  # fmt: skip

rows: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
for file in sorted(FIXTURES.rglob("*.jsonl")):
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        fields = record["fields"]
        rows[record["model"].split(".")[1]][fields.get("slug") or fields["code"]] = fields

COLLECTIONS = {
    "actors": "actor", "memberships": "membership", "categories": "category", "measures": "measure",
    "options": "option", "positions": "position", "conditions": "condition", "instruments": "instrument",
    "statements": "statement", "assessments": "assessment", "enquiries": "enquiry", "sources": "source",
}  # fmt: skip


TODAY = datetime.now(UTC).date().isoformat()
"""The day as of which things are told where no day is asked for."""


def earliest(fields: dict[str, Any], day: str) -> str | None:
    """Return the first of some day (`published_on`, `accessed_on`) among the supporting sources."""
    days = [rows["source"][cited["source"]].get(day) for cited in fields["citations"]]
    return min((day for day in days if day), default=None)


def counts_from(since: str | None, until: str | None, *evidence: str | None) -> str | None:
    """Return a period's first day, else the first evidence from before its end, else its last day."""
    if since or not until:
        return since or next((day for day in evidence if day), None)
    before = next((day for day in evidence if day and day < until), None)
    return before or (date.fromisoformat(until) - timedelta(days=1)).isoformat()


def stage_begins(measure: dict[str, Any], stage: dict[str, Any]) -> str | None:
    """Return the day from which a stage counts."""
    evidence = [earliest(measure, "published_on"), earliest(measure, "accessed_on")]
    return counts_from(stage.get("since"), stage.get("until"), *evidence)


def begins(position: dict[str, Any]) -> str | None:
    """Return the day from which a position counts."""
    return begins_of(position["slug"])


@cache
def begins_of(slug: str) -> str | None:
    """Return the day from which the position of that name counts."""
    position = rows["position"][slug]
    measure = rows["measure"][position["measure"]]
    first_stage = min(filter(None, (stage_begins(measure, stage) for stage in measure["stages"])), default=None)
    evidence = [earliest(position, "published_on"), first_stage, earliest(position, "accessed_on")]
    return counts_from(position.get("since"), position.get("until"), *evidence)


def holds(begin: str | None, until: str | None, day: str) -> bool:
    """Tell whether a half-open period covers a day; one that begins on no known day is not asked for the past."""
    return begin is not None and begin <= day and (until is None or day < until)


@cache
def positions_on(day: str) -> list[dict[str, Any]]:
    """Return the positions that hold on a day."""
    return [fields for fields in rows["position"].values() if holds(begins(fields), fields.get("until"), day)]


def who(measure: str, day: str, wanted: Any) -> list[str]:
    """Return the actors whose position on the measure that day has a wanted rank, by code."""
    held = [fields for fields in positions_on(day) if fields["measure"] == measure]
    return sorted(fields["actor"] for fields in held if wanted(RANKS[fields["stance"]]))


def states(measure: str, codes: list[str]) -> int:
    """Count the states among some actors, without the measure's beneficiary."""
    beneficiary = rows["measure"][measure].get("beneficiary")
    return sum(rows["actor"][code]["kind"] == "state" and code != beneficiary for code in codes)


@cache
def members(organisation: str, day: str) -> list[str]:
    """Return the full members of an organisation on a day."""
    full = {"member", "permanent-member", "elected-member"}
    return sorted(
        fields["member"]
        for fields in rows["membership"].values()
        if fields["organisation"] == organisation
        and fields.get("role", "member") in full
        and holds(fields.get("since") or earliest(fields, "published_on"), fields.get("until"), day)
    )


# --- What questions ask ----------------------------------------------------------------------


def backing(rank: int) -> bool:
    """Tell whether a rank backs: supports, contributes, leads."""
    return rank >= 2


def contributing(rank: int) -> bool:
    """Tell whether a rank contributes."""
    return rank >= 3


def leading(rank: int) -> bool:
    """Tell whether a rank leads."""
    return rank == 4


def opposing(rank: int) -> bool:
    """Tell whether a rank opposes: opposes, red line."""
    return rank <= -2


@cache
def those(measure: str, day: str, wanted: Any) -> set[str]:
    """Return the actors whose rank on the measure that day is wanted."""
    return set(who(measure, day, wanted))


def number(measure: str, day: str, wanted: Any) -> int:
    """Count the states among them."""
    return states(measure, sorted(those(measure, day, wanted)))


def status(measure: Row, day: str) -> str | None:
    """Return how far a measure has come on a day."""
    held = [stage for stage in measure["stages"] if holds(stage_begins(measure, stage), stage.get("until"), day)]
    return held[0]["status"] if held else None


def state(condition: str, day: str) -> str | None:
    """Return how far a condition is met on a day: an undated state holds since the first word of it."""
    fields = rows["condition"][condition]
    (only,) = fields["states"]
    words = [told for told in (earliest(fields, "published_on"), only.get("observed_on")) if told]
    begin = only.get("since") or min(words, default=earliest(fields, "accessed_on"))
    return only["state"] if holds(begin, only.get("until"), day) else None


def links(owner: Row) -> list[tuple[str, str, Row]]:
    """Return what a position or a measure is subject to: condition, role, and what the condition says."""
    found = owner.get("conditions", [])
    return [(link["condition"], link["role"], rows["condition"][link["condition"]]) for link in found]


def conditions(owner: Row) -> set[str]:
    """Return the conditions that a position or a measure is subject to."""
    return {name for name, _, _ in links(owner)}


def linked(owner: Row, wanted: Any) -> bool:
    """Tell whether one single link of a position or a measure is wanted."""
    return any(wanted(name, role, said) for name, role, said in links(owner))


def holding_back(measure: str, day: str) -> set[str]:
    """Return what the measure, or a position on it that day, requires and has not got; the data knows no groups."""
    owners = [rows["measure"][measure], *(one for one in positions_on(day) if one["measure"] == measure)]
    required = {name for owner in owners for name, role, _ in links(owner) if role == "requires"}
    return {name for name in required if state(name, day) not in ("met", "waived")}


def cited(claim: Row) -> list[Row]:
    """Return the sources of a claim; all of them support it."""
    assert all("role" not in citation for citation in claim["citations"])
    return [rows["source"][citation["source"]] for citation in claim["citations"]]


def sources(claim: Row) -> set[str]:
    """Return the slugs of the sources of a claim."""
    return {citation["source"] for citation in claim["citations"]}


def evidence(claim: Row) -> str:
    """Return on what a claim rests."""
    kinds = [source["kind"] for source in cited(claim)]
    if {"official", "legal-text"} & set(kinds):
        return "official"
    return "single-press" if kinds == ["press"] else "other"


def category(claim: Row) -> str:
    """Return the field of the measure that something is about."""
    return str(rows["measure"][claim["measure"]]["category"])


def kind(code: str) -> str:
    """Return what sort of actor it is."""
    return str(rows["actor"][code]["kind"])


def stance_on(actor: str, measure: str, day: str) -> str | None:
    """Return an actor's stance on a measure on a day."""
    of_both = (one["stance"] for one in positions_on(day) if (one["actor"], one["measure"]) == (actor, measure))
    return next(of_both, None)


def in_force(instrument: Row, day: str) -> bool:
    """Tell whether a text is known to be in force on a day."""
    return holds(instrument.get("in_force_from"), instrument.get("in_force_until"), day)


def fold(text: str) -> str:
    """Return a text without case and diacritics."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


TEXTS = {
    "measure": ["slug", "title", "summary", "description", "note"],
    "position": ["slug", "summary", "quantity", "consequence", "unit", "scope"],
    "condition": ["slug", "title", "summary", "provision", "test"],
    "statement": ["slug", "speaker", "speaker_role", "venue", "paraphrase", "quote"],
    "actor": ["code", "name", "official_name", "note"],
    "membership": ["slug"],
    "category": ["slug", "name", "definition"],
    "option": ["slug", "title", "summary", "aims"],
    "instrument": ["slug", "title", "citation", "identifier", "summary"],
    "assessment": ["slug", "rationale", "assessor"],
    "enquiry": ["slug", "looked_in"],
    "source": ["slug", "title", "publisher", "note"],
}
"""The texts of each kind of record, in which `q` looks; codes such as a currency or a language are none."""


TITLES = {"position": "summary", "statement": "paraphrase", "actor": "name", "category": "name", "membership": "slug"}
TITLES |= {"assessment": "rationale", "enquiry": "looked_in"}
"""By which text each kind is known, where it is not a title."""


def tier(model: str, fields: Row, asked: str) -> int | None:
    """Return how well a record fits what is asked; None where it does not."""
    title = TITLES.get(model, "title")
    others = [fields.get(name, "") for name in TEXTS[model] if name != title]
    return words.tier(sought.read(asked), fields.get(title, ""), others)


def mentions(model: str, fields: Row, asked: str) -> bool:
    """Tell whether a record holds what is asked."""
    return tier(model, fields, asked) is not None


def ordinal(day: str) -> int:
    """Return a day as a number, so that an order can be turned round."""
    return date.fromisoformat(day).toordinal()

"""The fixtures as they stand in their files, and what they say, in plain Python: no model is asked."""

import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
    measure = rows["measure"][position["measure"]]
    first_stage = min(filter(None, (stage_begins(measure, stage) for stage in measure["stages"])), default=None)
    evidence = [earliest(position, "published_on"), first_stage, earliest(position, "accessed_on")]
    return counts_from(position.get("since"), position.get("until"), *evidence)


def holds(begin: str | None, until: str | None, day: str) -> bool:
    """Tell whether a half-open period covers a day; one that begins on no known day is not asked for the past."""
    return begin is not None and begin <= day and (until is None or day < until)


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

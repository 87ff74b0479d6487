"""What the API says is what the fixture lines say; the lines are read in plain Python."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.catalogue import raw
from tests.catalogue.conftest import Ask

DAYS = ["2022-03-01", "2023-06-15", "2024-02-29", "2025-03-15", "2025-09-04", "2026-01-06", "2026-02-01", "2026-07-01"]


@pytest.mark.parametrize("collection", raw.COLLECTIONS)
def test_every_line_is_counted(ask: Ask, collection: str) -> None:
    assert ask(f"/api/v1/{collection}/")["count"] == len(raw.rows[raw.COLLECTIONS[collection]])


@pytest.mark.parametrize("day", DAYS)
def test_who_backs_and_who_opposes_each_measure(whole: Ask, day: str) -> None:
    told = {row["slug"]: row for row in whole(f"/api/v1/measures/?as_of={day}&page_size=500")}
    assert sorted(told) == sorted(raw.rows["measure"])
    for slug, row in told.items():
        backing = raw.who(slug, day, lambda rank: rank >= 2)
        opposing = raw.who(slug, day, lambda rank: rank <= -2)
        contributing = raw.who(slug, day, lambda rank: rank >= 3)
        assert row["backed_by"] == backing, slug
        assert row["opposed_by"] == opposing, slug
        assert row["led_by"] == raw.who(slug, day, lambda rank: rank == 4), slug
        numbers = [raw.states(slug, codes) for codes in (backing, opposing, contributing)]
        assert [row["backers"], row["opponents"], row["contributors"]] == numbers, slug


@pytest.mark.parametrize("day", DAYS)
def test_the_status_of_each_measure(whole: Ask, day: str) -> None:
    told = {row["slug"]: row["status"] for row in whole(f"/api/v1/measures/?as_of={day}&page_size=500")}
    for slug, fields in raw.rows["measure"].items():
        held = [s["status"] for s in fields["stages"] if raw.holds(raw.stage_begins(fields, s), s.get("until"), day)]
        assert told[slug] == (held[0] if held else None), slug


def test_the_final_status_of_each_measure_is_in_force_today(whole: Ask) -> None:
    told = {row["slug"]: row["status"] for row in whole("/api/v1/measures/?page_size=500")}
    assert told == {slug: fields["stages"][-1]["status"] for slug, fields in raw.rows["measure"].items()}


@pytest.mark.parametrize("day", DAYS)
def test_the_state_of_each_condition(whole: Ask, day: str) -> None:
    told = {row["slug"]: row["state"] for row in whole(f"/api/v1/conditions/?as_of={day}&page_size=500")}
    for slug, fields in raw.rows["condition"].items():
        (state,) = fields["states"]
        evidence = [d for d in (raw.earliest(fields, "published_on"), state.get("observed_on")) if d]
        begin = state.get("since") or min(evidence, default=raw.earliest(fields, "accessed_on"))
        assert told[slug] == (state["state"] if raw.holds(begin, None, day) else None), slug


@pytest.mark.parametrize("day", DAYS)
def test_positions_as_of_a_day_are_those_that_hold(whole: Ask, day: str) -> None:
    told = [row["slug"] for row in whole(f"/api/v1/positions/?as_of={day}&page_size=500")]
    assert told == sorted(fields["slug"] for fields in raw.positions_on(day))


def test_positions_without_a_day_are_all_of_them(whole: Ask) -> None:
    assert [row["slug"] for row in whole("/api/v1/positions/?page_size=500")] == sorted(raw.rows["position"])


@pytest.mark.parametrize("organisation", ["NATO", "EU", "G7", "JEF", "CSTO", "UNSC"])
@pytest.mark.parametrize("day", ["2019-12-31", "2020-02-01", "2023-04-03", "2023-04-04", "2024-03-07", "2026-11-22"])
def test_who_is_a_member_on_a_day(whole: Ask, organisation: str, day: str) -> None:
    told = [row["code"] for row in whole(f"/api/v1/actors/?member_of={organisation}&as_of={day}&page_size=500")]
    assert told == raw.members(organisation, day)


@pytest.mark.parametrize(
    ("organisation", "day", "number"),
    [
        ("NATO", "2020-03-26", 29),
        ("NATO", "2020-03-27", 30),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-07", 32),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("G7", "2026-01-01", 7),
        ("JEF", "2026-01-01", 10),
        ("UNSC", "2026-01-01", 15),
    ],
)
def test_the_number_of_members_is_the_one_that_history_knows(
    ask: Ask, organisation: str, day: str, number: int
) -> None:
    assert ask(f"/api/v1/actors/?member_of={organisation}&as_of={day}&kind=state")["count"] == number


def test_a_null_beginning_is_told_as_unknown(whole: Ask) -> None:
    for row in whole("/api/v1/positions/?page_size=500"):
        known = raw.rows["position"][row["slug"]].get("since")
        assert (row["since"], row["start"]) == (known, "known" if known else "unknown")
        assert row["holds_from"] is not None
        assert (row["since_precision"] == "unknown") == (known is None)


def test_every_period_holds_on_some_day_and_on_none_that_depends_on_the_day_of_loading(whole: Ask) -> None:
    for row in whole("/api/v1/positions/?page_size=500"):
        assert row["holds_from"] == raw.begins(raw.rows["position"][row["slug"]])
        assert row["until"] is None or row["holds_from"] < row["until"]
    for name, part in (("measures", "stages"), ("conditions", "states")):
        for row in whole(f"/api/v1/{name}/?page_size=500"):
            for period in row[part]:
                assert period["holds_from"] <= "2026-07-31"
                assert period["until"] is None or period["holds_from"] < period["until"]


def test_who_still_stood_in_the_way_the_day_before_it_was_lifted(ask: Ask) -> None:
    assert "SVK" in ask("/api/v1/measures/sanctions-19/?as_of=2025-10-21")["opposed_by"]


def test_the_terms_of_each_position(whole: Ask) -> None:
    for row in whole("/api/v1/positions/?page_size=500"):
        fields = raw.rows["position"][row["slug"]]
        links = sorted((link["condition"], link["role"]) for link in fields.get("conditions", []))
        assert [[(link["condition"], link["role"]) for link in group] for group in row["conditions"]] == [
            [link] for link in links
        ]
        assert [cited["source"] for cited in row["citations"]] == sorted(c["source"] for c in fields["citations"])
        assert row["amount"] == fields.get("amount")


def test_what_is_loaded_is_dumped_again(tmp_path: Path) -> None:
    call_command("dumpdata", output=str(tmp_path / "all.jsonl"))
    dumped: dict[str, dict[str, Any]] = {}
    for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        fields = record["fields"]
        dumped.setdefault(record["model"].split(".")[1], {})[fields.get("slug") or fields["code"]] = fields
    assert dumped == dict(raw.rows)

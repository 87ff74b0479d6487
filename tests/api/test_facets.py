"""Facets: counts of values, each without its own filter."""

from typing import Any

import pytest
from django.test import Client

from tests import builders as make
from tests.api.conftest import Ask

DAY = "2025-06-01"


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Hold measures in a tree of fields, with sides, states and beneficiaries."""
    cyber = make.category("cyber", public=True)
    defence = make.category("cyber-defence", parent=cyber, public=True)
    training = make.category("training", public=True)
    ukraine = make.actor("UKR", public=True)
    for slug, field, status, to, footprint in (
        ("a", cyber, "agreed", ukraine, "remote"),
        ("b", defence, "agreed", None, "remote"),
        ("c", defence, "operational", ukraine, "in-country"),
        ("d", training, "", None, "remote"),
    ):
        measure = make.measure(slug, category=field, status=status, beneficiary=to, footprint=footprint, public=True)
        make.position(make.actor("FRA", public=True), measure, "leads", public=True)
        if slug in "ab":
            make.position(
                make.actor("DEU", public=True), measure, "supports" if slug == "a" else "opposes", public=True
            )


def counts(ask: Ask, facet: str, address: str = "measures/", /, **query: Any) -> dict[Any, int]:
    found = ask(address, facets=facet, as_of=DAY, count="none", **query)["facets"][facet]
    return {one["value"]: one["count"] for one in found}


def test_words_and_keys_are_counted(ask: Ask) -> None:
    assert counts(ask, "footprint") == {"remote": 3, "in-country": 1}
    assert counts(ask, "beneficiary") == {"UKR": 2, None: 2}
    assert counts(ask, "status") == {"agreed": 2, "operational": 1, None: 1}


def test_each_is_counted_without_its_own_filter(ask: Ask) -> None:
    assert counts(ask, "footprint", footprint="remote") == {"remote": 3, "in-country": 1}
    assert counts(ask, "footprint", footprint="remote", status="agreed") == {"remote": 2}
    assert counts(ask, "status", footprint="remote", status__in="agreed") == {"agreed": 2, None: 1}


def test_the_tree_narrows_every_facet(ask: Ask) -> None:
    assert counts(ask, "footprint", filter={"footprint": "remote"}) == {"remote": 3}


def test_a_branch_counts_all_below_it(ask: Ask) -> None:
    found = ask("measures/", facets="category")["facets"]["category"]
    assert found == [
        {"value": "cyber", "count": 3, "parent": None},
        {"value": "cyber-defence", "count": 2, "parent": "cyber"},
        {"value": "training", "count": 1, "parent": None},
    ]
    assert ask("measures/", category="cyber")["count"] == 3
    assert ask("measures/", category__not="cyber")["count"] == 1


def test_a_category_asked_for_by_its_own_name_is_no_other(ask: Ask) -> None:
    assert ask("categories/", slug__in="cyber")["count"] == 1


def test_many_fields_are_counted_at_once(ask: Ask) -> None:
    cyber = make.category("cyber")
    for number in range(2100):  # more than either engine takes columns in one answer
        type(cyber).objects.create(slug=f"c{number}", name="C", definition="D", parent=cyber, publication="published")
    assert counts(ask, "category") == {"cyber": 3, "cyber-defence": 2, "training": 1}


def test_a_record_counts_once_for_a_branch(ask: Ask) -> None:
    option = make.option("both", core=[*map(make.measure, "bc")], public=True)
    assert option.members.count() == 2
    assert counts(ask, "category", "options/") == {"cyber": 1, "cyber-defence": 1}


def test_who_stands_where_is_counted_by_actor(ask: Ask) -> None:
    assert counts(ask, "backed_by") == {"FRA": 4, "DEU": 1}
    assert counts(ask, "opposed_by") == {"DEU": 1}
    assert counts(ask, "backed_by", backed_by="DEU", category="cyber") == {"FRA": 3, "DEU": 1}


def test_a_facet_of_a_relation_is_of_the_same_row(ask: Ask) -> None:
    assert counts(ask, "position_stance") == {"leads": 4, "supports": 1, "opposes": 1}
    assert counts(ask, "position_stance", position_actor="DEU") == {"supports": 1, "opposes": 1}


def test_a_facet_of_what_something_is_about_is_narrowed_by_what_else_is_asked_of_it(ask: Ask) -> None:
    make.membership(make.actor("DEU"), make.actor("NATO", kind="organisation", public=True), public=True)
    make.position(make.actor("NATO"), make.measure("a"), "supports", public=True)
    assert counts(ask, "actor_kind", "positions/") == {"state": 6, "organisation": 1}
    assert counts(ask, "actor_kind", "positions/", member_of="NATO") == {"state": 2}


def test_most_frequent_values_come_first_then_in_order(ask: Ask) -> None:
    found = ask("positions/", facets="stance,measure")["facets"]
    assert [one["value"] for one in found["stance"]] == ["leads", "opposes", "supports"]
    assert [one["value"] for one in found["measure"]] == ["a", "b", "c", "d"]


WRONG = [
    ("nonsense", "unknown-facet"),
    ("title", "unknown-facet"),
    ("status,status", "repeated"),
    ("status,", "unknown-facet"),
    (",".join(["a"] * 11), "too-many"),
]


@pytest.mark.parametrize(("facets", "code"), WRONG)
def test_each_wrong_facet_is_refused(blamed: Ask, facets: str, code: str) -> None:
    assert ("facets", code) in blamed("measures/", facets=facets)


def test_a_facet_with_too_many_values_is_refused_and_not_cut(blamed: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyhub.api.facets.MOST_VALUES", 1)
    assert blamed("measures/", facets="footprint") == [("facets", "too-many")]


def test_a_facet_that_several_rows_would_share_is_refused(blamed: Ask) -> None:
    make.condition("one", public=True), make.condition("two", public=True)
    assert blamed("positions/", condition="one,two", facets="condition_kind") == [("facets", "not-countable")]


def test_a_question_that_nothing_can_match_has_facets_all_the_same(client: Client) -> None:
    make.assessment(public=True)
    for names in ("score,dimension", "dimension,score"):
        answer = client.get(f"/api/v1/assessments/?score=-1&facets={names}").json()
        assert answer["count"] == 0
        assert answer["facets"]["dimension"] == []

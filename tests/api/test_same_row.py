"""Parameters of one relation speak of one and the same related row."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders as make
from tests.api.conftest import Ask

DAY = "2025-06-01"


@pytest.fixture
def terms(db: None) -> None:
    """Hold three positions: terms (kind and state) that no one link joins, the right one, and none."""
    russia, ukraine = make.actor("RUS", public=True), make.actor("UKR", public=True)
    ceasefire = make.condition("ceasefire", state="met", public=True)
    mandate = make.condition("mandate", kind="parliamentary-mandate", state="unmet", public=True)
    truce = make.condition("truce", state="unmet", public=True)
    for condition, needed in ((ceasefire, [russia, ukraine]), (mandate, [ukraine]), (truce, [russia])):
        condition.needs.set(needed)
    make.position(make.actor("FRA", public=True), terms={ceasefire: "requires", mandate: "reason"}, public=True)
    make.position(make.actor("DEU", public=True), terms={truce: "requires", mandate: "requires"}, public=True)
    make.position(make.actor("POL", public=True), public=True)


def who(keys: Ask, **query: Any) -> list[str]:
    found = keys("positions/", as_of=DAY, fields="actor", **query)
    return sorted(slug.split("-")[1].upper() for slug in found)


@pytest.mark.usefixtures("terms")
class TestLinks:
    def test_kind_and_state_are_those_of_one_condition(self, keys: Ask) -> None:
        assert who(keys, condition_kind="ceasefire") == ["DEU", "FRA"]
        assert who(keys, condition_state="unmet") == ["DEU", "FRA"]
        assert who(keys, condition_kind="ceasefire", condition_state="unmet") == ["DEU"]

    def test_so_they_are_in_the_tree(self, keys: Ask) -> None:
        assert who(keys, filter={"condition_kind": "ceasefire", "condition_state": "unmet"}) == ["DEU"]
        apart = {"and": [{"condition_kind": "ceasefire"}, {"condition_state": "unmet"}]}
        assert who(keys, filter=apart) == ["DEU", "FRA"]

    def test_the_query_string_and_the_tree_are_two_questions(self, keys: Ask) -> None:
        assert who(keys, condition_kind="ceasefire", filter={"condition_state": "unmet"}) == ["DEU", "FRA"]

    def test_several_values_need_a_row_each(self, keys: Ask) -> None:
        assert who(keys, condition="truce,mandate") == ["DEU"]
        assert who(keys, condition="ceasefire,mandate") == ["FRA"]
        assert who(keys, condition="ceasefire,mandate", condition_role="requires") == []
        assert who(keys, condition="truce,mandate", condition_role="requires") == ["DEU"]
        assert who(keys, condition__any="truce,mandate", condition_role="reason") == ["FRA"]

    def test_a_hundred_values_are_one_subquery(self, client: Client) -> None:
        codes = [make.actor(f"X{number}", kind="coalition", public=True).code for number in range(100)]
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/api/v1/measures/?backed_by={','.join(codes)}").json()["count"] == 0
        counting = next(known["sql"] for known in statements if "COUNT(*)" in known["sql"])
        assert counting.count("IN (SELECT") <= 3

    def test_none_denies_every_row(self, keys: Ask) -> None:
        assert who(keys, condition__none="mandate") == ["POL"]
        assert who(keys, condition__none="ceasefire", condition_role="requires") == ["DEU"]

    def test_who_is_needed_belongs_to_the_same_condition(self, keys: Ask) -> None:
        assert who(keys, needs="RUS", condition_state="unmet") == ["DEU"]
        assert who(keys, needs="UKR", condition_kind="ceasefire") == ["FRA"]

    def test_positions_without_terms_are_told_apart(self, keys: Ask) -> None:
        assert who(keys, has_condition="false") == ["POL"]
        assert who(keys, has_condition="true") == ["DEU", "FRA"]


def test_stage_and_its_first_day_are_those_of_one_stage(keys: Ask, db: None) -> None:
    early, late = make.measure("early", public=True), make.measure("late", public=True)
    for measure, agreed, running in ((early, "2024-01-01", "2025-02-01"), (late, "2024-06-01", "2025-03-01")):
        measure.stages.create(status="agreed", since=make.day(agreed), until=make.day(running))
        measure.stages.create(status="operational", since=make.day(running))
    assert keys("measures/", stage="agreed", stage_since__lt="2024-03-01") == ["early"]
    assert keys("measures/", stage="operational", stage_since__gte="2025-02-15") == ["late"]
    assert keys("measures/", stage="agreed", stage_since__gte="2025-01-01") == []


def test_actor_and_stance_are_those_of_one_position(keys: Ask, db: None) -> None:
    measure = make.measure(public=True)
    make.position(make.actor("FRA", public=True), measure, "leads", public=True)
    make.position(make.actor("HUN", public=True), measure, "opposes", public=True)
    assert keys("measures/", as_of=DAY, position_actor="HUN", position_stance="opposes") == ["mnfu"]
    assert keys("measures/", as_of=DAY, position_actor="HUN", position_stance="leads") == []
    assert keys("actors/", as_of=DAY, position_on="mnfu", position_stance__gte="supports") == ["FRA"]

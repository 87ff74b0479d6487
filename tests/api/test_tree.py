"""The boolean tree: what it joins, what it refuses, and where it says so."""

import json
from typing import Any

import pytest

from policyhub.api.filters import tree
from tests import builders as make
from tests.api.conftest import Ask


@pytest.fixture
def measures(db: None) -> None:
    """Hold four measures of two fields and two footprints."""
    for slug, field, footprint in (
        ("a", "cyber", "remote"),
        ("b", "cyber", "in-country"),
        ("c", "training", "remote"),
        ("d", "training", "in-country"),
    ):
        make.measure(slug, category=make.category(field, public=True), footprint=footprint, public=True)


TREES = [
    ({"category": "cyber"}, "ab"),
    ({"category": "cyber", "footprint": "remote"}, "a"),
    ({"or": [{"category": "cyber"}, {"footprint": "remote"}]}, "abc"),
    ({"and": [{"category": "cyber"}, {"footprint": "remote"}]}, "a"),
    ({"not": {"category": "cyber"}}, "cd"),
    ({"not": {"category": "cyber", "footprint": "remote"}}, "bcd"),
    ({"not": {"or": [{"category": "cyber"}, {"footprint": "remote"}]}}, "d"),
    ({"category": "cyber", "or": [{"slug__in": "a"}, {"slug__in": ["c", "d"]}]}, "a"),
    ({"category__in": ["cyber", "training"], "not": {"slug__in": ["a", "d"]}}, "bc"),
    ({"not": {"not": {"category": "cyber"}}}, "ab"),
    ({"backers__gte": 0}, "abcd"),
    ({"backers__gte": 1}, ""),
    ({"beneficiary__isnull": True}, "abcd"),
    ({"or": [{"backers__gte": 1}, {"q": "cyber"}, {"title__contains": "B"}]}, "b"),
]


@pytest.mark.usefixtures("measures")
class TestTrees:
    @pytest.mark.parametrize(("asked", "found"), TREES, ids=[json.dumps(asked) for asked, _ in TREES])
    def test_each_keeps_what_it_says(self, keys: Ask, asked: Any, found: str) -> None:
        assert keys("measures/", filter=asked) == list(found)

    def test_it_holds_beside_the_query_string(self, keys: Ask) -> None:
        assert keys("measures/", footprint="remote", filter={"not": {"slug__in": "a"}}) == ["c"]

    def test_a_cursor_belongs_to_its_tree(self, ask: Ask, blamed: Ask) -> None:
        page = ask("measures/", filter={"footprint": "remote"}, page_size=1)
        cursor = page["next"].split("cursor=")[1].replace("%3A", ":")
        assert blamed("measures/", filter={"footprint": "in-country"}, cursor=cursor) == [("cursor", "other-question")]


def nested(depth: int) -> dict[str, Any]:
    """Return a tree so many objects deep."""
    inner: dict[str, Any] = {"presence": "none"}
    for _ in range(depth - 1):
        inner = {"not": inner}
    return inner


WRONG = [
    ("[]", "filter", "invalid"),
    ("{}", "filter", "invalid"),
    ("null", "filter", "invalid"),
    ("1", "filter", "invalid"),
    ("{", "filter", "invalid"),
    ("'", "filter", "invalid"),
    ("[" * 2000, "filter", "invalid"),
    ('{"or":' * 500, "filter", "invalid"),
    ('{"presence":"none","presence":"civilian"}', "filter", "invalid"),
    ('{"backers__gte":NaN}', "filter", "invalid"),
    ('{"backers__gte":1e999}', "filter/backers__gte", "invalid"),
    ('{"backers__gte":' + "9" * 5000 + "}", "filter", "invalid"),
    ('{"\\ud800":1}', "filter", "invalid"),
    ('{"a\\u0000":1}', "filter", "invalid"),
    ('{"backers__gte":1.5}', "filter/backers__gte", "invalid"),
    ('{"presence":"\\ud800"}', "filter/presence", "invalid"),
    ('{"presence":"\\u0000"}', "filter/presence", "invalid"),
    ('{"presence":null}', "filter/presence", "invalid"),
    ('{"presence":""}', "filter/presence", "invalid"),
    ('{"presence":["none"]}', "filter/presence", "invalid"),
    ('{"presence__in":[]}', "filter/presence__in", "invalid"),
    ('{"presence__in":[["none"]]}', "filter/presence__in", "invalid"),
    ('{"presence":{"in":["none"]}}', "filter/presence", "invalid"),
    ('{"presence":"nobody"}', "filter/presence", "unknown-word"),
    ('{"or":[{"presence":"none"},{"presense":"none"}]}', "filter/or/1/presense", "unknown-parameter"),
    ('{"or":{"presence":"none"}}', "filter/or", "invalid"),
    ('{"or":[]}', "filter/or", "invalid"),
    ('{"and":[1]}', "filter/and/0", "invalid"),
    ('{"not":[{"presence":"none"}]}', "filter/not", "invalid"),
    ('{"xor":[]}', "filter/xor", "unknown-parameter"),
    ('{"ordering":"slug"}', "filter/ordering", "unknown-parameter"),
    ('{"filter":{}}', "filter/filter", "unknown-parameter"),
    ('{"category":"no-such"}', "filter/category", "unknown-key"),
    (json.dumps(nested(tree.DEEPEST + 1)), "filter" + "/not" * tree.DEEPEST, "too-deep"),
    (json.dumps({"or": [{"presence": "none"}] * (tree.MOST_LEAVES + 1)}), "filter/or", "invalid"),
    (json.dumps({"or": [{"or": [{"presence": "none"}] * 30}] * 2}), "filter", "too-large"),
    (json.dumps({"or": [{"q": "a"}] * 21}), "filter", "too-large"),
    (json.dumps({"or": [{"q": "a b c d e f g"}] * 3}), "filter", "too-large"),
]


@pytest.mark.parametrize(("asked", "place", "code"), WRONG, ids=[asked[:50] for asked, *_ in WRONG])
def test_each_wrong_tree_is_refused_with_its_place(blamed: Ask, asked: str, place: str, code: str) -> None:
    assert (place, code) in blamed("measures/", filter=asked)


def test_the_deepest_tree_is_answered(keys: Ask) -> None:
    assert keys("measures/", filter=nested(tree.DEEPEST)) == []


def test_a_value_of_a_list_may_hold_a_comma(keys: Ask) -> None:
    make.source("one", publisher="Reuters, Inc", public=True)
    make.source("two", publisher="Reuters", public=True)
    assert keys("sources/", filter={"publisher__in": ["Reuters, Inc"]}) == ["one"]


def test_a_near_miss_in_a_tree_is_told_what_it_meant(ask: Ask) -> None:
    problem = ask("measures/", expect=400, filter={"or": [{"presense": "none"}]})
    assert "Did you mean 'presence'?" in problem["detail"]

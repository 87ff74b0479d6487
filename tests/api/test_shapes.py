"""Shapes: `fields`, `omit` and `expand`."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policyhub.api import shapes
from policyhub.api.shapes import read_names
from tests import builders as make
from tests.api.conftest import Ask


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Hold a position with terms, sources and everything it refers to."""
    france = make.actor("FRA", name="France", public=True)
    charter = make.instrument("charter", public=True)
    condition = make.condition("ceasefire", state="met", instrument=charter, public=True)
    measure = make.measure("mnfu", beneficiary=make.actor("UKR", public=True), public=True)
    measure.secondary_categories.add(make.category("cyber", public=True))
    make.position(france, measure, "contributes", terms={condition: "requires"}, public=True)
    make.position(make.actor("DEU", public=True), measure, until=make.day("2025-09-01"), public=True)


def test_fields_show_these_and_the_key(ask: Ask) -> None:
    assert ask("measures/mnfu/", fields="title,category") == {"slug": "mnfu", "title": "Mnfu", "category": "training"}
    assert ask("actors/FRA/", fields="name") == {"code": "FRA", "name": "France"}
    assert ask("measures/mnfu/", fields="slug") == {"slug": "mnfu"}


def test_fields_of_a_part_show_these_and_no_more(ask: Ask) -> None:
    answer = ask("positions/mnfu-fra-2025-03-02/", fields="conditions(condition),citations(source)")
    assert answer["conditions"] == [[{"condition": "ceasefire"}]]
    assert answer["citations"] == [{"source": "official-text"}]


def test_omit_shows_all_but_these(ask: Ask) -> None:
    everything = ask("measures/mnfu/")
    left = ask("measures/mnfu/", omit="description,citations(quote,locator)")
    assert set(everything) - set(left) == {"description"}
    assert left["citations"] == [{"source": "official-text", "role": "supports"}]
    assert list(left) == [name for name in everything if name != "description"]


def test_omit_takes_away_from_fields(ask: Ask) -> None:
    assert ask("measures/mnfu/", fields="title,category", omit="title") == {"slug": "mnfu", "category": "training"}


@pytest.mark.parametrize(
    ("address", "path", "detail"),
    [
        ("positions/mnfu-fra-2025-03-02/", "measure", "measures/mnfu/"),
        ("positions/mnfu-fra-2025-03-02/", "actor", "actors/FRA/"),
        ("measures/mnfu/", "beneficiary", "actors/UKR/"),
        ("conditions/ceasefire/", "instrument", "instruments/charter/"),
    ],
)
def test_an_opened_record_is_the_record_itself(ask: Ask, address: str, path: str, detail: str) -> None:
    assert ask(address, expand=path)[path] == ask(detail)
    assert ask(address, expand=path, as_of="2025-06-01")[path] == ask(detail, as_of="2025-06-01")


def test_what_refers_to_nothing_stays_null(ask: Ask) -> None:
    assert ask("categories/training/", expand="parent")["parent"] is None
    assert ask("conditions/ceasefire/", expand="jurisdiction,implies")["implies"] == []


def test_lists_of_keys_become_lists_of_records(ask: Ask) -> None:
    assert ask("measures/mnfu/", expand="secondary_categories")["secondary_categories"] == [ask("categories/cyber/")]


def test_references_in_parts_are_opened(ask: Ask) -> None:
    source = ask("sources/official-text/")
    answer = ask("measures/mnfu/", expand="citations(source)")
    assert answer["citations"] == [{"source": source, "role": "supports", "locator": None, "quote": None}]
    assert ask("measures/mnfu/", expand="citations") == answer
    inner = ask("positions/mnfu-fra-2025-03-02/", expand="conditions(condition(instrument))")["conditions"]
    assert inner == [
        [{"condition": {**ask("conditions/ceasefire/"), "instrument": ask("instruments/charter/")}, "role": "requires"}]
    ]


def test_lists_of_what_refers_to_a_record_are_opened(ask: Ask) -> None:
    listed = ask("positions/")["results"]
    assert ask("measures/mnfu/", expand="positions")["positions"] == listed
    assert "positions" not in ask("measures/mnfu/")
    later = ask("measures/mnfu/", expand="positions", as_of="2025-10-01")["positions"]
    assert [row["actor"] for row in later] == ["FRA"]
    assert [row["slug"] for row in ask("measures/mnfu/", expand="positions(actor),statements")["positions"]] == [
        row["slug"] for row in listed
    ]


def test_fields_reach_into_what_is_opened(ask: Ask) -> None:
    answer = ask(
        "measures/mnfu/", expand="positions(actor)", fields="positions(actor(name),stance)", omit="positions(stance)"
    )
    assert answer == {
        "slug": "mnfu",
        "positions": [
            {"slug": "mnfu-deu-2025-03-02", "actor": {"code": "DEU", "name": "Deu"}},
            {"slug": "mnfu-fra-2025-03-02", "actor": {"code": "FRA", "name": "France"}},
        ],
    }


def test_the_number_of_statements_does_not_grow_with_the_rows(client: Client) -> None:
    def statements(size: int) -> int:
        with CaptureQueriesContext(connection) as found:
            query = f"page_size={size}&expand=positions(actor,conditions(condition(instrument))),category"
            assert client.get(f"/api/v1/measures/?{query}").status_code == 200
        return len(found)

    few = statements(1)
    for number in range(5):
        make.position(make.actor("POL", public=True), make.measure(f"m{number}", public=True), public=True)
    # The version, the count, and the page with everything in it.
    assert statements(50) == few == 3


WRONG = [
    ({"fields": "titel"}, "fields", "unknown-field"),
    ({"fields": "title,,slug"}, "fields", "invalid"),
    ({"fields": "title("}, "fields", "invalid"),
    ({"fields": "title)"}, "fields", "invalid"),
    ({"fields": "citations()"}, "fields", "invalid"),
    ({"fields": "citations(source"}, "fields", "invalid"),
    ({"fields": "(source)"}, "fields", "invalid"),
    ({"fields": "a b"}, "fields", "invalid"),
    ({"fields": "*"}, "fields", "invalid"),
    ({"fields": "Title"}, "fields", "invalid"),
    ({"fields": "pk"}, "fields", "unknown-field"),
    ({"fields": "folded"}, "fields", "unknown-field"),
    ({"fields": "category__slug"}, "fields", "unknown-field"),
    ({"fields": "citations(claim)"}, "fields", "unknown-field"),
    ({"fields": "title(x)"}, "fields", "nothing-inside"),
    ({"fields": "category(name)"}, "fields", "nothing-inside"),
    ({"fields": "positions"}, "fields", "not-expanded"),
    ({"fields": "title", "expand": "category"}, "expand", "not-shown"),
    ({"omit": "category", "expand": "category"}, "expand", "not-shown"),
    ({"fields": "citations(role)", "expand": "citations(source)"}, "expand", "not-shown"),
    ({"omit": "slug"}, "omit", "key"),
    ({"omit": "titel"}, "omit", "unknown-field"),
    ({"omit": "links(kind,target)"}, "omit", "nothing-left"),
    ({"expand": "title"}, "expand", "unknown-expansion"),
    ({"expand": "positons"}, "expand", "unknown-expansion"),
    ({"expand": "citations(role)"}, "expand", "unknown-expansion"),
    ({"expand": "positions(measure(positions))"}, "expand", "list-in-list"),
    ({"expand": "positions(actor(part_of(part_of)))"}, "expand", "too-deep"),
    ({"fields": "(" * 2000}, "fields", "invalid"),
    ({"fields": ",".join(f"x{number}" for number in range(300))}, "fields", "too-many"),
    ({"expand": "positions", "page_size": "101"}, "page_size", "too-large"),
]


@pytest.mark.parametrize(("query", "parameter", "code"), WRONG, ids=[str(query)[:60] for query, *_ in WRONG])
def test_each_wrong_shape_is_refused(blamed: Ask, query: dict[str, str], parameter: str, code: str) -> None:
    assert (parameter, code) in blamed("measures/", **query)


def test_a_near_miss_is_told_what_it_meant(ask: Ask) -> None:
    assert "Did you mean 'title'?" in ask("measures/", expect=400, fields="titel")["detail"]
    assert "Did you mean 'positions'?" in ask("measures/mnfu/", expect=400, expand="positons")["detail"]


def test_a_list_that_is_too_long_is_refused_and_not_cut(ask: Ask, blamed: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyhub.api.rendering.LONGEST_LIST", 1)
    refused = ask("measures/mnfu/", expect=400, expand="positions")
    assert refused["errors"][0]["code"] == "too-many"
    assert "mnfu has 2 records" in refused["detail"]
    assert ask("measures/mnfu/", expand="category(measures)")["category"]["measures"]  # one is not too many
    assert blamed("positions/", expand="measure(positions)") == [("expand", "too-many")]
    assert blamed("positions/", expand="conditions(condition(position_links))") == [("expand", "unknown-expansion")]


NAMES: list[tuple[str, Any]] = [
    ("a", {"a": {}}),
    ("a,b", {"a": {}, "b": {}}),
    ("a(b)", {"a": {"b": {}}}),
    ("a(b,c(d)),e", {"a": {"b": {}, "c": {"d": {}}}, "e": {}}),
    ("a(b),a(c)", {"a": {"b": {}, "c": {}}}),
    ("a,a(b)", {"a": {"b": {}}}),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_read(text: str, names: Any) -> None:
    assert read_names(text, "fields") == (names, [])


def test_limits_are_those_of_the_contract() -> None:
    assert (shapes.DEEPEST, shapes.LONGEST_LIST) == (3, 1000)

"""Random questions on the real data: what must be true of every answer, whatever was asked."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policyhub.api.collections import lists_of
from policyhub.api.fields import collection_of
from policyhub.api.filters import Keys
from policyhub.api.shapes import fields_of, leads_to
from tests import strategies as draw

unhurried = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)


class Plain(Client):
    """A client whose answers are not held against the OpenAPI document, which other tests do."""

    request = Client.request


def told(address: str, status: int = 200) -> Any:
    """Ask, and read the answer."""
    response = Plain().get(address)
    assert response.status_code == status, (address, response.content[:800])
    return json.loads(response.content)


def ask(name: str, query: draw.Query, **more: str) -> Any:
    """Ask a list."""
    return told(f"/api/v1/{name}/?{urlencode({**query, **more})}")


def key_of(name: str) -> str:
    return draw.VIEWS[name]().key


def found(name: str, query: draw.Query) -> set[str]:
    """Return the keys of all records that a question finds."""
    key = key_of(name)
    answer = ask(name, {n: v for n, v in query.items() if n != "facets"}, fields=key, page_size="500")
    rows = list(answer["results"])
    while answer["next"]:
        answer = told(answer["next"])
        rows += answer["results"]
    keys = [row[key] for row in rows]
    assert len(keys) == len(set(keys)) == answer["count"], (name, query)
    return set(keys)


def without(query: draw.Query, *names: str) -> draw.Query:
    return {name: value for name, value in query.items() if name not in names}


@st.composite
def narrow(pick: Any) -> tuple[str, draw.Query, str]:
    """Draw a filtered question, a size of its pages and an ordering."""
    name = pick(draw.collections)
    query = pick(draw.filtered(name, 2))
    return name, {**query, "ordering": pick(draw.orderings(name))}, pick(st.sampled_from(["2", "7", "40", "120"]))


@unhurried
@given(narrow())
def test_pages_hold_every_record_once_forward_and_backward(case: tuple[str, draw.Query, str]) -> None:
    name, query, size = case
    query["fields"] = key_of(name)
    whole = ask(name, query, page_size="500")
    assume(whole["count"] <= 500 and whole["count"] <= int(size) * 20)
    forward = [ask(name, query, page_size=size)]
    while forward[-1]["next"]:
        forward.append(told(forward[-1]["next"]))
    backward = [forward[-1]]
    while backward[-1]["previous"]:
        backward.append(told(backward[-1]["previous"]))
    assert [row for page in forward for row in page["results"]] == whole["results"]
    assert [page["results"] for page in backward[::-1]] == [page["results"] for page in forward]
    assert {page["count"] for page in forward} == {whole["count"]} == {len(whole["results"])}


@unhurried
@given(st.data())
def test_denials_are_complements_and_lists_are_unions(data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    known = draw.filters_of(name)
    parameter = data.draw(st.sampled_from(sorted(known)))
    its = known[parameter]
    day = {"as_of": data.draw(st.sampled_from(draw.DAYS))} if data.draw(st.booleans()) else {}
    values = data.draw(st.lists(st.sampled_from(draw.pool(its)), min_size=1, max_size=2, unique=True))
    everything, one = found(name, day), [found(name, {**day, parameter: value}) for value in values]
    base, lookup = its.name, its.lookup_expr
    if lookup == "isnull":
        assert found(name, {**day, parameter: "true"}) == everything - found(name, {**day, parameter: "false"})
    if lookup in ("not", "none") and {base, f"{base}__in", f"{base}__any"} & {*known}:
        plain = next(n for n in (base, f"{base}__any", f"{base}__in") if n in known)
        assert one[0] == everything - found(name, {**day, plain: values[0]})
    joined = {**day, parameter: ",".join(values)}
    if lookup in ("in", "any"):
        assert found(name, joined) == set.union(*one)
    if lookup == "none" or (its.takes_list and its.for_each):
        assert found(name, joined) == set.intersection(*one)


@pytest.mark.parametrize("name", draw.NAMES)
def test_every_parameter_and_its_denial_share_out_all_records(name: str) -> None:
    def count(**query: str) -> int:
        return int(ask(name, query, fields=key_of(name), page_size="1")["count"])

    everything = count()
    for parameter, known in draw.filters_of(name).items():
        values = draw.pool(known)
        for value in {values[0], values[len(values) // 2]}:
            denied = count(filter=json.dumps({"not": {parameter: value}}))
            assert count(**{parameter: value}) + denied == everything, (parameter, value)


@unhurried
@given(st.data())
def test_a_tree_is_the_algebra_of_its_parts(data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    first, second = data.draw(draw.leaves(name, 1, 2)), data.draw(draw.trees(name, 1))
    day = {"as_of": data.draw(st.sampled_from(draw.DAYS))} if data.draw(st.booleans()) else {}

    def tree(value: Any) -> set[str]:
        return found(name, {**day, "filter": json.dumps(value)})

    everything, one, other = found(name, day), tree(first), tree(second)
    assert one == found(name, {**day, **first})
    assert tree({"not": first}) == everything - one
    assert tree({"not": second}) == everything - other
    assert tree({"or": [first, second]}) == one | other
    assert tree({"and": [first, second]}) == one & other
    assert tree({"not": {"or": [first, {"not": second}]}}) == everything - (one | (everything - other))
    assert found(name, {**day, **first, "filter": json.dumps(second)}) == one & other


@unhurried
@given(st.data())
def test_each_value_of_a_facet_is_the_count_of_its_own_question(data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    query, known = data.draw(draw.filtered(name)), draw.filters_of(name)
    facet = data.draw(st.sampled_from(draw.VIEWS[name].filterset_class.facets))
    response = Plain().get(f"/api/v1/{name}/", {**query, "facets": facet, "page_size": "1"})
    if response.status_code == 400:
        assert [fault["code"] for fault in response.json()["errors"]] == ["not-countable"]
        return
    values = response.json()["facets"][facet]
    family = [parameter for parameter in known if known[parameter].name == facet]
    rest = without(query, *family)
    counts = [value["count"] for value in values]
    assert counts == sorted(counts, reverse=True) and 0 not in counts
    for value in data.draw(st.lists(st.sampled_from(values), max_size=4)) if values else []:
        asked = {facet: str(value["value"])} if value["value"] is not None else {f"{facet}__isnull": "true"}
        if {*asked} <= {*known}:
            assert ask(name, {**rest, **asked}, page_size="1")["count"] == value["count"], (facet, value)
    named = {str(value["value"]) for value in values}
    for other in data.draw(st.lists(st.sampled_from(draw.pool(known[facet])), max_size=2)):
        if other not in named:
            assert ask(name, {**rest, facet: other}, page_size="1")["count"] == 0, (facet, other)


@unhurried
@given(st.data())
def test_fields_and_omit_give_the_whole_answer_less_what_was_left_out(data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    query = data.draw(draw.filtered(name, 1))
    names = list(fields_of(draw.VIEWS[name].serializer_class))
    some = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    whole = ask(name, query)["results"]
    kept = ask(name, query, fields=",".join(some))["results"]
    assert kept == [{n: row[n] for n in row if n in some or n == key_of(name)} for row in whole]
    some = [one for one in some if one != key_of(name)]
    if some:
        left = ask(name, query, omit=",".join(some))["results"]
        assert left == [{n: row[n] for n in row if n not in some} for row in whole]


@unhurried
@given(st.data())
def test_what_is_opened_is_what_its_own_address_answers(data: st.DataObject) -> None:
    name = data.draw(draw.collections.filter(lambda one: one != "sources"))
    serializer = draw.VIEWS[name].serializer_class
    fields = fields_of(serializer)
    references = {n: leads_to(field) for n, field in fields.items() if leads_to(field)}
    relations = {n: one.related_model for n, one in lists_of(serializer.Meta.model).items() if n not in fields}
    assume(references or relations)
    path = data.draw(st.sampled_from([*references, *relations]))
    day = {"as_of": data.draw(st.sampled_from(draw.DAYS))} if data.draw(st.booleans()) else {}
    query = {**data.draw(draw.leaves(name, 0, 1)), **day, "expand": path, "page_size": "100"}
    rows = ask(name, query)["results"]
    assume(rows)
    row = data.draw(st.sampled_from(rows[:20]))
    model = references.get(path) or relations[path]
    other = collection_of(model)
    inside = row[path] if isinstance(row[path], list) else [one for one in [row[path]] if one is not None]
    for one in inside[:3]:
        assert told(f"/api/v1/{other}/{one[model.KEY]}/?{urlencode(day)}") == one
    parameter = lists_of(serializer.Meta.model)[path].field.name if path in relations else ""
    known = draw.filters_of(other).get(parameter)
    if known is not None and isinstance(known.kind, Keys) and not known.kind.model.BRANCH:
        query = {**day, parameter: row[key_of(name)], "fields": model.KEY}
        assert [one[model.KEY] for one in inside] == [
            one[model.KEY] for one in ask(other, query, page_size="500")["results"]
        ]


@unhurried
@given(draw.asked())
def test_the_number_of_statements_does_not_grow_with_the_page(case: tuple[str, draw.Query]) -> None:
    name, query = case
    numbers = set()
    for size in ("1", "3", "100"):
        with CaptureQueriesContext(connection) as statements:
            response = Plain().get(f"/api/v1/{name}/", {**query, "page_size": size})
        numbers.add(len(statements))
        assume(response.status_code == 200 and response.json()["results"])
    assert len(numbers) == 1, (name, query, numbers)

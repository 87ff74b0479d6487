"""
SQLite and PostgreSQL answer alike: the same random questions, right and wrong, put to a server on each.

Results, counts, facets, order, statuses and errors are equal. It is not collected by default, since it starts
two servers. Run it on a throwaway PostgreSQL with `.ci/postgres python -m pytest tests/engines`.
"""

import http.client
import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyhub.api.shapes import openable
from tests import mistakes
from tests import strategies as draw
from tests.catalogue import raw

unhurried = settings(suppress_health_check=list(HealthCheck), deadline=None)
ANOTHER = re.compile(r'(?<=cursor=)[^"&>]+|(?<="updated_at": ")[^"]+|(?<="request_id": ")[^"]+')
"""What is another in each answer: cursors are signed with the time, records carry the instant of their loading."""

DETAILS = ("content-type", "vary", "preference-applied")


def get(server: str, address: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Ask one server; return status, headers and body."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    try:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read().decode()
        return response.status, {name: response.headers.get(name, "") for name in DETAILS}, body
    finally:
        connection.close()


class Both:
    """The two servers."""

    def __init__(self, *servers: str) -> None:
        self.servers = servers

    def ask(self, address: str, **headers: str) -> list[Any]:
        """Ask both; their answers are equal. Return what each said, with its own cursors."""
        answers = [get(server, address, headers) for server in self.servers]
        (first, one, left), (second, other, right) = answers
        assert first < 500 and second < 500, (address, first, second)
        assert (first, one) == (second, other), (address[:300], left[:400], right[:400])
        assert readable(left) == readable(right), address[:300]
        return [json.loads(body) for _, _, body in answers]


def readable(body: str) -> str:
    """Return an answer without what is another each time; as text, so that the order of its names counts."""
    return ANOTHER.sub("", json.dumps(json.loads(body), ensure_ascii=False))


@pytest.fixture(scope="module")
def both(sqlite: str, postgres: str) -> Both:
    """Ask the two servers."""
    return Both(sqlite, postgres)


@unhurried
@given(case=draw.asked())
def test_lists_are_alike(both: Both, case: tuple[str, draw.Query]) -> None:
    name, query = case
    answers = both.ask(f"/api/v1/{name}/?{urlencode(query)}")
    following = [answer.get("next") for answer in answers]
    if all(following):  # each has cursors of its own
        pages = [get(server, link, {}) for server, link in zip(both.servers, following, strict=True)]
        assert readable(pages[0][2]) == readable(pages[1][2]), (name, query)


@unhurried
@given(data=st.data())
def test_records_are_alike(both: Both, data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    key = data.draw(st.sampled_from(draw.keys_of(draw.VIEWS[name].queryset.model)))
    query = {"as_of": data.draw(st.sampled_from(draw.DAYS))} if data.draw(st.booleans()) else {}
    names = openable(draw.VIEWS[name].serializer_class)
    if names:
        query["expand"] = ",".join(data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)))
    both.ask(f"/api/v1/{name}/{key}/?{urlencode(query)}")


@unhurried
@given(data=st.data())
def test_refusals_are_alike(both: Both, data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    pieces = data.draw(st.lists(mistakes.mistakes(name), min_size=1, max_size=2))
    address = data.draw(
        st.sampled_from([f"/api/v1/{name}/", f"/api/v1/{name}/{min(raw.rows[raw.COLLECTIONS[name]])}/"])
    )
    question = "&".join(f"{parameter}={value}" for parameter, value in pieces)
    both.ask(f"{address}?{question}")
    both.ask(f"{address}?{question}&page_size=3", Prefer="handling=lenient")


@unhurried
@given(data=st.data())
def test_keys_that_nearly_exist_get_the_same_suggestions(both: Both, data: st.DataObject) -> None:
    name = data.draw(draw.collections)
    known = {n: one for n, one in draw.filters_of(name).items() if type(one.kind).__name__ == "Keys"}
    parameter = data.draw(st.sampled_from(sorted(n for n in known if known[n].lookup_expr != "isnull")))
    key = data.draw(st.sampled_from(draw.keys_of(known[parameter].kind.model)))
    other = data.draw(
        st.sampled_from(
            [key.swapcase(), key[:-1], f"{key}s", key.replace("s", "\u017f"), key.replace("i", "\u0131"), f"{key} "]
        )
    )
    both.ask(f"/api/v1/{name}/?{urlencode({parameter: other})}")


@unhurried
@given(words=st.lists(st.sampled_from([*draw.WORDS, *draw.DAYS, "x"]), min_size=1, max_size=3), data=st.data())
def test_searches_are_alike(both: Both, words: list[str], data: st.DataObject) -> None:
    query = {"q": " ".join(words), "page_size": data.draw(st.sampled_from(["1", "20", "500"]))}
    if data.draw(st.booleans()):
        query["highlight"] = "true"
    if data.draw(st.booleans()):
        query |= {"facets": "collection", "as_of": data.draw(st.sampled_from(draw.DAYS))}
    if data.draw(st.booleans()):
        query["collection__in"] = ",".join(data.draw(st.lists(draw.collections, min_size=1, max_size=4, unique=True)))
    both.ask(f"/api/v1/search/?{urlencode(query)}")

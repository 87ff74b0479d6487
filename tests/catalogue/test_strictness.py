"""Bad input gets a problem that names the place; nothing is ignored and nothing fails."""

import itertools
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core import signing
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from policyhub.api.filters.values import Terms, Texts
from policyhub.api.pagination import SALT
from policyhub.catalogue import COLLECTIONS
from tests.catalogue.conftest import Ask

NAMES = [name for name, _ in COLLECTIONS]

# Each: a query string, the parameter it is blamed on, and the code of the fault.
WRONG = [
    ("nonsense=1", "nonsense", "unknown-parameter"),
    ("format=json", "format", "unknown-parameter"),
    ("=1", "", "unknown-parameter"),
    ("page=2", "page", "unknown-parameter"),
    ("ordering=nonsense", "ordering", "unknown-ordering"),
    ("ordering=updated_at,updated_at", "ordering", "repeated"),
    ("ordering=updated_at,-updated_at", "ordering", "repeated"),
    ("ordering=pk", "ordering", "unknown-ordering"),
    ("ordering=updated_at%00", "ordering", "unreadable"),
    ("page_size=0", "page_size", "invalid"),
    ("page_size=501", "page_size", "invalid"),
    ("page_size=-1", "page_size", "invalid"),
    ("page_size=abc", "page_size", "invalid"),
    ("page_size=1.5", "page_size", "invalid"),
    ("page_size=%D9%A3", "page_size", "invalid"),
    ("page_size=99999999999999999999999", "page_size", "invalid"),
    ("page_size=" + "9" * 5000, "page_size", "invalid"),
    ("page_size=", "page_size", "empty"),
    ("page_size=5&page_size=6", "page_size", "repeated"),
    ("as_of=yesterday", "as_of", "invalid"),
    ("as_of=2026-02-30", "as_of", "invalid"),
    ("as_of=2026-2-3", "as_of", "invalid"),
    ("as_of=20260203", "as_of", "invalid"),
    ("as_of=2026-02-03T00:00:00Z", "as_of", "invalid"),
    ("as_of=9999-99-99", "as_of", "invalid"),
    ("as_of=2026-W05-1", "as_of", "invalid"),
    ("as_of=%00", "as_of", "unreadable"),
    ("as_of=%ff%fe", "as_of", "unreadable"),
    ("publication=publishd", "publication", "unknown-word"),
    ("publication=%00", "publication", "unreadable"),
    ("publication=published&publication=draft", "publication", "repeated"),
    ("cursor=abc", "cursor", "invalid"),
    ("cursor=" + quote(signing.dumps(["slug"], salt=SALT)), "cursor", "invalid"),
    (
        "cursor=" + quote(signing.dumps(["measures", "slug", ["a"], False, "2026-01-01"], salt="other")),
        "cursor",
        "invalid",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_each_wrong_query_string_is_refused_with_its_place(ask: Ask, name: str) -> None:
    for query, parameter, code in WRONG:
        problem = ask(f"/api/v1/{name}/?{query}", status=400)
        faults = [(fault["parameter"], fault["code"]) for fault in problem["errors"]]
        assert (parameter, code) in faults, (query[:60], faults)


def test_one_answer_names_every_fault(ask: Ask) -> None:
    problem = ask("/api/v1/measures/?statis=agreed&page_size=0&as_of=x&ordering=z&category=zz&presence=a", status=400)
    blamed = {fault["parameter"] for fault in problem["errors"]}
    assert blamed == {"statis", "page_size", "as_of", "ordering", "category", "presence"}


def test_a_near_miss_is_told_the_word_it_meant(ask: Ask) -> None:
    problem = ask("/api/v1/measures/?statsu=agreed", status=400)
    assert "Did you mean 'status'?" in problem["errors"][0]["detail"]
    assert "status" in problem["errors"][0]["allowed"]
    problem = ask("/api/v1/measures/?status=agred", status=400)
    assert "Did you mean 'agreed'?" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(("name", "viewset"), COLLECTIONS)
def test_a_value_of_another_kind_is_refused_by_every_filter(ask: Ask, name: str, viewset: Any) -> None:
    for parameter, known in viewset.filterset_class.base_filters.items():
        if isinstance(known.kind, Texts | Terms) and known.lookup_expr != "isnull":
            continue  # any text may be looked for
        for value in ("no-such-thing", "9" * 30, "a'b", "%", "%(x)s", "🦊", "a" * 300):
            problem = ask(f"/api/v1/{name}/?{urlencode({parameter: value})}", status=400)
            assert [fault["parameter"] for fault in problem["errors"]] == [parameter]


@pytest.mark.parametrize("name", [*NAMES, "vocabularies"])
def test_what_does_not_exist_is_a_problem(ask: Ask, name: str) -> None:
    for key in ("no-such-thing", "9" * 40, "A", "a.json"):
        problem = ask(f"/api/v1/{name}/{key}/", status=404)
        assert (problem["status"], problem["type"]) == (404, "/api/problems/not-found/")
    for address in (f"/api/v1/{name}/%00/", f"/api/v1/{name}/a%20b/", f"/api/v1/{name}/a/b/", "/api/v2/", "/api/x"):
        assert ask(address, status=404)["status"] == 404


@pytest.mark.parametrize("name", [*NAMES, "vocabularies"])
def test_an_unacceptable_format_is_a_problem(ask: Ask, name: str) -> None:
    for accept in ("text/csv", "text/html", "application/xml", "image/*"):
        assert ask(f"/api/v1/{name}/", status=406, accept=accept)["status"] == 406
    for accept in ("*/*", "application/json", "application/*", "text/html,application/json;q=0.9"):
        assert ask(f"/api/v1/{name}/", accept=accept)["results"]


@pytest.mark.parametrize("name", [*NAMES, "vocabularies"])
def test_a_detail_refuses_what_it_does_not_know(ask: Ask, name: str) -> None:
    if name == "vocabularies":
        address = "/api/v1/vocabularies/stance/"
    else:
        address = f"/api/v1/{name}/{next(iter(ask(f'/api/v1/{name}/?page_size=1')['results'][0].values()))}/"
    assert ask(f"{address}?ordering=slug", status=400)["errors"][0]["parameter"] == "ordering"
    if name != "vocabularies":
        assert ask(f"{address}?as_of=x", status=400)["errors"][0]["parameter"] == "as_of"


def test_a_query_string_of_8_kilobytes_is_too_long(ask: Ask) -> None:
    problem = ask("/api/v1/measures/?category=" + "a" * 8192, status=414)
    assert problem["type"] == "/api/problems/uri-too-long/"


def test_a_cursor_is_bound_to_its_ordering(ask: Ask) -> None:
    cursor = ask("/api/v1/measures/?page_size=2")["next"].split("cursor=")[1]
    problem = ask(f"/api/v1/measures/?page_size=2&ordering=title&cursor={cursor}", status=400)
    assert problem["errors"][0]["code"] == "other-ordering"


def test_a_cursor_is_bound_to_its_question(ask: Ask) -> None:
    address = "/api/v1/positions/?page_size=5&as_of=2026-01-01"
    cursor = ask(address)["next"].split("cursor=")[1]
    assert ask(f"{address.replace('=5', '=9')}&cursor={cursor}")["results"]  # another size is the same question
    others = [
        "/api/v1/measures/?as_of=2026-01-01",
        "/api/v1/positions/?as_of=2024-01-01",
        "/api/v1/positions/?page_size=5",
        f"{address}&actor=FRA",
    ]
    for other in others:
        assert ask(f"{other}&cursor={cursor}", status=400)["errors"][0]["code"] == "other-question"


def test_many_faults_are_told_in_a_short_answer(client: Client) -> None:
    query = "&".join(f"x{number}=1" for number in range(900))
    response = client.get(f"/api/v1/positions/?{query}")
    assert response.status_code == 400
    assert len(response.json()["errors"]) == 20
    assert "880 more" in response.json()["detail"]
    assert response.json()["instance"] == "/api/v1/positions/"  # half a query string would be none
    assert len(response.content) < 40_000
    names = "&".join("".join(letters) for letters in itertools.product("abcdefghijklm", repeat=3))[:7_999]
    assert "1980 more" in client.get(f"/api/v1/positions/?{names}").json()["detail"]
    response = client.get("/api/v1/positions/?ordering=" + ",".join(["zzz"] * 1900))
    assert len(response.content) < 40_000


def test_a_key_in_another_case_is_told_the_right_one(ask: Ask) -> None:
    assert "Did you mean 'FRA'?" in ask("/api/v1/positions/?actor=fra", status=400)["detail"]
    assert "Did you mean 'mnfu'?" in ask("/api/v1/positions/?measure=MNFU", status=400)["detail"]


@pytest.mark.parametrize("value", ["UKR%0A", "%20UKR", "UKR%C2%A0"])
def test_a_key_with_a_blank_around_it_is_another_key(ask: Ask, value: str) -> None:
    assert ask(f"/api/v1/measures/?beneficiary={value}", status=400)["errors"][0]["code"] == "unknown-key"


def test_a_query_is_sent_only_to_its_own_host(client: Client) -> None:
    assert client.get("/api/v1/measures/", headers={"host": "evil.example"}).status_code == 400
    answer = client.get("/api/v1/measures/?page_size=1", headers={"host": "localhost"}).json()
    assert answer["next"].startswith("/api/v1/measures/?")


@given(query=st.text(max_size=60), name=st.sampled_from(NAMES))
def test_no_query_string_makes_the_api_fail(query: str, name: str) -> None:
    response = Client().get(f"/api/v1/{name}/?{quote(query, safe='=&%')}")
    assert response.status_code in (200, 400), response.content[:300]


@given(
    name=st.sampled_from(NAMES),
    parameter=st.sampled_from(["ordering", "as_of", "page_size", "cursor", "publication", "source"]),
    value=st.text(min_size=1, max_size=40),
)
def test_no_value_makes_the_api_fail(name: str, parameter: str, value: str) -> None:
    response = Client().get(f"/api/v1/{name}/?{urlencode({parameter: value}, errors='replace')}")
    assert response.status_code in (200, 400), response.content[:300]

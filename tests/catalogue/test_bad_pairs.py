"""Wrong questions, one mistake alone and two together: each is refused, and each mistake is named."""

import json
from typing import Any
from urllib.parse import unquote_plus, urlencode

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyhub.api.errors import short
from policyhub.api.parameters import LONGEST
from tests import mistakes
from tests import strategies as draw
from tests.catalogue import raw

unhurried = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
LISTED = ("unknown-parameter", "unknown-word", "unknown-ordering", "unknown-field", "unknown-facet")
Wrong = tuple[str, list[mistakes.Mistake]]


@st.composite
def wrong(pick: Any) -> Wrong:
    """Draw a collection, and one thing or two that are wrong in a question to it."""
    name = pick(draw.collections)
    return name, pick(st.lists(mistakes.mistakes(name), min_size=1, max_size=2))


def spelled(pieces: list[mistakes.Mistake]) -> str:
    return "&".join(f"{name}={value}" for name, value in pieces)


def blamed(pieces: list[mistakes.Mistake]) -> set[str]:
    """Return the names of the parameters that are wrong, as a problem tells them."""
    return {short(unquote_plus(name)) for name, _ in pieces}


def check(response: Any, pieces: list[mistakes.Mistake]) -> None:
    """Hold an answer to what a refusal must say."""
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    if response.status_code == 414:
        assert len(spelled(pieces)) > LONGEST and f"{LONGEST:,}" in problem["detail"]
        return
    assert response.status_code == 400, problem
    assert {fault["parameter"] for fault in problem["errors"]} == blamed(pieces), problem["errors"]
    for fault in problem["errors"]:
        assert fault["detail"] and (fault["code"] not in LISTED or fault.get("allowed")), fault
        assert not fault["code"].startswith("too-") or any(letter.isdigit() for letter in fault["detail"]), fault
        assert "sys." not in fault["detail"]


@unhurried
@given(wrong())
def test_a_list_refuses_each_mistake_by_name(case: Wrong) -> None:
    name, pieces = case
    response = Client().get(f"/api/v1/{name}/?{spelled(pieces)}")
    assert response.status_code != 200, pieces
    check(response, pieces)


@unhurried
@given(wrong())
def test_a_record_refuses_each_mistake_by_name(case: Wrong) -> None:
    name, pieces = case
    key = min(raw.rows[raw.COLLECTIONS[name]])
    check(Client().get(f"/api/v1/{name}/{key}/?{spelled(pieces)}"), pieces)
    assert Client().get(f"/api/v1/{name}/no-such-thing/?{spelled(pieces)}").status_code in (400, 414)


@unhurried
@given(wrong(), st.data())
def test_a_lenient_caller_gets_the_rest_of_the_question_answered(case: Wrong, data: st.DataObject) -> None:
    name, pieces = case
    right = {n: v for n, v in data.draw(draw.filtered(name, 1)).items() if n not in blamed(pieces)}
    question = "&".join(filter(None, [urlencode(right), spelled(pieces)]))
    response = Client().get(f"/api/v1/{name}/?{question}", headers={"prefer": "handling=lenient"})
    if response.status_code == 414 or "cursor" in blamed(pieces):
        assert response.status_code in (400, 414)
        return
    assert response.status_code == 200, response.content[:600]
    assert response["Preference-Applied"] == "handling=lenient"
    answer = json.loads(response.content)
    assert {fault["parameter"] for fault in answer["ignored"]} == blamed(pieces)
    plain = Client().get(f"/api/v1/{name}/?{urlencode(right)}").json()
    assert (answer["count"], answer["results"]) == (plain["count"], plain["results"])
    assert (answer["next"] is None) == (plain["next"] is None)
    if answer["next"]:
        following = Client().get(answer["next"]).json()
        assert following["results"] == Client().get(plain["next"]).json()["results"]

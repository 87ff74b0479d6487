"""Lists in order of how well each record fits what `q` looks for."""

from typing import Any

import pytest

from tests import builders as make
from tests.api.conftest import Ask


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    """Hold measures that fit "air shield" in each way, and one that does not."""
    titles = ["Shields", "The air shield", "A shield in the air", "Air Shield", "The other air shield", "Sea"]
    for number, title in enumerate(titles):
        make.measure(f"m-{number}", title=title, summary="An air shield." if number == 0 else "?", public=True)


BEST = ["m-3", "m-1", "m-4", "m-2", "m-0"]


def test_the_best_fit_stands_first_or_last(keys: Ask) -> None:
    assert keys("measures/", q="air shield", ordering="relevance") == BEST
    assert keys("measures/", q="air shield", ordering="-relevance") == ["m-0", "m-2", "m-1", "m-4", "m-3"]
    assert keys("measures/", q="air shield", ordering="relevance,-slug") == ["m-3", "m-4", "m-1", "m-2", "m-0"]
    assert keys("measures/", q="air shield") == sorted(BEST)


@pytest.mark.parametrize("ordering", ["relevance", "-relevance,-slug"])
def test_pages_hold_each_once_both_ways(ask: Ask, ordering: str) -> None:
    query = {"q": "air shield", "ordering": ordering, "fields": "slug"}
    whole = ask("measures/", **query)["results"]
    page = ask("measures/", **query, page_size=2)
    forward: list[Any] = [page["results"]]
    while page["next"]:
        page = ask(page["next"].removeprefix("/api/v1/"))
        forward.append(page["results"])
    assert [row for rows in forward for row in rows] == whole
    back = [page["results"]]
    while page["previous"]:
        page = ask(page["previous"].removeprefix("/api/v1/"))
        back.insert(0, page["results"])
    assert [row for rows in back for row in rows] == whole


@pytest.mark.parametrize("query", [{}, {"filter": {"q": "air"}}, {"q": "-air"}])
def test_without_words_nothing_fits(blamed: Ask, query: dict[str, Any]) -> None:
    assert ("ordering", "required") in blamed("measures/", ordering="relevance", **query)


def test_a_lenient_caller_has_it_left_out(ask: Ask) -> None:
    answer = ask("measures/", ordering="relevance", headers={"Prefer": "handling=lenient"})
    assert [row["slug"] for row in answer["results"]] == sorted(row["slug"] for row in answer["results"])
    assert [fault["parameter"] for fault in answer["ignored"]] == ["ordering"]

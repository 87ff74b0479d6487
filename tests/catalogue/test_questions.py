"""Questions that readers ask are answered as the lines of the fixtures answer them, read in plain Python."""

from typing import Any

import pytest

from tests.catalogue import (
    questions_actors,
    questions_conditions,
    questions_courses,
    questions_measures,
    questions_positions,
    questions_times,
    questions_words,
    raw,
)
from tests.catalogue.conftest import Ask
from tests.catalogue.questions import Question

PAGES = [
    questions_measures,
    questions_courses,
    questions_positions,
    questions_times,
    questions_conditions,
    questions_actors,
    questions_words,
]
QUESTIONS: list[Question] = [question for page in PAGES for question in page.QUESTIONS]
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.call)
counted = pytest.mark.parametrize(
    ("question", "facet"),
    [(question, name) for question in QUESTIONS for name in question.facets],
    ids=lambda one: one if isinstance(one, str) else one.call,
)


def key(row: dict[str, Any]) -> str:
    return row.get("slug") or row["code"]


def test_no_question_is_asked_twice():
    calls, words = {question.call for question in QUESTIONS}, {question.asks for question in QUESTIONS}
    assert len(calls) == len(words) == len(QUESTIONS)


@each
def test_the_answer_is_the_one_of_the_raw_lines(ask: Ask, question: Question):
    shown = {} if "expand" in question.parameters else {"fields": question.key}
    answer = ask(question.address(page_size="500", **shown))
    assert [key(row) for row in answer["results"]] == question.rows()
    assert (answer["count"], answer["next"]) == (len(question.rows()), None)
    assert list(answer.get("facets", {})) == list(question.facets)
    for name, told in answer.get("facets", {}).items():
        expected = question.counts(name)
        ranked = sorted(expected, key=lambda value: (-expected[value], value is None, str(value)))
        assert [(one["value"], one["count"]) for one in told] == [(value, expected[value]) for value in ranked], name


@each
def test_the_answer_is_the_same_in_small_pages(whole: Ask, question: Question):
    expected = question.rows()
    size = str(max(2, len(expected) // 5))
    found = whole(question.address("facets", "expand", page_size=size, count="none", fields=question.key))
    assert [key(row) for row in found] == expected


@counted
def test_a_facet_counts_what_the_question_would_find(ask: Ask, question: Question, facet: str):
    told = ask(question.address(facets=facet, page_size="1", fields=question.key))["facets"][facet]
    own = [name for name in question.parameters if name.split("__")[0] == facet]
    for one in [*told[:4], *told[4:][-2:]]:
        asked = {f"{facet}__isnull": "true"} if one["value"] is None else {facet: str(one["value"])}
        address = question.address("facets", *own, **asked, page_size="1", fields=question.key)
        assert ask(address)["count"] == one["count"], address


SAME_ROW = [
    ("positions", "condition_role=limits", "needs=USA"),
    ("positions", "condition_kind=parliamentary-mandate", "condition_role=limits"),
    ("positions", "source=fmn-2023-10-airforce", "source_kind=press"),
    ("measures", "condition_kind=ceasefire", "condition_role=limits"),
    ("measures", "stage=proposed", "stage_since__gte=2025-07-01"),
    ("measures", "position_actor=HUN", "position_stance=leads"),
    ("measures", "assessment_dimension=legal-basis", "assessment_score__gte=4"),
    ("conditions", "named_on=mnfu", "named_role=requires"),
    ("instruments", "condition_kind=parliamentary-mandate", "needs=UKR"),
    ("options", "measure=mnfu", "measure_role=optional"),
    ("actors", "position_on=mnfu", "position_stance=leads"),
    ("categories", "scheme=kiel", "code=072"),
]


@pytest.mark.parametrize(("collection", "one", "other"), SAME_ROW)
def test_parameters_of_one_relation_speak_of_one_row(whole: Ask, collection: str, one: str, other: str):
    def asked(query: str) -> set[str]:
        return {key(row) for row in whole(f"/api/v1/{collection}/?{query}&page_size=500&as_of=2026-07-01")}

    assert asked(f"{one}&{other}") < asked(one) & asked(other)


def test_what_is_opened_is_the_record_itself(ask: Ask, whole: Ask):
    shut = {row["slug"]: row for row in whole("/api/v1/positions/?actor=RUS&stance__in=opposes,red-line")}
    opened = whole("/api/v1/positions/?actor=RUS&stance__in=opposes,red-line&expand=measure,citations(source)")
    assert [row["slug"] for row in opened] == list(shut)
    for row in opened:
        assert row["measure"] == ask(row["measure"]["url"])
        for citation in row["citations"]:
            assert citation["source"] == ask(f"/api/v1/sources/{citation['source']['slug']}/")
        closed = [{**citation, "source": citation["source"]["slug"]} for citation in row["citations"]]
        assert {**row, "measure": row["measure"]["slug"], "citations": closed} == shut[row["slug"]]


@pytest.mark.parametrize("day", ["2025-09-04", "2026-02-01"])
def test_a_list_that_is_opened_is_that_of_the_day(ask: Ask, whole: Ask, day: str):
    measure = ask(f"/api/v1/measures/mnfu/?expand=positions(actor,conditions)&as_of={day}")
    held = [fields["slug"] for fields in raw.positions_on(day) if fields["measure"] == "mnfu"]
    assert [row["slug"] for row in measure["positions"]] == sorted(held)
    conditions = {row["slug"]: row for row in whole(f"/api/v1/conditions/?as_of={day}&page_size=500")}
    actors = {row["code"]: row for row in whole(f"/api/v1/actors/?as_of={day}&page_size=500")}
    for row in measure["positions"]:
        assert row["actor"] == actors[raw.rows["position"][row["slug"]]["actor"]]
        links = [link for group in row["conditions"] for link in group]
        named = sorted(raw.conditions(raw.rows["position"][row["slug"]]))
        assert [link["condition"] for link in links] == [conditions[name] for name in named]


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS[::5] if "expand" not in one.parameters], ids=lambda question: question.call
)
def test_a_walk_back_meets_the_same_pages(ask: Ask, question: Question):
    pages = [ask(question.address("facets", page_size="3", fields=question.key))]
    while pages[-1]["next"]:
        pages.append(ask(pages[-1]["next"]))
    for ahead, behind in zip(pages[:0:-1], pages[-2::-1], strict=True):
        assert ask(ahead["previous"])["results"] == behind["results"]

"""What differs between two states, field by field: values, lists of others, rows of parts."""

from typing import Any

import pytest

from actors.models import Actor
from options.models import Measure, Position
from policyhub.records.differences import Difference, differences
from policyhub.records.models import Record
from policyhub.records.state import logged
from policyhub.records.structure import record_models
from tests.records.rows import SOUND

SAID: dict[str, Any] = {"slug": "mnfu", "title": "A force", "category": "training", "addressees": ["DEU", "FRA"]}


def by_field(model: type[Record], before: Any, after: Any) -> dict[str, Difference]:
    return {one.field: one for one in differences(model, before, after)}


def told(model: type[Record], before: Any, after: Any) -> list[Any]:
    return [one.as_json() for one in differences(model, before, after)]


def test_the_same_state_differs_in_nothing() -> None:
    assert differences(Measure, SAID, dict(SAID)) == []


def test_a_value_has_its_label_and_what_it_was_and_is() -> None:
    (one,) = told(Measure, SAID, SAID | {"title": "Another"})
    assert one == {"field": "title", "label": "Title", "type": "value", "before": "A force", "after": "Another"}


def test_a_word_of_a_vocabulary_comes_with_how_people_read_it() -> None:
    (one,) = told(Measure, SAID | {"command": "national"}, SAID | {"command": "un"})
    assert (one["before"], one["after"]) == ("national", "un")
    assert one["before_label"] == str(dict(Measure._meta.get_field("command").flatchoices)["national"])
    assert one["after_label"] == str(dict(Measure._meta.get_field("command").flatchoices)["un"])


def test_what_a_state_leaves_out_is_the_default() -> None:
    (one,) = told(Measure, SAID, SAID | {"publication": "published"})
    assert (one["before"], one["after"]) == ("draft", "published")
    assert told(Measure, SAID, SAID | {"publication": "draft"}) == []


def test_an_empty_text_says_nothing() -> None:
    assert told(Measure, SAID, SAID | {"title": ""})[0]["after"] is None
    assert told(Position, {"slug": "x", "scope": ""}, {"slug": "x"}) == []


def test_a_reference_is_a_key_of_a_kind() -> None:
    (one,) = differences(Measure, SAID, SAID | {"category": "air"})
    assert (one.before, one.after, one.refers_to) == ("training", "air", "options.category")  # type: ignore[attr-defined]


def test_a_list_of_others_tells_which_came_and_went() -> None:
    (one,) = told(Measure, SAID, SAID | {"addressees": ["FRA", "GBR"]})
    assert one == {
        "field": "addressees",
        "label": "Addressees",
        "type": "keys",
        "added": ["GBR"],
        "removed": ["DEU"],
    }
    assert told(Measure, SAID, {**SAID, "addressees": []})[0]["removed"] == ["DEU", "FRA"]


def test_rows_of_a_part_are_matched_by_what_tells_them_apart() -> None:
    before = SAID | {
        "stages": [
            {"since": "2025-01-01", "status": "proposed", "until": "2025-03-02"},
            {"since": "2025-03-02", "status": "agreed"},
        ]
    }
    after = SAID | {
        "stages": [
            {"since": "2025-01-01", "status": "proposed", "until": "2025-03-02", "note": "In Paris."},
            {"since": "2025-05-01", "status": "suspended"},
        ]
    }
    (one,) = told(Measure, before, after)
    assert (one["field"], one["label"], one["type"]) == ("stages", "Stages", "parts")
    assert [row["key"] for row in one["added"]] == [{"since": "2025-05-01"}]
    assert [row["key"] for row in one["removed"]] == [{"since": "2025-03-02"}]
    (changed,) = one["changed"]
    assert (changed["title"], changed["key"]) == ("2025-01-01", {"since": "2025-01-01"})
    assert [(row["field"], row["before"], row["after"]) for row in changed["changes"]] == [("note", None, "In Paris.")]


def test_a_row_is_titled_by_words_that_people_read() -> None:
    links = [{"kind": "requires", "target": "other"}]
    (one,) = told(Measure, SAID, SAID | {"links": links})
    word = str(dict(Measure._meta.get_field("links").related_model._meta.get_field("kind").flatchoices)["requires"])
    assert one["added"][0]["title"] == f"{word}, other"
    (one,) = told(Measure, SAID, SAID | {"stages": [{"status": "agreed", "since_precision": "unknown"}]})
    assert one["added"][0]["title"] == "undated"


def test_rows_that_are_alike_in_all_that_tells_them_apart_are_counted_through() -> None:
    twice = SAID | {"stages": [{"status": "agreed"}, {"status": "proposed"}]}
    (one,) = told(Measure, SAID | {"stages": [{"status": "agreed"}]}, twice)
    assert len(one["added"]) == 1 and not one["removed"] and not one["changed"]
    assert told(Measure, twice, twice) == []


def test_the_order_of_rows_is_no_difference() -> None:
    rows = [{"source": "a"}, {"source": "b"}]
    assert told(Measure, SAID | {"citations": rows}, SAID | {"citations": rows[::-1]}) == []


def test_the_day_from_which_a_period_counts_is_told() -> None:
    unknown = {"slug": "x", "since_precision": "unknown"}
    (one,) = told(Position, unknown | {"holds_from": "2025-01-01"}, unknown | {"holds_from": "2024-01-01"})
    assert one == {
        "field": "holds_from",
        "label": "Counts from",
        "type": "value",
        "before": "2025-01-01",
        "after": "2024-01-01",
    }


def test_a_beginning_that_is_found_is_the_day_from_which_it_counts() -> None:
    unknown = {"slug": "x", "since_precision": "unknown", "holds_from": "2025-01-01"}
    found = by_field(Position, unknown, {"slug": "x", "since": "2024-06-01"})
    assert set(found) == {"since", "since_precision", "holds_from"}
    assert (found["holds_from"].before, found["holds_from"].after) == ("2025-01-01", "2024-06-01")  # type: ignore[attr-defined]
    assert "holds_from" not in by_field(Position, unknown, {"slug": "x", "since": "2025-01-01"})


def test_a_new_record_differs_in_all_that_it_says() -> None:
    found = by_field(Actor, None, {"code": "FRA", "kind": "state", "name": "France"})
    assert next(iter(found)) == "code"
    assert {"code", "kind", "name", "publication"} <= set(found)
    assert {one.before for one in found.values()} == {None}  # type: ignore[attr-defined]
    assert None not in {one.after for one in found.values()}  # type: ignore[attr-defined]


def test_a_deleted_record_differs_in_all_that_it_said() -> None:
    state = SAID | {"citations": [{"source": "a"}]}
    new, gone = by_field(Measure, None, state), by_field(Measure, state, None)
    assert set(new) == set(gone) >= {"slug", "title", "addressees", "citations"}
    assert gone["citations"].as_json()["removed"][0]["key"] == {"source": "a"}


def test_a_name_that_no_field_has_is_shown_all_the_same() -> None:
    (one,) = told(Measure, SAID | {"old_name": "x"}, SAID)
    assert (one["field"], one["label"], one["before"], one["after"]) == ("old_name", "Old name", "x", None)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SOUND)
def test_every_kind_of_record_is_told_whole(kind: str, django_assert_num_queries: Any) -> None:
    (model,) = [model for model in record_models() if model._meta.model_name == kind]
    state = logged(SOUND[kind]())
    with django_assert_num_queries(0):
        found = by_field(model, None, state)
    assert {*state} <= {*found}

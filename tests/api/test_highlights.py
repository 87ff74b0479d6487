"""Highlights: the parts of a piece are the text itself, and what is marked in it is what was looked for."""
# ruff: noqa: RUF001  # characters that look like others are its matter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyhub.api.highlights import AROUND, MOST_PIECES, pieces, words_in
from policyhub.records.folding import fold, words
from policyhub.records.sought import Sought, Term, read

LETTERS = "aAbBéøßẞﬁİıñ_-'\".*%½²ﷺ \u00a0\u0301\u00ad\u200dａⅧ漢ा😀їЇΣς"
TEXT = st.text(LETTERS) | st.text()


def marked(text: str, q: str) -> list[str]:
    """Return what is marked in a text."""
    return [part["text"] for piece in pieces({"x": text}, read(q)) for part in piece["parts"] if part["match"]]


@pytest.mark.parametrize(
    ("text", "q", "marks"),
    [
        ("Støre said so", "store", ["Støre"]),
        ("He spoke to STO\u0308RE.", "store", ["STO\u0308RE"]),
        ("soft\u00adware, hard", "software", ["soft\u00adware"]),
        ("Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("The ﬁnal ﬁ", "final fi", ["ﬁnal", "ﬁ"]),
        ("the air shield of the air", '"air shield"', ["air shield"]),
        ("air-shield, air", "air-shield", ["air-shield"]),
        ("airs and shields", "air*", ["airs"]),
        ("air sea land", "air OR land -ice", ["air", "land"]),
        ("½ of it", "1", ["½"]),
        ("a b a b", '"a b a"', ["a b a"]),
        ("a b c", '"a b" "b c"', ["a b c"]),
        ("nothing", "air", []),
    ],
)
def test_what_is_marked_is_the_text_itself(text: str, q: str, marks: list[str]) -> None:
    assert marked(text, q) == marks


def test_a_piece_is_cut_between_words_around_the_first_place() -> None:
    text = " ".join(f"word{number}" for number in range(100))
    (piece,) = pieces({"summary": text}, read("word50"))
    told = "".join(part["text"] for part in piece["parts"])
    assert piece["field"] == "summary"
    assert f" {told} " in text
    assert len(told) <= 2 * AROUND + len("word50")
    assert told.startswith("word") and told[-1].isdigit()


def test_a_long_text_without_blanks_is_cut_all_the_same() -> None:
    (piece,) = pieces({"x": "-" * 500 + "air" + "-" * 500}, read("air"))
    assert [len(part["text"]) for part in piece["parts"]] == [AROUND, 3, AROUND]


def test_a_few_texts_are_told_and_those_without_it_are_not() -> None:
    found = pieces({"title": "air", "summary": "sea", "a": "air", "b": "air", "c": "air"}, read("air"))
    assert [piece["field"] for piece in found] == ["title", "a", "b"]
    assert len(found) == MOST_PIECES


@example("o\u0301ﬃce ½ a\u00adb ﷺ")
@given(TEXT)
def test_the_words_of_a_text_are_those_that_are_compared(text: str) -> None:
    found = words_in(text)
    assert [word for word, _, _ in found] == words(fold(text))
    assert all(0 <= begin < end <= len(text) for _, begin, end in found)
    assert all(word in fold(text[begin:end]).replace("\n", "") for word, begin, end in found if len(word) < 100)


@given(TEXT, st.data())
def test_the_parts_are_a_stretch_of_the_text_with_something_in_it(text: str, data: st.DataObject) -> None:
    known = [word for word, _, _ in words_in(text)]
    if not known:
        return
    first = data.draw(st.integers(0, len(known) - 1))
    term = Term(tuple(known[first : first + data.draw(st.integers(1, 3))]))
    (piece,) = pieces({"x": text}, Sought(((term,),)))
    parts = piece["parts"]
    assert "".join(part["text"] for part in parts) in text
    assert any(part["match"] for part in parts)
    assert all(part["text"] for part in parts)

"""The index of words: it finds what plain Python finds, follows every write, and is asked by the engine."""
# ruff: noqa: RUF001  # characters that look like others are its matter

import sqlite3
import unicodedata
from typing import Any

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actors.models import Membership
from options.models import Category, Measure
from policyhub.records.folding import LONGEST_TEXTS, LONGEST_WORD, fold, words
from policyhub.records.sought import Sought, SoughtError, Term, read
from policyhub.records.structure import record_models
from policyhub.records.text_index import ANYWHERE, TOKENIZER, index_of, mentions, tier
from tests import builders
from tests.records.rows import SOUND
from tests.records.undone import undone
from tests.words import tier as told_by_python
from tests.words import words as words_by_python

pytestmark = pytest.mark.django_db


def store(*texts: tuple[str, str]) -> None:
    """Store a category for each title and definition."""
    made = [Category(slug=f"c-{n}", name=name, definition=said) for n, (name, said) in enumerate(texts)]
    Category.objects.bulk_create(made)


def found(sought: Sought) -> list[tuple[str, int]]:
    """Return what is found of categories, with its tier."""
    rows = Category.objects.filter(mentions(Category, sought)).annotate(t=tier(sought))
    return list(rows.order_by("t", "slug").values_list("slug", "t"))


def keys(q: str) -> list[str]:
    return [key for key, _ in found(read(q))]


def integrity() -> None:
    """Have SQLite hold the index against the rows; GIN needs no such thing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model in record_models():
                name = index_of(model)
                cursor.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


# --- What is found --------------------------------------------------------------------------

LETTERS = "aAbBéøßẞſİıñ_-'\"*.%\\ \u00a0\u0301\u00adﬁ😀їЇΣςаा½²٣Ⅷ漢字\U0001f1e6𝔸ǅꭰᏸ"
HOSTILE = st.text(LETTERS, max_size=12) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)
ROWS = st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=6)


@st.composite
def questions(draw: Any, rows: list[tuple[str, str]]) -> Sought:
    """Draw a question that has a chance to be met: of words that are there, whole or begun, and of others."""
    pool = [word for row in rows for text in row for word in words(fold(text))] + ["a", "b", "ab"]

    def term() -> Term:
        number = draw(st.sampled_from([1, 1, 1, 2, 3]))
        first = draw(st.integers(0, len(pool) - 1))
        chosen = (pool * 2)[first : first + number]
        is_open = draw(st.integers(0, 3)) == 0
        if is_open:
            chosen[-1] = chosen[-1][: draw(st.integers(1, len(chosen[-1])))]
        return Term(tuple(chosen), is_open)

    groups = tuple(
        tuple(term() for _ in range(draw(st.sampled_from([1, 1, 2])))) for _ in range(draw(st.integers(1, 3)))
    )
    return Sought(groups, tuple(term() for _ in range(draw(st.sampled_from([0, 0, 1, 2])))))


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_found_and_its_tier_are_what_python_tells(data: st.DataObject):
    rows = data.draw(ROWS)
    asked = [data.draw(questions(rows)) for _ in range(4)]
    with undone():
        store(*rows)
        integrity()
        for sought in asked:
            every = [(f"c-{n}", told_by_python(sought, name, [said, f"c-{n}"])) for n, (name, said) in enumerate(rows)]
            expected = sorted(((key, t) for key, t in every if t), key=lambda pair: (pair[1], pair[0]))
            assert found(sought) == expected
            with_not = Category.objects.filter(~mentions(Category, sought)).order_by("slug")
            assert [row.slug for row in with_not] == [key for key, t in every if t is None]


@example('a" OR "b')
@example("NEAR(a b)")
@example("{title_words}: a")
@example("a' | 'b")
@given(st.text(LETTERS + "():&|!<>{}^+~OR", max_size=24))
def test_whatever_is_typed_is_refused_or_found_as_python_finds_it(text: str):
    try:
        sought = read(text)
    except SoughtError:
        return
    rows = [("a b", text), (text, "b a"), ("b", "a"), ("", text[::-1].replace("\0", ""))]
    with undone():
        store(*rows)
        every = [(f"c-{n}", told_by_python(sought, name, [said, f"c-{n}"])) for n, (name, said) in enumerate(rows)]
        assert dict(found(sought)) == {key: t for key, t in every if t}


@given(HOSTILE)
def test_words_are_what_python_says_they_are(text: str):
    assert words(fold(text)) == words_by_python(text)


def test_each_word_is_one_word_to_fts5():
    letters = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n))[0] in "LN"]
    whole = sorted({word for letter in letters for word in words(fold(letter))})
    with sqlite3.connect(":memory:") as raw:
        raw.execute(f'CREATE VIRTUAL TABLE t USING fts5 (w, detail=none, columnsize=0, tokenize="{TOKENIZER}")')
        raw.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, row)")
        raw.executemany("INSERT INTO t (w) VALUES (?)", [(word,) for word in whole])
        assert [word for (word,) in raw.execute("SELECT term FROM v WHERE doc = 1 ORDER BY term")] == whole


def test_the_best_fit_stands_first():
    store(
        ("Other", "A shield in the air"),
        ("Shield of the air", ""),
        ("The air shield of Europe", ""),
        ("AIR  Shield", ""),
        ("Air shields", "Air-shield"),
        ("Airs", "shield"),
    )
    assert found(read("air shield")) == [("c-3", 1), ("c-2", 2), ("c-1", 3), ("c-0", 4), ("c-4", 4)]
    assert found(read('"air shield"')) == [("c-3", 1), ("c-2", 2), ("c-4", 4)]
    assert found(read("air shield*")) == [("c-3", 1), ("c-2", 2), ("c-4", 2), ("c-1", 3), ("c-0", 4)]
    assert found(read("air -shield*")) == []
    assert found(read("airs OR europe")) == [("c-5", 1), ("c-2", 2)]


def test_no_phrase_goes_from_one_text_into_the_next():
    store(("Air", "Shield"))
    assert keys("air shield") == ["c-0"]
    assert keys('"air shield"') == keys('"shield c"') == []


def test_a_kind_without_a_title_is_known_by_its_key():
    record = SOUND["membership"]()
    (first, *_) = record.slug.split("-")
    rows = Membership.objects.annotate(t=tier(read(record.slug)))
    assert rows.filter(mentions(Membership, read(first))).get().t == 1


# --- What is kept ---------------------------------------------------------------------------


def test_the_index_follows_every_write():
    store(("Før", "one"), ("Two", "one"))
    assert keys("for") == ["c-0"]
    row = Category.objects.get(slug="c-0")
    row.name = "Étage"
    row.save()
    assert (keys("for"), keys("etage"), keys("one")) == ([], ["c-0"], ["c-0", "c-1"])
    row.definition = "three"
    row.save(update_fields=["definition"])
    assert (keys("one"), keys("three")) == (["c-1"], ["c-0"])
    Category.objects.filter(slug="c-1").update(publication="published")
    integrity()
    row.delete()
    assert (keys("etage"), keys("two")) == ([], ["c-1"])
    integrity()


def test_the_index_is_taken_back_with_what_was_written():
    store(("Kept", ""))
    with undone():
        Category.objects.update(body_words=" gone ", title_words="")
        assert (keys("kept"), keys("gone")) == ([], ["c-0"])
    assert (keys("kept"), keys("gone")) == (["c-0"], [])
    integrity()


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_every_kind_of_record_is_found_by_each_of_its_words(model: Any):
    record = SOUND[model._meta.model_name]()
    every = f"{record.title_words}{record.body_words}".split()
    assert every
    for word in every:
        sought = Sought(((Term((word,)),),))
        assert record in model.objects.filter(mentions(model, sought))
    integrity()


def test_long_texts_and_long_words_are_kept_as_far_as_is_said():
    many = " ".join(f"w{n}" for n in range(40_000))
    store(("Many", f"{'漢' * 300} {many}"), ("One", f"{'字' * LONGEST_WORD} 😀"))
    assert keys("漢" * 200) == keys("漢" * LONGEST_WORD) == ["c-0"]
    assert keys("字" * LONGEST_WORD) == ["c-1"]
    assert keys("w1") == ["c-0"]
    assert keys("w39999") == []
    assert len(Category.objects.get(slug="c-0").body_words) <= LONGEST_TEXTS
    store_wide = [Category(slug="wide", name="x", definition=" ".join(f"漢{n:06}" for n in range(30_000)))]
    Category.objects.bulk_create(store_wide)
    integrity()


# --- What is asked --------------------------------------------------------------------------


def test_the_engine_asks_the_index():
    store(*((f"Title {n}", f"word{n} common") for n in range(3000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE options_category")
    for q in ("word17", "common", "wor*", '"word17 common" -title', "word1 OR word2"):
        kept = Category.objects.filter(mentions(Category, read(q)), publication="published")
        for rows in (kept.order_by("slug")[:50], kept.annotate(t=tier(read(q))).order_by("t", "slug")[:50]):
            plan = rows.explain()
            if connection.vendor == "postgresql":
                assert "Bitmap Index Scan on category_words" in plan, plan
            else:
                assert "SCAN category_words VIRTUAL TABLE INDEX" in plan, plan
                assert "SCAN options_category" not in plan, plan
                assert "rowid=?" in plan or "t" not in rows.query.annotations, plan  # an index may be in order


def test_nothing_found_is_the_last_tier():
    builders.measure("one", title="Talks")
    row = Measure.objects.annotate(t=tier(read("nothing"))).get()
    assert row.t == ANYWHERE

"""Text without case and diacritics: how it is folded, that it is kept, and that both engines find by it alike."""
# ruff: noqa: RUF001  # characters that look like others are its matter

import unicodedata
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db.models import Exists, OuterRef, Q
from hypothesis import example, given
from hypothesis import strategies as st

from actors.models import Actor
from options.models import Category, Measure, Position
from policyhub.records.folding import LONGEST, contains, fold, folded_texts, refold, starts_with, text_fields
from policyhub.records.publication import withdraw
from policyhub.records.structure import record_models
from policyhub.sources.models import Source
from tests import builders
from tests.records.rows import SOUND
from tests.records.undone import undone

ALIKE = [
    ("Støre", "STØRE", "store"),
    ("Straße", "STRASSE", "STRAẞE", "strasse"),
    ("Île-de-France", "ile‑de—france", "ILE-DE-FRANCE"),
    ("Київ", "КИЇВ", "киів"),
    ("İstanbul", "ıstanbul", "ISTANBUL"),
    ("Łódź", "ŁÓDŹ", "lodz"),
    ("Þórður", "THORDUR"),
    ("Œuvre de Æthelred", "oeuvre de aethelred"),
    ("Željko Đurić", "zeljko duric"),
    ("Ⅷ", "viii"),
    ("ﬁnal", "final"),
    ("“quotes” «here»", '"quotes" "here"'),
    ("d’Orsay", "d'Orsay", "dʼorsay"),
    ("1990–91", "1990-91", "1990−91"),
    ("so\u00adft join\u200der\ufeff", "soft joiner"),
    (" two\u00a0 \t\r\n words\x00", "two words"),
    ("ΟΔΟΣ", "οδός", "οδοσ"),
    ("é", "e\u0301", "E"),
]
NOTHING = ["", " ", "\u0301", "\u00ad\u200b", "\x00\n", "\ufe0f", "\ud800"]
HOSTILE = ["%", "_", "\\", "\\%", "'", '"', "'; --", "{", "$.title", "😀", "100 %", "a_b", "Київ", "\u202e", "K", "ﷺ"]

LETTERS = "aAeEéÉøØßẞſIİıŁñ%_\\'\"“”«’–-. \u00a0\u0301\u00ad\u0345ﬁ😀їЇΣςkK"
TEXT = st.text() | st.text(LETTERS)


# --- What folding does ------------------------------------------------------------------------


@pytest.mark.parametrize("texts", ALIKE, ids=lambda texts: texts[-1])
def test_these_are_the_same_text(texts: tuple[str, ...]):
    assert {fold(text) for text in texts} == {fold(texts[-1])}


@pytest.mark.parametrize("text", ["store", "lodz", "oeuvre de aethelred", "viii", '"quotes"', "d'orsay", "1990-91"])
def test_plain_text_stays_as_it_is(text: str):
    assert fold(text) == text


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_nothing_is_left_of(text: str):
    assert fold(text) == ""


@pytest.mark.parametrize("one", ["%", "_", "\\", "😀", "и", "#", "§"])
def test_a_sign_is_not_lost(one: str):
    assert fold(f"a {one} b") == f"a {one} b"


@given(TEXT)
def test_folded_text_is_folded(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("first", range(0, 0x110000, 0x11000))
def test_every_character_is_folded_for_good(first: int):
    for character in map(chr, range(first, first + 0x11000)):
        folded = fold(character)
        assert fold(folded) == folded
        assert not any(unicodedata.category(letter) in ("Mn", "Cc", "Cf", "Cs") for letter in folded)


@example("\u1ffd")
@given(TEXT)
def test_folding_does_not_mind_how_the_text_is_composed(text: str):
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {fold(text)}


@given(TEXT, TEXT, TEXT)
def test_words_are_found_in_the_text_that_holds_them(before: str, words: str, after: str):
    assert fold(words) in fold(f"{before} {words} {after}")


# --- What is stored ---------------------------------------------------------------------------


@pytest.mark.django_db
class TestWhatIsStored:
    def test_is_every_text_of_the_record_by_its_column(self):
        Actor.objects.create(code="NOR", kind="state", name="Norge Ø", iso_alpha2="NO")
        assert Actor.objects.get().folded == {"name": "norge o", "code": "nor"}  # a code is no word

    @pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
    def test_is_no_vocabulary_and_no_address(self, model: Any):
        record = SOUND[model._meta.model_name]()
        assert model.KEY in text_fields(model)
        assert model.objects.get(pk=record.pk).folded == record.folded == folded_texts(record)
        assert not {"url", "archive_url", "publication", "kind", "stance", "folded"} & set(record.folded)

    def test_follows_the_record(self):
        measure = builders.measure(title="Før")
        measure.title = "Étage"
        measure.save()
        assert Measure.objects.get().folded["title"] == measure.folded["title"] == "etage"
        measure.note = measure.summary = ""
        measure.save()
        assert "summary" not in Measure.objects.get().folded

    def test_follows_where_only_some_fields_are_stored(self):
        measure = builders.measure(title="Før", summary="Sø")
        measure.title, measure.summary = "Étage", "not stored"
        measure.save(update_fields=["title"])
        stored = Measure.objects.get()
        assert (stored.title, stored.summary) == ("Étage", "Sø")
        assert stored.folded == folded_texts(stored) == measure.folded

    def test_follows_where_only_some_fields_were_read(self):
        builders.position(summary="Før")
        position = Position.objects.only("summary").get()
        position.summary = "Étage"
        position.save()
        stored = Position.objects.get()
        assert stored.folded == folded_texts(stored)

    def test_stays_with_the_stored_text_where_none_is_stored(self):
        stale = builders.position(public=True)
        now = Position.objects.get()
        now.summary = "Corrected."
        now.save()
        withdraw(record=stale)
        assert Position.objects.get().folded["summary"] == "corrected."

    def test_is_there_where_many_are_stored_at_once(self):
        Category.objects.bulk_create([Category(slug="a", name="Île", definition="?")])
        assert Category.objects.get().folded == {"name": "ile", "slug": "a", "definition": "?"}

    def test_is_never_left_behind_by_an_update(self):
        measure = builders.measure(title="Før")
        for change in (Measure.objects.update, Measure.objects.all().update, measure.category.measures.update):
            with pytest.raises(FieldError, match="title: text is stored by save"):
                change(title="Étage")
        measure.title = "Étage"
        with pytest.raises(FieldError):
            Measure.objects.bulk_update([measure], ["title"])

    def test_is_made_anew_for_what_was_stored_without_it(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("policyhub.records.folding.CHUNK", 2)
        for number in range(5):
            builders.category(f"c-{number}", name=f"Île {number}")
        Category.objects.update(folded={})
        refold(Category.objects.exclude(slug="c-3"))
        names = [category.folded.get("name") for category in Category.objects.order_by("slug")]
        assert names == ["ile 0", "ile 1", "ile 2", None, "ile 4"]


# --- What is found ----------------------------------------------------------------------------


def titles(*conditions: Q) -> list[str]:
    """Return the titles of the sources that meet the conditions, in order."""
    return list(Source.objects.filter(*conditions).order_by("pk").values_list("title", flat=True))


def store(*texts: str) -> None:
    """Store a source for each title."""
    sources = [Source(slug=f"s-{n}", url=f"https://example.org/{n}", title=text) for n, text in enumerate(texts)]
    for source in sources:
        source.publisher, source.language, source.kind = "Office", "en", "press"
    Source.objects.bulk_create(sources)


SOURCES = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.text(LETTERS))


@pytest.mark.django_db
class TestWhatIsFound:
    @example(["100 %", "100 x", "a_b", "axb", "\\", "back\\slash"], "%")
    @example(["a_b", "axb"], "a_b")
    @example(["\\%", "%"], "\\")
    @given(SOURCES.filter(lambda texts: len(texts) < 8), st.text(LETTERS, min_size=1, max_size=3))
    def test_is_what_python_finds(self, texts: list[str], needle: str):
        with undone():
            store(*texts)
            wanted = {needle, *texts, *(text[1:3] for text in texts)}
            for text in [text for text in wanted if fold(text)]:
                found = [other for other in texts if fold(text) in fold(other)]
                assert titles(contains("title", text)) == found
                assert titles(~contains("title", text)) == [other for other in texts if other not in found]
                first = [other for other in texts if fold(other).startswith(fold(text))]
                assert titles(starts_with("title", text)) == first

    @pytest.mark.parametrize("text", [text for text in HOSTILE if fold(text)], ids=ascii)
    def test_is_meant_word_for_word(self, text: str):
        store("nothing of it", f"a {text} b", "")
        assert titles(contains("title", text)) == [f"a {text} b"]
        assert titles(~contains("title", text)) == ["nothing of it", ""]
        assert titles(starts_with("title", f"A {text}")) == [f"a {text} b"]

    def test_is_not_lost_between_a_condition_and_its_negation(self):
        store("Støre", "", "\u0301")
        for condition in (contains("title", "store"), starts_with("title", "s")):
            assert (titles(condition), titles(~condition)) == (["Støre"], ["", "\u0301"])
            assert titles(~~condition | ~condition) == ["Støre", "", "\u0301"]

    def test_is_found_beyond_a_foreign_key_and_in_a_subquery(self):
        builders.position(builders.actor("CIV", name="Côte d’Ivoire"))
        builders.position(builders.actor("FRA"), builders.measure("other"))
        name = contains("actor__name", "cote d'ivoire")
        inside = Exists(Actor.objects.filter(contains("name", "COTE"), pk=OuterRef("actor")))
        for condition in (name, Q(inside), Q(actor__in=Actor.objects.filter(starts_with("name", "côte")))):
            assert [position.actor.code for position in Position.objects.filter(condition)] == ["CIV"]
            assert [position.actor.code for position in Position.objects.exclude(condition)] == ["FRA"]

    @pytest.mark.parametrize("text", NOTHING, ids=ascii)
    def test_nothing_cannot_be_looked_for(self, text: str):
        for look in (contains, starts_with):
            with pytest.raises(ValueError, match="Nothing is left"):
                look("title", text)

    def test_the_longest_text_can_be_looked_for_and_no_longer_one(self):
        store("%" * 500)
        assert titles(contains("title", "😀" * LONGEST)) == titles(contains("title", "%" * LONGEST)) == []
        assert len(titles(contains("title", "%" * 500))) == 1
        with pytest.raises(ValueError, match="more than"):
            contains("title", "x" * (LONGEST + 1))

"""How identities and codes are written, in the database and in validation alike."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from actors.models import Actor
from tests import builders
from tests.records.undone import attempt

pytestmark = pytest.mark.django_db

SLUGS = {"mnfu": True, "mnfu-2": True, "2-b": True, "UPPER": False, "two--hyphens": False, "-first": False}
SLUGS |= {"last-": False, "under_score": False, "with space": False, "ümlaut": False, "line\n": False, "": False}
CODES = {"EU": True, "USA-PRES": True, "E3": True, "eu": False, "E--U": False, "-EU": False, "EU-": False, "3E": False}
CODES |= {"E U": False, "EU\n": False}
STATES = {"FRA": True, "XKX": True, "FR": False, "FRAN": False, "fra": False, "FR1": False, "FRA-X": False}
ALPHA_2 = {"": True, "FR": True, "fr": False, "F": False, "F1": False}
LANGUAGES = {"en": True, "EN": False, "e": False, "e1": False, "": False}
CURRENCIES = {"EUR": True, "eur": False, "EU": False, "E1R": False}


def taken(record: Any, **fields: Any) -> tuple[bool, bool]:
    """Tell whether validation and the database take the record with these values."""
    for name, value in fields.items():
        setattr(record, name, value)
    try:
        record.full_clean()
        valid = True
    except ValidationError:
        valid = False
    with attempt() as refusals:
        type(record)._base_manager.filter(pk=record.pk).update(**fields)
    return valid, not refusals


@pytest.mark.parametrize(("slug", "sound"), SLUGS.items())
def test_a_slug_is_lower_case_words_joined_by_single_hyphens(slug: str, sound: bool):
    assert taken(builders.category(), slug=slug) == (sound, sound)


@pytest.mark.parametrize(("code", "sound"), CODES.items())
def test_a_code_is_upper_case_words_joined_by_single_hyphens(code: str, sound: bool):
    assert taken(builders.actor("NATO", kind="organisation"), code=code) == (sound, sound)


@pytest.mark.parametrize(("code", "sound"), STATES.items())
def test_the_code_of_a_state_is_its_alpha_3_code(code: str, sound: bool):
    assert taken(builders.actor("DEU"), code=code) == (sound, sound)


@pytest.mark.parametrize(("code", "sound"), ALPHA_2.items())
def test_an_alpha_2_code_is_two_upper_case_letters(code: str, sound: bool):
    assert taken(builders.actor(), iso_alpha2=code) == (sound, sound)


@pytest.mark.parametrize(("language", "sound"), LANGUAGES.items())
def test_a_language_is_two_lower_case_letters(language: str, sound: bool):
    assert taken(builders.source(), language=language)[0] == sound
    assert taken(builders.source(), language=language or "EN")[1] == sound
    assert taken(builders.statement(), quote="We will.", language=language) == (sound, sound)


@pytest.mark.parametrize(("currency", "sound"), CURRENCIES.items())
def test_a_currency_is_three_upper_case_letters(currency: str, sound: bool):
    position = builders.position()
    assert taken(position, amount=1, amount_basis="one-off", currency=currency) == (sound, sound)


def test_many_actors_have_no_alpha_2_code():
    builders.actor("FRA")
    builders.actor("DEU").full_clean()
    assert Actor.objects.filter(iso_alpha2="").count() == 2


@pytest.mark.parametrize(("words", "sound"), [(24, True), (25, False)])
def test_a_quote_has_fewer_than_25_words(words: int, sound: bool):
    quote = " ".join(["word"] * words)
    citation = builders.condition().citations.get()
    citation.quote = quote
    for record in (builders.statement(quote=quote, language="en"), citation):
        if sound:
            record.full_clean()
            continue
        with pytest.raises(ValidationError) as caught:
            record.full_clean()
        assert caught.value.message_dict == {"quote": ["A quote has fewer than 25 words; this one has 25."]}

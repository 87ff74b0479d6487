"""
Folded text: text without case, diacritics and typography, so that "Støre" is found by "store" and "STØRE".

What a record says is folded by one Python function as it is stored, beside the text itself; what
somebody looks for is folded by the same function. The engines only compare letters, and answer alike
(docs/adr/0015-folded-text.md).
"""
# ruff: noqa: RUF001  # characters that look like others are its matter

import unicodedata
from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains, StartsWith

LONGEST = 2000
"""Characters of folded text that can be looked for; SQLite refuses patterns of more than 50,000 bytes."""

LONGEST_CODE = 3
"""Columns so short hold a code, of a language or a currency, and no words that anybody looks for."""

CHUNK = 400
"""Rows that are folded at once."""

NO_DECOMPOSITION = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "n",
    "ŧ": "t",
    "ǥ": "g",
    "ə": "a",
}
"""Letters with a plain counterpart that Unicode does not take apart; capitals become small ones first."""

TYPOGRAPHY = {"‘’‚‛‹›ʹʻʼʽ′": "'", "“”„‟«»": '"', "−⁃": "-", "⁄": "/"}
"""Quotation marks, apostrophes and lines that stand for the keys of a keyboard; other dashes go by their category."""

DROPPED = {"Mn", "Me", "Cf", "Cs"}
"""Categories that leave nothing: marks on letters, what is invisible (soft hyphens, joiners), half surrogates."""


class _Plain(dict[int, str]):
    """What stands for each character, worked out when it is first met."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        category = unicodedata.category(character)
        plain = "" if category in DROPPED else " " if category == "Cc" else "-" if category == "Pd" else character
        return self.setdefault(number, plain)


PLAIN = _Plain(
    {ord(letter): plain for letter, plain in NO_DECOMPOSITION.items()}
    | {ord(character): plain for characters, plain in TYPOGRAPHY.items() for character in characters}
)


def fold(text: str) -> str:
    """
    Return `text` as it is compared: small letters without marks, plain quotes and dashes, single blanks.

    Folded text is folded: `fold(fold(text)) == fold(text)`. Whole words stay where they are: where `text`
    holds some words, the folded text holds the folded words. Nothing may be left of it.
    """
    folded = _fold_once(text)
    # One step may make work for another (a capital becomes a letter of the table), till nothing is left to do.
    while folded != text and not folded.isascii():
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKD", text).translate(PLAIN).casefold().split())


# --- What is stored ---------------------------------------------------------------------------


def text_fields(model: type[models.Model]) -> list[str]:
    """Return the columns of a kind of record that are free text: its name or title, then its key and the rest."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField)
        and not field.choices
        and not (field.max_length and field.max_length <= LONGEST_CODE)
    ]
    return sorted(names, key=lambda name: name not in ("name", "title"))


def folded_texts(row: models.Model) -> dict[str, str]:
    """Return what the row says in each of its text columns, folded; columns that say nothing are left out."""
    folded = {name: fold(getattr(row, name)) for name in text_fields(type(row))}
    return {name: text for name, text in folded.items() if text}


class FoldedField(models.JSONField):
    """The texts of a record, folded, by the name of their column; made whenever the record is stored."""

    def __init__(self, **options: Any) -> None:
        help_text = "The texts of the record without case and diacritics, in which words are looked for."
        usual: dict[str, Any] = {"default": dict, "editable": False, "help_text": help_text}
        super().__init__(**usual | options)

    def pre_save(self, model_instance: models.Model, add: bool) -> dict[str, str]:
        """Fold what the record says now."""
        folded = folded_texts(model_instance)
        setattr(model_instance, self.attname, folded)
        return folded


def refold(rows: models.QuerySet[Any]) -> None:
    """Fold anew what these rows say as they are stored: where `save()` was not there to do it, as in a migration."""
    rows = rows.order_by("pk").only(*text_fields(rows.model))
    chunk = list(rows[:CHUNK])
    while chunk:
        for row in chunk:
            rows.model._base_manager.using(rows.db).filter(pk=row.pk).update(folded=folded_texts(row))
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def refold_app(label: str) -> Callable[[Any, Any], None]:
    """Return the step of a migration that folds what an application has stored of its records."""

    def fold_stored(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(label).get_models():
            if any(field.name == "folded" for field in model._meta.fields):
                refold(model._base_manager.using(schema_editor.connection.alias).all())

    return fold_stored


# --- What is looked for -----------------------------------------------------------------------


def contains(field: str, text: str) -> Q:
    """
    Keep records whose `field` contains `text`, as words are folded; the negation keeps exactly the others.

    A foreign key may stand in front of the field (`actor__name`). Raises ValueError where nothing is left
    of the text once it is folded, and where it is longer than anything that could be found.
    """
    return Q(Contains(_stored(field), _wanted(text)))


def starts_with(field: str, text: str) -> Q:
    """Keep records whose `field` starts with `text`; see `contains`."""
    return Q(StartsWith(_stored(field), _wanted(text)))


def mentions(model: type[models.Model], words: Sequence[str]) -> Q:
    """
    Keep records that mention every one of `words`, each in any of their texts; see `contains`.

    Raises ValueError also where there are no words.
    """
    if not words:
        raise ValueError("There is nothing to look for.")
    names = text_fields(model)
    return reduce(and_, (reduce(or_, (contains(name, word) for name in names)) for word in words))


def _stored(field: str) -> Coalesce:
    *path, name = field.split("__")
    text = KeyTextTransform(name, "__".join([*path, "folded"]))
    # A column that says nothing has no key: without Coalesce neither a condition nor its negation would keep it.
    return Coalesce(text, Value(""), output_field=models.TextField())


def _wanted(text: str) -> str:
    folded = fold(text)
    if not folded:
        raise ValueError(f"Nothing is left of {text!r} without case, marks and blanks.")
    if len(folded) > LONGEST:
        raise ValueError(f"Nothing of more than {LONGEST} characters can be looked for.")
    return folded

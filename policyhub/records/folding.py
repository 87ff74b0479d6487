"""
Folded text: text without case, diacritics and typography, so that "Støre" is found by "store" and "STØRE".

What a record says is folded by one Python function as it is stored, beside the text itself; what
somebody looks for is folded by the same function. The engines only compare letters, and answer alike
(docs/adr/0015-folded-text.md).
"""
# ruff: noqa: RUF001  # characters that look like others are its matter

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.apps import apps as installed
from django.db import models
from django.db.models import Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains, StartsWith

LONGEST = 2000
"""Characters of folded text that can be looked for; SQLite refuses patterns of more than 50,000 bytes."""

LONGEST_CODE = 3
"""Columns so short hold a code, of a language or a currency, and no words that anybody looks for."""

LONGEST_WORD = 100
"""Characters of a word that are kept: two words that begin alike for so long are one. PostgreSQL has such a limit."""

LONGEST_TEXTS = 100_000
"""Characters of a title, and of all other texts, whose words are kept; PostgreSQL indexes a million bytes of a row."""

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


class _Apart(dict[int, str]):
    """A character of a word as it is, and a blank for any other, worked out when it is first met."""

    def __missing__(self, number: int) -> str:
        category = unicodedata.category(chr(number))
        # Marks that take room of their own (Mc) are what other scripts write vowels with.
        return self.setdefault(number, chr(number) if category[0] in "LN" or category == "Mc" else " ")


APART = _Apart()


def words(folded: str) -> list[str]:
    """Return the words of a folded text: what stands between all that is neither letter nor digit."""
    found = folded.translate(APART).split()
    too_long = max(map(len, found), default=0) > LONGEST_WORD
    return [word[:LONGEST_WORD] for word in found] if too_long else found


def padded(folded: str) -> str:
    """Return the words of a folded text with a blank on either side of each; nothing where there are none."""
    found = words(folded)
    return f" {' '.join(found)} " if found else ""


# --- What is stored ---------------------------------------------------------------------------


def text_fields(model: type[models.Model]) -> list[str]:
    """Return the columns of a kind of record that are free text: its name or title, then its key and the rest."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField | WordsField)
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


class WordsField(models.TextField):  # type: ignore[type-arg]  # generic for type checkers alone
    """
    Words of a record's folded texts, between blanks; two blanks part one text from the next.

    They are those of the title, or of all other texts. The index of words is made of both
    (`policyhub/records/text_index.py`), and a phrase is looked for in them as a piece of text.
    """

    def __init__(self, *, of_title: bool = False, **options: Any) -> None:
        self.of_title = of_title
        about = "title" if of_title else "other texts"
        help_text = f"The words of the record's {about} without case and diacritics, between blanks."
        usual: dict[str, Any] = {"default": "", "editable": False, "help_text": help_text}
        super().__init__(**usual | options)

    def deconstruct(self) -> Any:
        """Return the field as migrations write it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"of_title": True} if self.of_title else {})}

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """Have PostgreSQL compare it letter by letter."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Take the words of what `FoldedField`, which stands before it, has folded."""
        folded = model_instance.folded  # type: ignore[attr-defined]
        found = title_words(type(model_instance), folded) if self.of_title else body_words(type(model_instance), folded)
        setattr(model_instance, self.attname, found)
        return found


COLUMNS = ("folded", "title_words", "body_words")
"""The columns of a record that are made of its texts for search alone."""


@lru_cache(maxsize=200)
def title_field(model: type[models.Model]) -> str:
    """Return the column by which people know a record of that kind; its key where there is none."""
    try:
        known: Any = installed.get_model(model._meta.label)  # models within a migration name no title
    except LookupError:
        return text_fields(model)[0]
    return str(known.TITLE or known.KEY)


def title_words(model: type[models.Model], folded: Mapping[str, str]) -> str:
    """Return the words of the title of a record of that kind, of which these are the folded texts."""
    return _cut(padded(folded.get(title_field(model), "")))


def body_words(model: type[models.Model], folded: Mapping[str, str]) -> str:
    """Return the words of all its other texts."""
    title = title_field(model)
    return _cut("".join(padded(text) for name, text in folded.items() if name != title))


def _cut(found: str) -> str:
    return found if len(found) <= LONGEST_TEXTS else f"{found[:LONGEST_TEXTS].rpartition(' ')[0]} "


def stored_texts(row: models.Model) -> dict[str, Any]:
    """Return what a row stores of its texts, by column; a column that it does not have yet is left out."""
    folded = folded_texts(row)
    values = zip(COLUMNS, (folded, title_words(type(row), folded), body_words(type(row), folded)), strict=True)
    has = {field.name for field in row._meta.concrete_fields}
    return {name: value for name, value in values if name in has}


def refold(rows: models.QuerySet[Any]) -> None:
    """Fold anew what these rows say as they are stored: where `save()` was not there to do it, as in a migration."""
    rows = rows.order_by("pk").only(*text_fields(rows.model))
    chunk = list(rows[:CHUNK])
    while chunk:
        for row in chunk:
            rows.model._base_manager.using(rows.db).filter(pk=row.pk).update(**stored_texts(row))
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

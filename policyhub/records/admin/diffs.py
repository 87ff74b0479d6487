"""What a revision changes, as tables that people read: labels, titles, words of vocabularies, rows of parts."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from policyhub.records.differences import (
    Difference,
    KeysDifference,
    PartsDifference,
    RowDifference,
    ValueDifference,
    differences,
)
from policyhub.records.models import Record, Version
from policyhub.records.state import CHUNK, before_and_after, model_of
from policyhub.records.structure import parts_of
from policyhub.records.vocabularies import Action

WORDS = 1_500
"""Texts of up to so many words are compared word by word; longer ones stand beside each other."""

VERBS = {Action.CREATE: "added", Action.CHANGE: "changed", Action.DELETE: "deleted"}


@dataclass(frozen=True)
class Line:
    """One line of a table: a field before and after; or, with `sign`, the row of a part that the next lines tell of."""

    label: str
    before: str = ""
    after: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Change:
    """What one record says otherwise, ready to be shown."""

    kind: str
    key: str
    title: str
    verb: str
    address: str
    lines: list[Line] = field(default_factory=list)


class Names:
    """The titles of records by kind and key, read together; and their pages, where they are still there."""

    def __init__(self) -> None:
        self.wanted: dict[str, dict[str, None]] = defaultdict(dict)
        self.titles: dict[tuple[str, str], str] = {}
        self.numbers: dict[tuple[str, str], int] = {}

    def want(self, kind: str, keys: Iterable[Any]) -> None:
        """Take note of records that will be named."""
        self.wanted[kind] |= dict.fromkeys(str(key) for key in keys if key not in (None, ""))

    def read(self) -> None:
        """Read the titles of all that are wanted, a few hundred at a time."""
        for kind, wanted in self.wanted.items():
            model, keys = model_of(kind), list(wanted)
            for start in range(0, len(keys) if model else 0, CHUNK):
                rows = model._base_manager.filter(**{f"{model.KEY}__in": keys[start : start + CHUNK]})
                for number, key, title in rows.values_list("pk", model.KEY, model.TITLE or model.KEY):
                    self.titles[kind, key], self.numbers[kind, key] = title, number

    def of(self, kind: str, key: str) -> str:
        """Return how people know a record: its title and its key, or the key alone."""
        title = self.titles.get((kind, key), key)
        return f"{title} ({key})" if title != key else key

    def page(self, kind: str, key: str) -> str:
        """Return the address of a record's page; empty where there is no such record."""
        number = self.numbers.get((kind, key))
        return reverse(f"admin:{kind.replace('.', '_')}_change", args=[number]) if number is not None else ""


def shown(versions: Iterable[Version]) -> list[Change]:
    """Return what versions change, each record by itself, with the names of all that they refer to."""
    names, told = Names(), []
    for version in versions:
        model = model_of(version.kind)
        found = differences(model, *before_and_after(version)) if model is not None else []
        names.want(version.kind, [version.key])
        for one in found:
            want(names, one, model)
        told.append((version, model, found))
    names.read()
    return [
        Change(
            kind=str(model._meta.verbose_name) if model is not None else version.kind,
            key=version.key,
            title=names.of(version.kind, version.key),
            verb=VERBS[Action(version.action)],
            address=names.page(version.kind, version.key),
            lines=[line for one in found for line in lines_of(one, names, model)],
        )
        for version, model, found in told
    ]


def want(names: Names, one: Difference, model: type[Record]) -> None:
    """Take note of the records that a difference names."""
    if isinstance(one, KeysDifference):
        names.want(one.refers_to, [*one.added, *one.removed])
    elif isinstance(one, ValueDifference) and one.refers_to:
        names.want(one.refers_to, [one.before, one.after])
    elif isinstance(one, PartsDifference):
        for row in one.rows:
            for name, value in row.key:
                if kind := far_kind(model, one.field, name):
                    names.want(kind, [value])
            for change in row.differences:
                want(names, change, model)


def far_kind(model: type[Record], part: str, name: str) -> str:
    """Return the kind of record that a field of a part refers to; empty where it refers to none."""
    known = parts_of(model)[part]._meta.get_field(name)
    return str(known.related_model._meta.label_lower) if known.is_relation else ""


# --- Lines --------------------------------------------------------------------------------------


def lines_of(one: Difference, names: Names, model: type[Record]) -> Iterator[Line]:
    """Yield the lines in which a difference is told."""
    if isinstance(one, ValueDifference):
        yield value_line(one, names)
    elif isinstance(one, KeysDifference):
        before, after = (listed(names, one.refers_to, keys, tag) for keys, tag in ((one.removed, 0), (one.added, 1)))
        yield Line(one.label, before, after)
    elif isinstance(one, PartsDifference):
        for row in one.rows:
            yield Line(f"{one.label}: {row_title(row, one.field, names, model)}", sign=row.action)
            keys = {name for name, _ in row.key}
            for change in row.differences:
                if row.action == "changed" or change.field not in keys:
                    yield value_line(change, names)


def row_title(row: RowDifference, part: str, names: Names, model: type[Record]) -> str:
    """Return what tells a row of a part apart, with titles where it refers to records."""
    if not any(far_kind(model, part, name) for name, _ in row.key):
        return row.title
    words = []
    for name, value in row.key:
        if value is not None:
            known: Any = parts_of(model)[part]._meta.get_field(name)
            kind = far_kind(model, part, name)
            words.append(names.of(kind, str(value)) if kind else str(dict(known.flatchoices).get(value, value)))
    return ", ".join(words)


def value_line(one: ValueDifference, names: Names) -> Line:
    """Return the line of one value; where two texts differ in some words, those are marked."""
    old, new = readable(one.before, one.before_label, one, names), readable(one.after, one.after_label, one, names)
    if old and new and not one.refers_to and " " in old and " " in new:
        return Line(one.label, *by_word(old, new))
    return Line(one.label, marked(old, 0), marked(new, 1))


def readable(value: Any, label: str, one: ValueDifference, names: Names) -> str:
    """Return a value as people read it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if one.refers_to:
        return names.of(one.refers_to, str(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return label or str(value)


def marked(text: str, new: int) -> str:
    """Return a text as one that was added, or removed; nothing where there is none."""
    return format_html("<ins>{}</ins>" if new else "<del>{}</del>", text) if text else ""


def listed(names: Names, kind: str, keys: Iterable[str], new: int) -> str:
    """Return the records of a list that were added, or removed."""
    return format_html_join(SafeString("<br>"), "{}", ((marked(names.of(kind, key), new),) for key in keys))


def by_word(old: str, new: str) -> tuple[str, str]:
    """Return two texts, each with the words marked that the other lacks."""
    one, other = split(old), split(new)
    if len(one) + len(other) > WORDS:
        return marked(old, 0), marked(new, 1)
    before, after = [], []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = "".join(one[a:b]), "".join(other[c:d])
        same = what == "equal"
        before.append((left if same else marked(left, 0),))
        after.append((right if same else marked(right, 1),))
    return format_html_join("", "{}", before), format_html_join("", "{}", after)


def split(text: str) -> list[str]:
    """Return the words of a text, each with the space that follows it."""
    words: list[str] = []
    for piece in text.split(" "):
        words += [piece, " "]
    return words[:-1]


def what(number: int, kind: str | None, key: str | None) -> str:
    """Return in a few words which records a revision changes: the first by name, the rest counted."""
    if not number or kind is None or key is None:
        return "nothing"
    model = model_of(kind)
    first = f"{capfirst(str(model._meta.verbose_name)) if model is not None else kind} {key}"
    return first if number == 1 else f"{first} and {number - 1} more"

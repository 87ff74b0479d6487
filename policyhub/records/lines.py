"""Lines of JSON, one record each: how they are read, and what can be said of them without a database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from policyhub.records.models import Record
from policyhub.records.state import State, model_of
from policyhub.records.structure import own_fields, parts_of, record_models


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.field}: {self.message}"


@dataclass
class Line:
    """One record as it stands in a file; `record` is what was stored for it, `stored` tells whether one was there."""

    file: str
    number: int
    model: type[Record]
    fields: State
    record: Record | None = None
    stored: bool = False
    unchanged: bool = False

    @property
    def key(self) -> str:
        """Return the public identity; empty where the line has none."""
        return str(self.fields.get(self.model.KEY, ""))

    def problem(self, place: str, message: str) -> Problem:
        """Return what is wrong in that place of the line."""
        return Problem(self.file, self.number, place, message)


def read_lines(path: Path) -> Iterator[Line | Problem]:
    """Yield each record of a file, or what is wrong with its line."""
    # Not splitlines(): a text may hold other characters that it takes for the end of a line.
    for number, content in enumerate(path.read_bytes().split(b"\n"), start=1):
        if content.strip():
            try:
                yield _parse(str(path), number, content.decode())
            except _PlaceError as error:
                yield Problem(str(path), number, error.place, str(error))
            except UnicodeDecodeError as error:
                yield Problem(str(path), number, "-", f"not UTF-8: {error.reason} at byte {error.start}")


class _PlaceError(Exception):
    def __init__(self, place: str, message: str) -> None:
        self.place = place
        super().__init__(message)


def _parse(file: str, number: int, text: str) -> Line:
    try:
        content = json.loads(text, object_pairs_hook=_names_once)
    except json.JSONDecodeError as error:
        raise _PlaceError("-", f"not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise _PlaceError("-", str(error)) from error
    if not isinstance(content, dict) or set(content) != {"model", "fields"} or not isinstance(content["fields"], dict):
        raise _PlaceError("-", 'a line is {"model": "app.kind", "fields": {...}}')
    model = model_of(str(content["model"]))
    if model is None:
        labels = ", ".join(known._meta.label_lower for known in record_models())
        raise _PlaceError("model", f"no kind of record {content['model']!r}; there are {labels}")
    if not content["fields"].get(model.KEY):
        raise _PlaceError(model.KEY, "the public identity is missing")
    return Line(file, number, model, content["fields"])


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name!r} stands twice")
    return dict(pairs)


def value_of(known: Any, value: Any) -> Any:
    """Return what the column stores for a value of JSON; raise ValidationError where it is none of its values."""
    if not _is_typed_for(known, value):
        raise ValidationError(f"{value!r} is not the right type")
    if isinstance(value, str) and not _can_be_stored(value):
        raise ValidationError(f"{value!r} holds a character that cannot be stored")
    return known.to_python(value)


def _is_typed_for(known: Any, value: Any) -> bool:
    """Tell whether JSON writes the values of that column so: days are text, sums are text or numbers."""
    if isinstance(value, bool):
        return False
    if isinstance(known, models.DecimalField):
        return isinstance(value, str | int | float)
    if isinstance(known, models.IntegerField):
        return isinstance(value, int)
    return isinstance(value, str)


def _can_be_stored(text: str) -> bool:
    """Tell whether both engines store the text: PostgreSQL takes no null byte, neither takes half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def repeats(lines: list[Line]) -> Iterator[Problem]:
    """Yield the lines whose record stands already in another line."""
    seen: dict[tuple[type[Record], str], Line] = {}
    for line in lines:
        first = seen.setdefault((line.model, line.key), line)
        if first is not line:
            yield line.problem(line.model.KEY, f"{line.key!r} stands already in {first.file}:{first.number}")


def circles(lines: list[Line]) -> Iterator[Problem]:
    """Yield the lines whose reference to another record of their kind (a parent) leads back to them."""
    by_key = {(line.model, line.key): line for line in lines}
    for line in lines:
        for name in _references_to_own_kind(line.model):
            above, passed = by_key.get((line.model, str(line.fields.get(name)))), list[Line]()
            while above is not None and above not in passed:
                passed.append(above)
                above = by_key.get((line.model, str(above.fields.get(name))))
            if line in passed:
                yield line.problem(name, f"leads back to {line.key!r} itself")


def referred_first(lines: list[Line]) -> list[Line]:
    """Order the lines of one kind so that what others of it refer to (a parent) comes first."""
    names = _references_to_own_kind(lines[0].model) if lines else []
    by_key = {line.key: line for line in lines}
    ordered: dict[int, Line] = {}

    def place(line: Line, above: tuple[str, ...]) -> None:
        for name in names:
            parent = by_key.get(str(line.fields.get(name)))
            if parent is not None and parent.key not in above:
                place(parent, (*above, line.key))
        ordered.setdefault(id(line), line)

    for line in lines:
        place(line, (line.key,))
    return list(ordered.values())


def _references_to_own_kind(model: type[Record]) -> list[str]:
    return [known.name for known in own_fields(model) if known.related_model is model]


def references(line: Line) -> Iterator[tuple[str, type[Record], str]]:
    """Yield each reference of a line that is well written: its place, the kind it points to, and the key."""
    for place, model, key in _all_references(line):
        if isinstance(key, str):
            yield place, model, key


def _all_references(line: Line) -> Iterator[tuple[str, Any, Any]]:
    for known in own_fields(line.model):
        if known.many_to_one:
            yield known.name, known.related_model, line.fields.get(known.name)
    for many in line.model._meta.many_to_many:
        for key in _as_list(line.fields.get(many.name)):
            yield many.name, many.related_model, key
    for name, part in parts_of(line.model).items():
        for number, state in enumerate(_as_list(line.fields.get(name))):
            for end in part.far_ends():
                if isinstance(state, dict):
                    yield f"{name}[{number}].{end}", part._meta.get_field(end).related_model, state.get(end)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

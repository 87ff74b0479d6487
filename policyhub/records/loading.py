"""
Loading records from files of JSON lines: all of them or none, with every error listed.

    {"model": "options.measure", "fields": {"slug": "mnfu", "category": "troop-deployment", ...}}

The fields are those of `policyhub.records.state`: natural keys for what is referred to, parts inside.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from policyhub.records.models import Record
from policyhub.records.state import State, model_of
from policyhub.records.structure import own_fields, parts_of, record_models
from policyhub.records.vocabularies import Publication


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of a file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.field}: {self.message}"


class LoadError(Exception):
    """Nothing was loaded; `problems` lists every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.field))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Line:
    """One record as it stands in a file."""

    file: str
    number: int
    model: type[Record]
    fields: State
    record: Record | None = None

    @property
    def key(self) -> str:
        """Return the public identity; empty where the line has none."""
        return str(self.fields.get(self.model.KEY, ""))


@dataclass
class Load:
    """One load: the files it reads, what it has found wrong, and what it has stored."""

    using: str = "default"
    progress: Callable[[str], None] = lambda text: None
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    known: dict[type[Record], dict[str, Record]] = field(default_factory=dict)

    def run(self, paths: Iterable[Path]) -> int:
        """Load every line of every file in one transaction and return their number, or raise LoadError."""
        for path in paths:
            self.lines += self._read(path)
        self._refuse_repeats()
        with transaction.atomic(using=self.using):
            for model in record_models():
                self._store_records(model)
            self._refuse_unknown_references()
            for line in self._stored():
                self._store_relations(line)
            for line in self._stored():
                self._finish(line)
            if self.problems:
                raise LoadError(self.problems)
        return len(self.lines)

    # --- Reading ----------------------------------------------------------------------------

    def _read(self, path: Path) -> Iterator[Line]:
        try:
            # Only a line feed ends a line: JSON leaves U+2028 and its like inside strings as they are.
            texts = path.read_bytes().decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            self.problems.append(Problem(str(path), 1, "-", f"not UTF-8: {error.reason} at byte {error.start}"))
            return
        for number, text in enumerate(texts, start=1):
            if text.strip():
                line = self._parse(str(path), number, text)
                if line is not None:
                    yield line

    def _parse(self, file: str, number: int, text: str) -> Line | None:
        def wrong(place: str, message: str) -> None:
            self.problems.append(Problem(file, number, place, message))

        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            return wrong("-", f"not JSON: {error.msg} at column {error.colno}")
        if (
            not isinstance(content, dict)
            or set(content) != {"model", "fields"}
            or not isinstance(content["fields"], dict)
        ):
            return wrong("-", 'a line is {"model": "app.kind", "fields": {...}}')
        model = model_of(str(content["model"]))
        if model is None:
            labels = ", ".join(known._meta.label_lower for known in record_models())
            return wrong("model", f"no kind of record {content['model']!r}; there are {labels}")
        if not content["fields"].get(model.KEY):
            return wrong(model.KEY, "the public identity is missing")
        return Line(file, number, model, content["fields"])

    def _refuse_repeats(self) -> None:
        seen: dict[tuple[type[Record], str], Line] = {}
        for line in self.lines:
            first = seen.setdefault((line.model, line.key), line)
            if first is not line:
                self._wrong(line, line.model.KEY, f"{line.key!r} stands already in {first.file}:{first.number}")

    # --- Storing ----------------------------------------------------------------------------

    def _store_records(self, model: type[Record]) -> None:
        stored = model._default_manager.using(self.using).all()
        self.known[model] = {record.key: record for record in stored}
        lines = [line for line in self.lines if line.model is model]
        if lines:
            self.progress(f"{len(lines):5} {model._meta.verbose_name_plural}")
        for line in _referred_first(lines):
            record = self.known[model].get(line.key) or model()
            if self._fill(line, record, self._own(line), "") and self._save(line, record, ""):
                line.record = self.known[model][line.key] = record

    def _own(self, line: Line) -> State:
        """Return the line's own columns; anything that is no field is a problem."""
        relations = {many.name for many in line.model._meta.many_to_many} | set(parts_of(line.model))
        return {name: value for name, value in line.fields.items() if name not in relations}

    def _fill(self, line: Line, row: models.Model, state: State, place: str) -> bool:
        """Set the columns of `row`; tell whether all could be set."""
        fields = {known.name: known for known in own_fields(type(row))}
        before = len(self.problems)
        for name in sorted(set(state) - set(fields)):
            self._wrong(line, place + name, f"no such field; there are {', '.join(sorted(fields))}")
        whole = True
        for name, known in fields.items():
            if name not in state:
                setattr(row, name, known.get_default())
            elif known.many_to_one:
                other = self._find(known.related_model, state[name])
                setattr(row, name, other)
                whole = whole and (other is not None or state[name] is None)
            else:
                setattr(row, name, self._value(line, place + name, known, state[name]))
        return whole and len(self.problems) == before

    def _find(self, model: type[Record], key: Any) -> Record | None:
        return self.known[model].get(key) if isinstance(key, str) else None

    def _refuse_unknown_references(self) -> None:
        """Report every key that names nothing, also in lines that could not be stored for another reason."""
        in_files = {(line.model, line.key) for line in self.lines}
        for line in self.lines:
            for place, model, key in _references(line):
                # A line that failed itself is reported there, not again where it is referred to.
                if key not in self.known[model] and (model, key) not in in_files:
                    self._wrong(line, place, f"no {model._meta.verbose_name} {key!r}")

    def _value(self, line: Line, place: str, known: Any, value: Any) -> Any:
        text = isinstance(known, models.CharField | models.TextField)
        if value is not None and text != isinstance(value, str) and not _is_text_for(known, value):
            self._wrong(line, place, f"{value!r} is not the right type")
            return None
        if isinstance(value, str) and "\x00" in value:
            self._wrong(line, place, "a null byte cannot be stored")
            return None
        try:
            return known.to_python(value)
        except ValidationError as error:
            self._wrong(line, place, " ".join(error.messages))
            return None

    def _save(self, line: Line, row: models.Model, place: str) -> bool:
        """
        Clean and store `row`; tell whether it could be.

        Uniqueness and constraints are first left to the database, which checks every one of them at once;
        only when it refuses is the full validation run, for a message that names the field.
        """
        try:
            row.clean_fields()
            row.clean()
            try:
                with transaction.atomic(using=self.using):
                    row.save(using=self.using)
            except IntegrityError as refusal:
                row.full_clean()
                self._wrong(line, place.rstrip(".") or "-", str(refusal).splitlines()[0])
                return False
        except ValidationError as error:
            self._report(line, error, place)
            return False
        return True

    def _store_relations(self, line: Line) -> None:
        for many in line.model._meta.many_to_many:
            keys = self._list(line, many.name, str)
            others = [self._find(many.related_model, key) for key in keys]
            getattr(line.record, many.name).set([other for other in others if other is not None])
        for name, part in parts_of(line.model).items():
            getattr(line.record, name).all().delete()
            for number, state in enumerate(self._list(line, name, dict)):
                place = f"{name}[{number}]."
                row = part(**{part.OWNER: line.record})
                if self._fill(line, row, state, place):
                    self._save(line, row, place)

    def _list(self, line: Line, name: str, of: type) -> list[Any]:
        value = line.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, of) for item in value):
            self._wrong(line, name, f"a list of {'natural keys' if of is str else 'objects'} is wanted")
            return []
        return value

    def _finish(self, line: Line) -> None:
        """Settle what is derived, and hold a published record to what publishing demands."""
        record = line.record
        assert record is not None  # noqa: S101  (only stored lines come here)
        record.settle()
        if record.publication != Publication.PUBLISHED:
            return
        for place, messages in record.publication_problems().items():
            self._wrong(line, place, " ".join(messages))
        for place, model, key in _references(line):
            other = self.known[model].get(key)
            if other is not None and other.publication != Publication.PUBLISHED:
                self._wrong(line, place, f"{model._meta.verbose_name} {key!r} is not published")

    # --- Problems ---------------------------------------------------------------------------

    def _stored(self) -> list[Line]:
        return [line for line in self.lines if line.record is not None]

    def _wrong(self, line: Line, place: str, message: str) -> None:
        self.problems.append(Problem(line.file, line.number, place, message))

    def _report(self, line: Line, error: ValidationError, place: str) -> None:
        for name, messages in error.message_dict.items():
            at = place + name if name != NON_FIELD_ERRORS else place.rstrip(".") or "-"
            self._wrong(line, at, " ".join(messages))


def _is_text_for(known: Any, value: Any) -> bool:
    """Tell whether JSON's way of writing such a value is text: days and decimal numbers are."""
    if isinstance(known, models.DateField | models.DecimalField):
        return isinstance(value, str)
    return isinstance(known, models.IntegerField) and isinstance(value, int) and not isinstance(value, bool)


def _referred_first(lines: list[Line]) -> list[Line]:
    """Order the lines of one kind so that what others of it refer to (a parent) comes first."""
    names = (
        [known.name for known in own_fields(lines[0].model) if known.related_model is lines[0].model] if lines else []
    )
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


def _references(line: Line) -> Iterator[tuple[str, type[Record], str]]:
    """Yield each reference of a line: its place, the kind it points to, and the key."""
    for known in own_fields(line.model):
        if known.many_to_one and line.fields.get(known.name) is not None:
            yield known.name, known.related_model, str(line.fields[known.name])
    for many in line.model._meta.many_to_many:
        for key in _items(line, many.name, str):
            yield many.name, many.related_model, key
    for name, part in parts_of(line.model).items():
        for number, state in enumerate(_items(line, name, dict)):
            for end in part.far_ends():
                if state.get(end) is not None:
                    yield f"{name}[{number}].{end}", part._meta.get_field(end).related_model, str(state[end])


def _items(line: Line, name: str, of: type) -> list[Any]:
    """Return what a list of the line holds of the right type; what is not is reported where the list is stored."""
    value = line.fields.get(name)
    return [item for item in value if isinstance(item, of)] if isinstance(value, list) else []

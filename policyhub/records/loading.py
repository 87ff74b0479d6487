"""
Loading records from files of JSON lines: all of them or none, with every error listed.

    {"model": "options.measure", "fields": {"slug": "mnfu", "category": "troop-deployment", ...}}

The fields are those of `policyhub.records.state`: natural keys for what is referred to, parts inside.
A field that is left out or null takes its default. A line that says what is stored already changes
nothing, so the same files can be loaded again and again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from policyhub.records.edit import Edit
from policyhub.records.lines import Line, Problem, circles, read_lines, references, referred_first, repeats, value_of
from policyhub.records.models import Part, Record
from policyhub.records.publication import sequence_fields
from policyhub.records.revisions import revision
from policyhub.records.state import CHUNK, State, said
from policyhub.records.structure import own_fields, parts_of, record_models
from policyhub.records.vocabularies import Origin, Publication


class LoadError(Exception):
    """Nothing was loaded; `problems` lists every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.field))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Load:
    """One load: the files it reads, what it has found wrong, and what it has stored."""

    using: str = "default"
    progress: Callable[[str], None] = lambda text: None
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    named: set[tuple[type[Record], str]] = field(default_factory=set)
    known: dict[type[Record], dict[str, Record]] = field(default_factory=dict)
    edit: Edit = field(init=False)

    def run(self, paths: Iterable[Path], reason: str) -> int:
        """Load every line of every file as one revision and return their number, or raise LoadError."""
        read = [found for path in paths for found in read_lines(path)]
        self.problems = [found for found in read if isinstance(found, Problem)]
        with revision(reason=reason, origin=Origin.LOAD, using=self.using) as edit:
            self.store([found for found in read if isinstance(found, Line)], edit)
        return len(self.lines)

    def store(self, lines: list[Line], edit: Edit) -> None:
        """Bring each record to what its line says, inside the open revision; raise LoadError where one cannot be."""
        self.lines, self.edit = lines, edit
        self.named = {(line.model, line.key) for line in lines}
        self.problems += [*repeats(lines), *circles(lines)]
        self._find_known()
        for model in record_models():
            self._store_records(model)
        for line in lines:
            if not line.unchanged:
                self._store_relations(line)
        for line in lines:
            if line.record is not None:
                self._finish(line, line.record)
        if self.problems:
            raise LoadError(self.problems)

    # --- Records ----------------------------------------------------------------------------

    def _find_known(self) -> None:
        """Read the records that the lines bring up to date or refer to."""
        wanted: dict[type[Record], dict[str, None]] = {model: {} for model in record_models()}
        for line in self.lines:
            wanted[line.model][line.key] = None
            for _, model, key in references(line):
                wanted[model][key] = None
        for model, keys in wanted.items():
            self.known[model] = {}
            for some in _chunks(list(keys)):
                rows = model._default_manager.using(self.using).filter(**{f"{model.KEY}__in": some})
                self.known[model] |= {record.key: record for record in rows}

    def _store_records(self, model: type[Record]) -> None:
        lines = [line for line in self.lines if line.model is model]
        if not lines:
            return
        self.progress(f"{len(lines):5} {model._meta.verbose_name_plural}")
        stored = {line.key: self.known[model][line.key].pk for line in lines if line.key in self.known[model]}
        self.edit.announce_all(model, stored.values())
        for line in lines:
            before = self.edit.before[model][stored[line.key]].state if line.key in stored else None
            line.stored = line.key in stored
            line.unchanged = before is not None and said(before) == line.fields
        self._make_way([line for line in lines if not line.unchanged], model)
        for line in referred_first(lines):
            record = self.known[model].get(line.key) or model()
            if self._unpublishes(line, record):
                continue
            if line.unchanged or self._store(line, record, self._own(line), ""):
                line.record = self.known[model][line.key] = record

    def _unpublishes(self, line: Line, record: Record) -> bool:
        """Refuse to make a draft of what is or was public, be it by a word that was left out."""
        draft = line.fields.get("publication", Publication.DRAFT) == Publication.DRAFT
        if draft and record.pk is not None and record.publication != Publication.DRAFT:
            message = f"it is {record.publication}, and never a draft again; say published or withdrawn"
            self._wrong(line, "publication", message)
            return True
        return False

    def _make_way(self, lines: list[Line], model: type[Record]) -> None:
        """Take the records that change out of their sequences, so that their periods can move in any order."""
        if sequence_fields(model):
            moving = [self.known[model][line.key].pk for line in lines if line.key in self.known[model]]
            for some in _chunks(moving):
                model._base_manager.using(self.using).filter(pk__in=some).update(publication=Publication.DRAFT)

    def _own(self, line: Line) -> State:
        """Return the line's own columns; anything that is no field is a problem."""
        relations = {many.name for many in line.model._meta.many_to_many} | set(parts_of(line.model))
        return {name: value for name, value in line.fields.items() if name not in relations}

    # --- Rows -------------------------------------------------------------------------------

    def _store(self, line: Line, row: models.Model, state: State, place: str, owned: bool = True) -> bool:
        """Fill a row and store it; tell whether that was done. A part whose owner failed is only looked through."""
        failed = self._fill(line, row, state, place)
        if not owned and isinstance(row, Part):
            failed.add(row.OWNER)
        return self._is_clean(line, row, place, failed) and self._save(line, row, place)

    def _fill(self, line: Line, row: models.Model, state: State, place: str) -> set[str]:
        """Set the columns of `row`; return the names that could not be set."""
        fields = {known.name: known for known in own_fields(type(row))}
        failed = set(state) - set(fields)
        for name in failed:
            self._wrong(line, place + name, f"no such field; there are {', '.join(sorted(fields))}")
        for name, known in fields.items():
            value = state.get(name)
            try:
                if value is None:
                    setattr(row, name, known.get_default())
                elif known.many_to_one:
                    setattr(row, name, self._find(line, place + name, known.related_model, value))
                else:
                    setattr(row, name, value_of(known, value))
            except ValidationError as error:
                self._wrong(line, place + name, " ".join(error.messages))
                failed.add(name)
            except _FailedItselfError:
                failed.add(name)
        return failed

    def _find(self, line: Line, place: str, model: Any, key: Any) -> Record:
        """Return the record of that key; a line that failed is reported there, not here again."""
        if isinstance(key, str):
            if key in self.known[model]:
                return self.known[model][key]
            if (model, key) in self.named:
                raise _FailedItselfError
        raise ValidationError(f"no {model._meta.verbose_name} {key!r}")

    def _is_clean(self, line: Line, row: models.Model, place: str, failed: Collection[str]) -> bool:
        """Validate each column by itself, and all together unless some could not be set."""
        errors: dict[str, Any] = {}
        try:
            row.clean_fields(exclude=failed)
        except ValidationError as error:
            error.update_error_dict(errors)
        if not failed:
            try:
                row.clean()
            except ValidationError as error:
                # What follows from a bad value in one column is not said of that column again.
                errors = error.update_error_dict({}) | errors
        if errors:
            self._report(line, ValidationError(errors), place)
        return not errors and not failed

    def _save(self, line: Line, row: models.Model, place: str) -> bool:
        """
        Store `row`; tell whether it could be.

        Uniqueness and constraints are first left to the database, which checks every one of them at once;
        only when it refuses is the full validation run, for a message that names the field.
        """
        try:
            with transaction.atomic(using=self.using):
                row.save(using=self.using)
        except IntegrityError as refusal:
            try:
                row.full_clean()
            except ValidationError as error:
                self._report(line, error, place)
            else:
                self._wrong(line, place.rstrip(".") or "-", str(refusal).splitlines()[0])
            return False
        return True

    # --- Relations --------------------------------------------------------------------------

    def _store_relations(self, line: Line) -> None:
        """Replace what the record points to and its parts; of a record that failed, only look for problems."""
        for many in line.model._meta.many_to_many:
            others = self._find_many(line, many.name, many.related_model)
            if line.record is not None and (others or line.stored):
                getattr(line.record, many.name).set(others)
        for name, part in parts_of(line.model).items():
            if line.record is not None and line.stored:
                getattr(line.record, name).all().delete()
            for number, state in enumerate(self._list(line, name, dict)):
                row = part() if line.record is None else part(**{part.OWNER: line.record})
                self._store(line, row, state, f"{name}[{number}].", owned=line.record is not None)

    def _find_many(self, line: Line, name: str, model: Any) -> list[Record]:
        found = []
        for key in self._list(line, name, str):
            try:
                found.append(self._find(line, name, model, key))
            except ValidationError as error:
                self._wrong(line, name, " ".join(error.messages))
            except _FailedItselfError:
                continue
        return found

    def _list(self, line: Line, name: str, of: type) -> list[Any]:
        value = line.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, of) for item in value):
            self._wrong(line, name, f"a list of {'natural keys' if of is str else 'objects'} is wanted")
            return []
        return value

    # --- What must hold once all is stored --------------------------------------------------

    def _finish(self, line: Line, record: Record) -> None:
        """Settle what is derived, and hold a published record to what publishing demands."""
        if not line.unchanged:
            record.settle()
        if record.publication != Publication.PUBLISHED:
            others = {other for other in record.referrers() if other.publication == Publication.PUBLISHED}
            pointing = sorted(other.key for other in others if (type(other), other.key) not in self.named)
            if pointing:
                self._wrong(line, "publication", f"still referred to by {', '.join(pointing)}")
            return
        for place, messages in record.publication_problems().items():
            self._wrong(line, place, " ".join(messages))
        for place, model, key in references(line):
            other = self.known[model].get(key)
            if other is not None and other.publication != Publication.PUBLISHED:
                self._wrong(line, place, f"{model._meta.verbose_name} {key!r} is not published")

    # --- Problems ---------------------------------------------------------------------------

    def _wrong(self, line: Line, place: str, message: str) -> None:
        self.problems.append(line.problem(place, message))

    def _report(self, line: Line, error: ValidationError, place: str) -> None:
        for name, messages in error.message_dict.items():
            at = place + name if name != NON_FIELD_ERRORS else place.rstrip(".") or "-"
            self._wrong(line, at, " ".join(messages))


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


class _FailedItselfError(Exception):
    """What is referred to stands in a line that could not be stored."""

"""An open revision: what it was told of, what those records said before, and what it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from policyhub.records import log
from policyhub.records.guard import Ledger
from policyhub.records.models import Part, Record, Revision, Version
from policyhub.records.state import CHUNK, State, logged_states, shape_of
from policyhub.records.structure import link_tables
from policyhub.records.vocabularies import Action


@dataclass(frozen=True)
class Before:
    """What a record said before the revision; nothing, where it was not there."""

    key: str = ""
    state: State | None = None
    stored_at: datetime | None = None
    updated_at: datetime | None = None
    publication: str = ""


class Edit(Ledger):
    """One edit while it is made: it takes note of every record that is touched, before it is."""

    def __init__(self, using: str, number: int, instant: datetime, request_id: str = "") -> None:
        super().__init__(using)
        self.number, self.instant, self.request_id = number, instant, request_id
        self.before: dict[type[Record], dict[int, Before]] = {}
        self.authors: list[Any] = []
        self.versions: list[Version] = []
        self.revision: Revision | None = None
        self.reason = ""

    # --- What is about to be written ----------------------------------------------------------

    def announce(self, row: Any) -> None:
        """Take note of a record or a part that is about to be written, and of what its record says so far."""
        if isinstance(row, Part):
            owner: Any = row._meta.get_field(row.OWNER)
            for key in {getattr(row, owner.attname), row.stored_owner(self)} - {None}:
                self.announce_all(owner.related_model, [key])
        elif row.pk is not None:
            self.announce_all(type(row), [row.pk])
        if row.pk is not None:
            self.rows.setdefault(row._meta.db_table, set()).add(row.pk)

    def announce_all(self, model: type[Record], keys: Iterable[int]) -> None:
        """Take note of records that are about to be written, a few hundred at a time, and of what they say so far."""
        known = self.before.setdefault(model, {})
        wanted = [key for key in dict.fromkeys(keys) if key not in known]
        known |= dict.fromkeys(wanted, Before())
        for start in range(0, len(wanted), CHUNK):
            known |= self._read(model, wanted[start : start + CHUNK])
        self.rows.setdefault(model._meta.db_table, set()).update(wanted)

    def _read(self, model: type[Record], keys: list[int]) -> dict[int, Before]:
        """
        Return what stored records say.

        The log has it where its newest version is what the row was stamped by: one statement, where
        reading the record and each of its parts takes several.
        """
        columns = ("pk", model.KEY, "created_at", "updated_at", "publication", "told_at", "told_shape", "told")
        rows = model._base_manager.using(self.using).filter(pk__in=keys).annotate(**log.newest(model, self.using))
        found, unknown, shape = {}, [], shape_of(model)
        for pk, key, created, updated, publication, told_at, told_shape, told in rows.values_list(*columns):
            if told_at == updated and told_shape == shape and told is not None:
                found[pk] = Before(key, told, created, updated, publication)
            else:
                unknown.append(pk)
        if unknown:
            for row, state in self.stored(model, unknown):
                found[row.pk] = Before(row.key, state, row.created_at, row.updated_at, row.publication)
        return found

    def adopt(self, model: type[Record], keys: Iterable[int]) -> None:
        """Take note of records that are stored and that no revision ever told of: for the log they are new."""
        self.before.setdefault(model, {}).update(dict.fromkeys(keys, Before()))
        self.rows.setdefault(model._meta.db_table, set()).update(keys)

    def stored(self, model: type[Record], keys: Iterable[int]) -> Iterator[tuple[Record, State]]:
        """Yield the records of these keys as they are stored now, with what they say."""
        yield from logged_states(model._base_manager.using(self.using).filter(pk__in=list(keys)))

    def link(self, model: type[Record], table: str, keys: Iterable[int]) -> None:
        """Take note of records whose list of references is about to change, and let that list be written."""
        self.announce_all(model, keys)
        self.linking[table] += 1

    def unlink(self, table: str) -> None:
        """Close a list of references again."""
        self.linking[table] -= 1

    # --- What it comes to ---------------------------------------------------------------------

    def compared(self) -> list[Version]:
        """Return what was changed in each record, by kind and key; records that are as they were are left out."""
        versions: dict[tuple[str, str], Version] = {}
        for model in list(self.before):
            for version in self._compared(model):
                name = (version.kind, version.key)
                versions[name] = in_one(versions[name], version) if name in versions else version
        return [versions[name] for name in sorted(versions)]

    def _compared(self, model: type[Record]) -> Iterator[Version]:
        known, stamps = self.before[model], dict[datetime, list[int]]()
        for start in range(0, len(known), CHUNK):
            keys = list(known)[start : start + CHUNK]
            now = {record.pk: (record, state) for record, state in self.stored(model, keys)}
            for key in keys:
                record, after = now.get(key, (None, None))
                before, stamp = known[key], self.instant
                changed = before.state != after or (record is not None and record.created_at != before.stored_at)
                if changed:
                    yield self._version(model, before, record, after)
                elif before.updated_at is not None:
                    stamp = before.updated_at  # it was stored again as it was
                if record is not None and record.updated_at != stamp:
                    stamps.setdefault(stamp, []).append(key)
        for stamp, rows in stamps.items():
            self._stamp(model, rows, stamp)

    def _version(self, model: type[Record], before: Before, record: Record | None, after: State | None) -> Version:
        if record is not None and before.key not in ("", record.key):
            raise ValueError(f"{before.key} became {record.key}: the identity of a record never changes.")
        action = Action.CREATE if before.state is None else Action.DELETE if record is None else Action.CHANGE
        stored_at: Any = before.stored_at if record is None else record.created_at
        return Version(
            kind=model._meta.label_lower,
            key=before.key if record is None else record.key,
            action=action,
            shape=shape_of(model),
            before=before.state,
            after=after,
            was=before.publication,
            becomes="" if record is None else record.publication,
            stored_at=stored_at,
        )

    def _stamp(self, model: type[Record], keys: list[int], stamp: datetime) -> None:
        """Store when records were last changed, where only parts or references were written, or nothing was."""
        for start in range(0, len(keys), CHUNK):
            rows = model._base_manager.using(self.using).filter(pk__in=keys[start : start + CHUNK])
            models.QuerySet.update(rows, updated_at=stamp)


def in_one(one: Version, other: Version) -> Version:
    """Return what came of a record that was deleted and stored again under the same identity."""
    gone, made = (one, other) if one.after is None else (other, one)
    made.before, made.was, made.action = gone.before, gone.was, Action.CHANGE
    return made


# --- Signals ----------------------------------------------------------------------------------


def before_save(edit: Edit, row: Any) -> None:
    """Take note of what is about to be stored."""
    edit.announce(row)
    edit.inserting.add(row._meta.db_table)


def after_save(edit: Edit, row: Any, created: bool) -> None:
    """Take note of what was stored for the first time."""
    edit.inserting.discard(row._meta.db_table)
    if isinstance(row, Part):
        row.read_now(edit)
    if not created:
        return
    edit.rows.setdefault(row._meta.db_table, set()).add(row.pk)
    if isinstance(row, Record):
        edit.before.setdefault(type(row), {}).setdefault(row.pk, Before())


def before_delete(edit: Edit, row: Any) -> None:
    """Take note of what is about to be deleted, and let the lists of references that go with it be emptied."""
    edit.announce(row)
    if isinstance(row, Record):
        for table in link_tables(type(row)):
            edit.linking[table] += 1


def after_delete(edit: Edit, row: Any) -> None:
    """Close the lists of references of what was deleted."""
    if isinstance(row, Record):
        for table in link_tables(type(row)):
            edit.linking[table] -= 1


def links_change(edit: Edit, through: Any, instance: Any, action: str, reverse: bool, model: Any, keys: Any) -> None:
    """Take note of records whose list of references is about to change; close it after."""
    table = through._meta.db_table
    if action.startswith("post_"):
        edit.unlink(table)
        return
    if not reverse:
        edit.link(type(instance), table, [instance.pk])
        return
    if keys is None:  # the list is emptied from its far end
        name = next(field.name for field in model._meta.many_to_many if field.remote_field.through is through)
        keys = list(model._base_manager.using(edit.using).filter(**{name: instance}).values_list("pk", flat=True))
    edit.link(model, table, keys)

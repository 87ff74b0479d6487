"""
The door: every change of the catalogue is made inside a revision.

    with revision(by=user, reason="Corrects the date.") as edit:
        position.save()

When it closes, the log holds who made it, why, and what every record said before and after, under the
next number. The same code inside `proposal` is computed and taken back, and waits for a second
person; inside `rehearsal` nothing is kept but the answer to what it would do.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, transaction

from policyhub.records import guard, log, numbering
from policyhub.records.edit import Edit
from policyhub.records.models import Hand, Revision, Version
from policyhub.records.state import said
from policyhub.records.vocabularies import HandRole, Origin, Publication, RevisionState

People = Any
"""One user, several, or None for what no person did."""


class ReviewError(ValidationError):
    """A change that may not be made in this way: nothing of it was stored."""


OWN = "Nobody decides on what he wrote himself."


@contextmanager
def revision(
    *,
    reason: str,
    by: People = None,
    approver: Any = None,
    origin: str = Origin.COMMAND,
    emergency: str = "",
    request_id: str = "",
    using: str = "default",
) -> Iterator[Edit]:
    """
    Make a revision of what is done inside, and apply it under the next number; of nothing, make none.

    What the public sees is changed by two people (`by` and `approver`), by one who says why (`emergency`),
    or by loads and commands. Raises ReviewError where that is not so; nothing is stored then.
    """
    with _opened(using, request_id) as edit:
        yield edit
        edit.versions = edit.compared()
        if edit.versions:
            edit.revision = _made(edit, by, reason, origin, emergency=emergency)
            _apply(edit, edit.revision, approver)


@contextmanager
def proposal(
    *, reason: str, by: People, origin: str = Origin.ADMIN, request_id: str = "", using: str = "default"
) -> Iterator[Edit]:
    """Compute what is done inside, take it back, and store it as a proposal that waits for a second person."""
    with _opened(using, request_id) as edit:
        yield from _computed(edit)
        if edit.versions:
            _propose(edit, _made(edit, by, reason, origin))


@contextmanager
def change(
    *,
    reason: str,
    by: Any,
    origin: str = Origin.ADMIN,
    approves: bool = False,
    emergency: str = "",
    request_id: str = "",
    using: str = "default",
) -> Iterator[Edit]:
    """
    Apply what is done inside if one person may; make a proposal of what takes a second one.

    One person changes what the public does not see. With `approves` the person has the right to publish
    and does nothing inside but publish or withdraw: he is then the second one for all who wrote it, unless
    he is among them. With `emergency` he publishes alone and says why; whether he may is the caller's matter.
    """
    with _opened(using, request_id) as edit:
        edit.reason = reason
        point = transaction.savepoint(using=using)
        yield edit
        edit.versions = edit.compared()
        if not edit.versions:
            return
        made = _made(edit, [] if approves else by, edit.reason, origin, emergency)
        if not made.public or made.emergency or (approves and by not in edit.authors):
            transaction.savepoint_commit(point, using=using)
            edit.revision = made
            _apply(edit, made, by if approves and made.public and not made.emergency else None)
            return
        _check_and_undo(edit, point)
        edit.authors = [*dict.fromkeys([by, *edit.authors])]
        _propose(edit, made)


@contextmanager
def rehearsal(*, using: str = "default") -> Iterator[Edit]:
    """Compute what is done inside and take it back; `versions` then tells what it would have changed."""
    with _opened(using) as edit:
        yield from _computed(edit)


@contextmanager
def application(*, revision: Revision, approver: Any, comment: str = "", using: str = "default") -> Iterator[Edit]:
    """
    Apply a proposal: what is done inside must be exactly what was proposed.

    Raises ReviewError where it comes to anything else, or where it was decided already.
    """
    with _opened(using) as edit:
        stored = Revision.objects.using(using).select_for_update().filter(pk=revision.pk).first()
        if stored is None:
            raise ReviewError("There is no such proposal.")
        if stored.state != RevisionState.PROPOSED:
            raise ReviewError(f"It is {stored.state} already.")
        edit.revision = stored
        yield edit
        edit.versions = edit.compared()
        if digest_of(edit.versions) != stored.digest:
            raise ReviewError("What it would change is no longer what was proposed. Propose it again.")
        stored.comment = comment
        _add_authors(edit, stored, approver)
        stored.versions.all().delete()
        _apply(edit, stored, approver)


# --- Opening and closing ----------------------------------------------------------------------


@contextmanager
def _opened(using: str, request_id: str = "") -> Iterator[Edit]:
    if guard.current.get() is not None:
        raise RuntimeError("A revision is open already; one edit is one revision.")
    with transaction.atomic(using=using):
        number, instant = numbering.take(using)
        edit = Edit(using, number, instant, request_id)
        token = guard.current.set(edit)
        try:
            yield edit
        finally:
            guard.current.reset(token)
        if edit.revision is None or edit.revision.number is None:
            numbering.give_back(using)


def _computed(edit: Edit) -> Iterator[Edit]:
    point = transaction.savepoint(using=edit.using)
    yield edit
    edit.versions = edit.compared()
    _check_and_undo(edit, point)


def _check_and_undo(edit: Edit, point: Any) -> None:
    # A deferred foreign key passes a savepoint unseen.
    connections[edit.using].check_constraints(table_names=sorted(edit.written))
    transaction.savepoint_rollback(point, using=edit.using)


def _propose(edit: Edit, revision: Revision) -> None:
    """Store the proposal."""
    edit.revision = revision
    _supersede(edit)
    revision.save(force_insert=True, using=edit.using)
    _store_authors(edit, revision)
    _store_versions(edit, revision)


def _supersede(edit: Edit) -> None:
    """End the wait of proposals by the same people that this change replaces or overtakes in every record."""
    if not edit.authors:
        return
    records = {(version.kind, version.key) for version in edit.versions}
    waiting = Revision.objects.using(edit.using).filter(state=RevisionState.PROPOSED)
    for other in waiting.filter(hands__user__in=edit.authors).distinct():
        if {*other.versions.values_list("kind", "key")} <= records:
            # Only if it still waits: a reviewer may have turned it down meanwhile, which takes no number and no turn.
            waiting.filter(pk=other.pk).update(state=RevisionState.SUPERSEDED, instant=edit.instant)


def _made(edit: Edit, by: People, reason: str, origin: str, emergency: str = "") -> Revision:
    """Return the revision, not yet stored; `edit.authors` are then the people who wrote what it holds."""
    if not reason.strip():
        raise ReviewError({"reason": ["Say why the change is made."]})
    edit.authors = [*dict.fromkeys([*_people(by), *log.authors_of_published(edit.versions, edit.using)])]
    return Revision(
        id=uuid.uuid4(),
        state=RevisionState.PROPOSED,
        origin=origin,
        reason=reason.strip(),
        emergency=emergency.strip(),
        public=is_public(edit.versions),
        digest=digest_of(edit.versions),
        request_id=edit.request_id,
        created_at=edit.instant,
    )


def _people(by: People) -> list[Any]:
    # Not any iterable: the user of a request calls itself one.
    return [] if by is None else list(by) if isinstance(by, list | tuple | set) else [by]


def _apply(edit: Edit, revision: Revision, approver: Any) -> None:
    """Give the revision its number and store it with its versions."""
    alone = revision.origin not in (Origin.LOAD, Origin.COMMAND) and not revision.emergency
    if revision.public and approver is None and alone:
        raise ReviewError("What the public sees is changed by two people: propose it to a second one.")
    revision.state, revision.instant = RevisionState.APPLIED, edit.instant
    revision.number = edit.number
    revision.approval = revision.digest if approver is not None else ""
    new = revision._state.adding
    revision.save(force_insert=new, using=edit.using)
    if new and (approver is not None or revision.emergency):
        _supersede(edit)
    if new:
        _store_authors(edit, revision, approver)
    elif approver is not None:
        Hand.objects.using(edit.using).create(**_approving(revision, approver))
    _store_versions(edit, revision)


def _store_authors(edit: Edit, revision: Revision, approver: Any = None) -> None:
    if approver in edit.authors:
        raise ReviewError(OWN)
    hands = [Hand(revision=revision, user=person, role=HandRole.AUTHOR) for person in edit.authors]
    hands += [Hand(**_approving(revision, approver))] if approver is not None else []
    if hands:
        Hand.objects.using(edit.using).bulk_create(hands)


def _add_authors(edit: Edit, revision: Revision, approver: Any) -> None:
    """Store who wrote what the proposal publishes since it was made."""
    known = set(revision.hands.values_list("user", flat=True))
    authors = log.authors_of_published(edit.versions, edit.using)
    edit.authors = [person for person in dict.fromkeys(authors) if person.pk not in known]
    _store_authors(edit, revision)
    if approver in edit.authors:
        raise ReviewError(OWN)


def _approving(revision: Revision, approver: Any) -> dict[str, Any]:
    return {"revision": revision, "user": approver, "role": HandRole.APPROVER, "digest": revision.digest}


def _store_versions(edit: Edit, revision: Revision) -> None:
    for version in edit.versions:
        version.revision, version.number = revision, revision.number
    Version.objects.using(edit.using).bulk_create(edit.versions, batch_size=500)


# --- What a change is -------------------------------------------------------------------------


def is_public(versions: Sequence[Version]) -> bool:
    """Tell whether a change shows to the public: of something that was public or becomes so, in what it says."""
    return any(
        Publication.PUBLISHED in (version.was, version.becomes) for version in versions if says_something(version)
    )


def says_something(version: Version) -> bool:
    """Tell whether a record says something else than before, beyond what the system derives."""
    return said(version.before or {}) != said(version.after or {})


def digest_of(versions: Iterable[Version]) -> str:
    """Return the hash of an exact change: of what every record says before and after, whatever the system derives."""
    told = sorted(
        [version.kind, version.key, said(version.before or {}), said(version.after or {})]
        for version in versions
        if says_something(version)
    )
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

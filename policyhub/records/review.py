"""
Review: nobody changes alone what the public sees.

A proposal is approved by somebody who wrote none of it, for exactly the change that it shows, or turned
down with a comment. What is approved is carried out anew: where a record says something else by then
than the proposal started from, nothing is changed.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from policyhub.records import guard
from policyhub.records.edit import Edit
from policyhub.records.lines import Line
from policyhub.records.loading import Load, LoadError
from policyhub.records.models import Hand, Record, Revision, Version
from policyhub.records.revisions import OWN, ReviewError, application, change, says_something
from policyhub.records.state import CHUNK, State, before_and_after, model_of, said, states
from policyhub.records.vocabularies import HandRole, Publication, RevisionState

BREAK_GLASS = "accounts.break_glass"
PUBLISH_RECORDS = "accounts.publish_records"
REVIEW_CHANGES = "accounts.review_changes"


class ConflictError(ReviewError):
    """A record says something else by now than the change started from."""


def approve(*, revision: Revision, by: Any, digest: str, comment: str = "") -> Revision:
    """
    Apply a proposal that somebody else wrote, with the hash of the change that was looked at.

    Raises ReviewError where the person lacks the right, wrote it, or looked at another change, or where it
    was decided already; ConflictError where a record was changed meanwhile; nothing is stored then.
    """
    refuse_who_may_not(revision, by)
    if digest != revision.digest:
        raise ReviewError("What you approve is not what is proposed now. Look at it again.")
    with application(revision=revision, approver=by, comment=comment) as edit:
        restate(edit, revision.versions.all())
    assert edit.revision is not None  # noqa: S101  # for type checkers: it was handed in
    return edit.revision


@transaction.atomic
def reject(*, revision: Revision, by: Any, comment: str = "") -> Revision:
    """
    Turn a proposal down, and say why; its author takes it back without a comment.

    Raises ReviewError where the person may not, no reason is given, or it was decided already.
    """
    stored = Revision.objects.select_for_update().filter(pk=revision.pk).first()
    if stored is None:
        raise ReviewError("There is no such proposal.")
    own = Hand.objects.filter(revision=stored, user=by).exists()
    if not own:
        refuse_who_may_not(stored, by)
    if stored.state != RevisionState.PROPOSED:
        raise ReviewError(f"It is {stored.state} already.")
    if not own and not comment.strip():
        raise ReviewError({"comment": ["Say why it is turned down."]})
    stored.state, stored.instant, stored.comment = RevisionState.REJECTED, guard.now(), comment.strip()
    stored.save()
    if not own:
        Hand.objects.create(revision=stored, user=by, role=HandRole.REFUSER)
    return stored


def revert(*, version: Version, by: Any, reason: str, emergency: str = "", request_id: str = "") -> Revision | None:
    """
    Bring a record back to what it said before a version of it: of a deletion, bring it back.

    What the public sees waits for a second person, as any change does. Returns None where it says just that.
    Raises ReviewError where it cannot be so again: something that it refers to is gone, or it was never stored.
    """
    if version.before is None:
        raise ReviewError("There was nothing before its first version.")
    with change(by=by, reason=reason, emergency=emergency, request_id=request_id) as edit:
        meant = Version(kind=version.kind, key=version.key, shape=version.shape, after=version.before)
        record = found(edit, meant)
        if record is not None and version.was == Publication.DRAFT:
            # What it said comes back, not that nobody saw it.
            meant.after = {**version.before, "publication": record.publication}
        restate(edit, [meant], check=False)
    return edit.revision


def refuse_who_may_not(revision: Revision, person: Any) -> None:
    """Raise ReviewError where a person may not decide on a proposal."""
    if not person.has_perm(REVIEW_CHANGES):
        raise ReviewError("Only reviewers decide on proposals.")
    if Hand.objects.filter(revision=revision, user=person, role=HandRole.AUTHOR).exists():
        raise ReviewError(OWN)


def restate(edit: Edit, versions: Iterable[Version], *, check: bool = True) -> None:
    """
    Bring each record to what its version says after, inside the open revision.

    Raises ConflictError where one no longer says what the version starts from (unless `check` is off), and
    ReviewError with all that stands against it.
    """
    meant = [version for version in versions if says_something(version)]
    records = {(version.kind, version.key): found(edit, version) for version in meant}
    if check and (changed := conflicts(meant, edit.using)):
        raise ConflictError(f"Changed since it was proposed: {', '.join(changed)}. Propose it again.")
    lines = [
        Line(version.key, 1, kind_of(version), said(after))
        for version in meant
        if (after := before_and_after(version)[1]) is not None
    ]
    going = [records[version.kind, version.key] for version in meant if version.after is None]
    left, _ = deleted([record for record in going if record is not None])
    try:
        Load(using=edit.using).store(lines, edit)
    except LoadError as error:
        raise ReviewError(
            [f"{problem.file}: {problem.field}: {problem.message}" for problem in error.problems]
        ) from error
    _, problems = deleted(left)
    if problems:
        raise ReviewError(problems)


def deleted(records: list[Record]) -> tuple[list[Record], list[str]]:
    """Delete what can be, one after the other; return what is left, and what stands against it."""
    while True:
        left, problems = list[Record](), list[str]()
        for record in records:
            try:
                record.delete()
            except ProtectedError as error:
                left.append(record)
                problems.append(str(error.args[0]))
        if not left or len(left) == len(records):
            return left, problems
        records = left


def kind_of(version: Version) -> type[Record]:
    """Return the model of a version's record."""
    model = model_of(version.kind)
    if model is None:
        raise ReviewError(f"There is no kind of record {version.kind!r} any more.")
    return model


def found(edit: Edit, version: Version) -> Record | None:
    """Return the record of a version as it is stored, and have the revision told of it."""
    model = kind_of(version)
    record: Record | None = model._base_manager.using(edit.using).filter(**{model.KEY: version.key}).first()
    if record is not None:
        edit.announce(record)
    return record


def conflicts(versions: Iterable[Version], using: str = "default") -> list[str]:
    """Return the keys of the records that say something else by now than what their versions start from."""
    meant = {(version.kind, version.key): version for version in versions if says_something(version)}
    now: dict[tuple[str, str], State] = {}
    for kind in {kind for kind, _ in meant}:
        model, keys = model_of(kind), [key for of, key in meant if of == kind]
        if model is None:
            continue
        for start in range(0, len(keys), CHUNK):
            rows = model._base_manager.using(using).filter(**{f"{model.KEY}__in": keys[start : start + CHUNK]})
            now |= {(kind, record.key): state for record, state in states(rows)}
    return [
        version.key
        for name, version in meant.items()
        if model_of(version.kind) is None or now.get(name, {}) != said(before_and_after(version)[0] or {})
    ]

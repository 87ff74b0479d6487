"""
Random histories: every kind of write there is, each as one step that picks its records by a number.

A step may be refused for what the catalogue forbids; then nothing of it is stored, which is part of the trial.
"""

from collections.abc import Callable
from typing import Any

from policyhub.records.models import Revision, Version
from policyhub.records.review import approve, reject, revert
from policyhub.records.revisions import change, proposal, rehearsal, revision
from policyhub.records.vocabularies import Origin, RevisionState
from tests.revisions.steps import REASON, REFUSED, WRITES, History, WentWrong

__all__ = ["REFUSED", "WAYS", "WRITES", "History"]


def apply(h: History, write: Callable[[History], None]) -> None:
    with revision(reason=REASON, by=h.author):
        write(h)


def apply_two(h: History, write: Callable[[History], None]) -> None:
    with revision(reason=REASON, by=[h.author, h.reviewer], origin=Origin.LOAD):
        write(h)
        h.pick.choice(WRITES)(h)


def fail(h: History, write: Callable[[History], None]) -> None:
    with revision(reason=REASON):
        write(h)
        raise WentWrong


def rehearse(h: History, write: Callable[[History], None]) -> None:
    with rehearsal():
        write(h)


def propose(h: History, write: Callable[[History], None]) -> None:
    with proposal(reason=REASON, by=h.author):
        write(h)


def write_as_a_person(h: History, write: Callable[[History], None]) -> None:
    with change(reason=REASON, by=h.author):
        write(h)


def write_alone(h: History, write: Callable[[History], None]) -> None:
    with change(reason=REASON, by=h.author, emergency="It cannot wait."):
        write(h)


def propose_and_approve(h: History, write: Callable[[History], None]) -> None:
    with proposal(reason=REASON, by=h.author) as edit:
        write(h)
    if edit.revision is not None:
        approve(revision=edit.revision, by=h.reviewer, digest=edit.revision.digest)


def waiting(h: History) -> Any:
    return h.any(Revision.objects.filter(state=RevisionState.PROPOSED))


def approve_one(h: History, write: Callable[[History], None]) -> None:
    if (found := waiting(h)) is not None:
        approve(revision=found, by=h.reviewer, digest=found.digest)


def reject_one(h: History, write: Callable[[History], None]) -> None:
    if (found := waiting(h)) is not None:
        reject(revision=found, by=h.reviewer, comment="No.")


def revert_one(h: History, write: Callable[[History], None]) -> None:
    version = h.any(Version.objects.filter(number__isnull=False, before__isnull=False))
    if version is not None:
        revert(version=version, by=h.author, reason=REASON, emergency=h.pick.choice(["", "It cannot wait."]))


def undelete(h: History, write: Callable[[History], None]) -> None:
    version = h.any(Version.objects.filter(action="delete", number__isnull=False))
    if version is not None:
        revert(version=version, by=h.author, reason=REASON)


WAYS: list[Callable[[History, Callable[[History], None]], None]] = [
    apply, apply, apply, apply, apply_two, fail, rehearse, propose, write_as_a_person, write_alone,
    propose_and_approve, approve_one, reject_one, revert_one, undelete,
]  # fmt: skip

"""Revisions and versions as one caller is told of them, as JSON."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from policyhub.feed import visibility
from policyhub.feed.redaction import public_ones, references, without_hidden
from policyhub.feed.visibility import PUBLIC, REMOVED, Tally, kinds
from policyhub.records.differences import differences
from policyhub.records.models import Hand, Revision, Version
from policyhub.records.querysets import Caller, sees_drafts
from policyhub.records.review import kind_of
from policyhub.records.state import State, before_and_after
from policyhub.records.vocabularies import HandRole

Json = dict[str, Any]

PEOPLE = Prefetch("hands", queryset=Hand.objects.select_related("user").order_by("user__username"))
PEOPLE_OF_VERSION = Prefetch("revision__hands", queryset=Hand.objects.select_related("user").order_by("user__username"))


def instant(moment: datetime | None) -> str | None:
    """Return an instant as the API writes it."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def address(*words: Any) -> str:
    """Return the address of a record or a revision."""
    return f"{settings.PUBLIC_URL}/api/v1/{'/'.join(str(word) for word in words)}/"


class Telling:
    """What one caller is told: without people for the public, and without what is not public now."""

    def __init__(self, user: Caller) -> None:
        self.drafts = sees_drafts(user)

    def revision(self, revision: Revision, tally: Tally) -> Json:
        """Return what is told of a revision itself."""
        told: Json = {
            "number": revision.number,
            "instant": instant(revision.instant),
            "reason": self.reason(revision, tally),
        }
        return told | (people(revision) if self.drafts else {})

    def reason(self, revision: Revision, tally: Tally) -> str | None:
        """Return why it was made; it may speak of all that was changed, so it is told to who sees all of that."""
        return str(revision.reason) if self.drafts or not tally.hidden else None

    def record(self, version: Any) -> Json:
        """Return which record a version is of, and what was done to it."""
        action, collection = visibility.action_of(version, drafts=self.drafts), kinds()[version.kind]
        url = None if action == REMOVED else address(collection, version.key)
        return {"collection": collection, "key": version.key, "action": action, "url": url}

    def changes(self, versions: Sequence[Version]) -> list[list[Json]]:
        """Return what each of the versions changed, field by field."""
        told = [(kind_of(version), *self.states(version)) for version in versions]
        if not self.drafts:
            asked = (one for model, *states in told for state in states if state for one in references(model, state))
            public = public_ones(asked)
            told = [
                (
                    model,
                    before and without_hidden(model, before, public),
                    after and without_hidden(model, after, public),
                )
                for model, before, after in told
            ]
        return [[one.as_json() for one in differences(*one)] for one in told]

    def states(self, version: Version) -> tuple[State | None, State | None]:
        """Return what the caller may know that a record said before and after, in today's shape."""
        before, after = before_and_after(version)
        return (before if self.drafts or version.was == PUBLIC else None), after

    def records(self, versions: Sequence[Version]) -> list[Json]:
        """Return each version with its record and what changed in it."""
        changes = self.changes(versions)
        return [self.record(version) | {"changes": one} for version, one in zip(versions, changes, strict=True)]


def people(revision: Revision) -> Json:
    """Return who made and who approved a revision, by which way it came, and what was said of it."""
    hands: Iterable[Any] = revision.hands.all()
    named = [(hand.role, hand.user.get_username()) for hand in hands]
    return {
        "authors": [name for role, name in named if role == HandRole.AUTHOR],
        "approver": next((name for role, name in named if role == HandRole.APPROVER), None),
        "origin": revision.origin,
        "emergency": revision.emergency or None,
        "comment": revision.comment or None,
    }

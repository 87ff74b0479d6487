"""The steps of a record's public life as somebody asks for them: for some records, with an answer for each."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from policyhub.records.log import versions_of
from policyhub.records.models import Record, Revision
from policyhub.records.publication import BEFORE_PUBLISHING, BEFORE_WITHDRAWING, publish, withdraw
from policyhub.records.revisions import change
from policyhub.records.vocabularies import Publication, RevisionState

UNSEEN = "Somebody changed it since the list was shown. Look at it again."


@dataclass(frozen=True)
class Taker:
    """
    Who takes a step, and why; with `emergency` he takes it alone and says why, which is his right or not.

    `seen` is the number up to which he has seen the catalogue: what was changed later he has not looked at. None
    where he looks at the very state that he takes the step with.
    """

    person: Any
    reason: str = ""
    emergency: str = ""
    request_id: str = ""
    seen: int | None = None

    def refuse_unseen(self, record: Record) -> None:
        """Raise ValidationError where somebody else changed the record since."""
        if self.seen is None:
            return
        later = versions_of(record._meta.label_lower, record.key).filter(number__gt=self.seen)
        if later.exclude(revision__request_id=self.request_id or "-").exists():
            raise ValidationError({"publication": [UNSEEN]})


@dataclass(frozen=True)
class Outcome:
    """How a step ended: why it could not be taken; or the revision it made, and which other records it concerns."""

    problems: list[str] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    revision: Revision | None = None

    @property
    def waits(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.revision is not None and self.revision.state == RevisionState.PROPOSED


@dataclass(frozen=True)
class Step:
    """
    Publishing, withdrawing or asking for either: its names, what does it, from which states it leads.

    With `decides` the person who takes it is the second one for what others wrote. `reason` is said where
    the person gives none, and `aside` what it means for other records.
    """

    verb: str
    done: str
    change: Callable[..., list[Record]]
    leads_from: tuple[Publication, ...]
    reason: str
    decides: bool = True
    aside: str = ""

    def take(self, record: Record, by: Taker) -> Outcome:
        """Take the step with `record`, in a revision of its own."""
        try:
            with change(
                reason=by.reason or self.reason,
                by=by.person,
                approves=self.decides and not by.emergency,
                emergency=by.emergency,
                request_id=by.request_id,
            ) as edit:
                by.refuse_unseen(record)
                others = self.change(record=copy.copy(record))
        except ValidationError as error:
            return Outcome(problems=plain_messages(error))
        return Outcome(others=others, revision=edit.revision)

    def take_all(self, records: Iterable[Record], by: Taker) -> dict[Record, Outcome]:
        """
        Take the step with each record by itself; return how it ended for each.

        Where one waits for another of them (a category for its parent), it is tried again after that one.
        """
        outcomes: dict[Record, Outcome] = {}
        waiting = list(records)
        while waiting:
            outcomes |= {record: self.take(record, by) for record in waiting}
            left = [record for record in waiting if outcomes[record].problems]
            if len(left) == len(waiting):
                break
            waiting = left
        return outcomes


PUBLISH = Step(
    "publish",
    "published",
    publish,
    BEFORE_PUBLISHING,
    "Published.",
    aside="{other.key} was closed: it now ends on {other.until}.",
)
WITHDRAW = Step(
    "withdraw",
    "withdrawn",
    withdraw,
    BEFORE_WITHDRAWING,
    "Withdrawn.",
    aside="{other.key} still ends on {other.until}, where this one began.",
)
SUBMIT = Step("submit", "submitted for review", publish, BEFORE_PUBLISHING, "Ready for the public.", decides=False)

STEPS = (PUBLISH, WITHDRAW, SUBMIT)


def plain_messages(error: ValidationError) -> list[str]:
    """Return the messages of `error`, each with its field in front."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]

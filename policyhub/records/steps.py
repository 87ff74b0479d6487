"""The two steps of a record's public life as somebody asks for them: for some records, with an answer for each."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from policyhub.records.models import Record
from policyhub.records.publication import BEFORE_PUBLISHING, BEFORE_WITHDRAWING, publish, withdraw
from policyhub.records.vocabularies import Publication


@dataclass(frozen=True)
class Outcome:
    """How a step ended: why it could not be taken, or which other records it concerns."""

    problems: list[str] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """Publishing or withdrawing: its names, what does it, from which states it leads, what it means for others."""

    verb: str
    done: str
    change: Callable[..., list[Record]]
    leads_from: tuple[Publication, ...]
    aside: str

    def take(self, record: Record) -> Outcome:
        """Take the step with `record`."""
        try:
            return Outcome(others=self.change(record=copy.copy(record)))
        except ValidationError as error:
            return Outcome(problems=plain_messages(error))

    def take_all(self, records: Iterable[Record]) -> dict[Record, Outcome]:
        """
        Take the step with each record by itself; return how it ended for each.

        Where one waits for another of them (a category for its parent), it is tried again after that one.
        """
        outcomes: dict[Record, Outcome] = {}
        waiting = list(records)
        while waiting:
            outcomes |= {record: self.take(record) for record in waiting}
            left = [record for record in waiting if outcomes[record].problems]
            if len(left) == len(waiting):
                break
            waiting = left
        return outcomes


PUBLISH = Step(
    "publish", "published", publish, BEFORE_PUBLISHING, "{other.key} was closed: it now ends on {other.until}."
)
WITHDRAW = Step(
    "withdraw",
    "withdrawn",
    withdraw,
    BEFORE_WITHDRAWING,
    "{other.key} still ends on {other.until}, where this one began.",
)


def plain_messages(error: ValidationError) -> list[str]:
    """Return the messages of `error`, each with its field in front."""
    return [
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]

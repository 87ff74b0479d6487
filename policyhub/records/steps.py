"""The two steps of a record's public life as somebody asks for them: for some records, with an answer for each."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from policyhub.records.models import Record
from policyhub.records.publication import BEFORE_PUBLISHING, BEFORE_WITHDRAWING, publish, withdraw
from policyhub.records.vocabularies import Publication


@dataclass(frozen=True)
class Step:
    """Publishing or withdrawing: what it is called, what does it, and from which states it leads."""

    verb: str
    done: str
    change: Callable[..., list[Record]]
    leads_from: tuple[Publication, ...]

    def take(self, record: Record) -> list[str]:
        """Take the step with `record`; return why it could not be taken, or nothing."""
        try:
            self.change(record=copy.copy(record))
        except ValidationError as error:
            return plain_messages(error)
        return []

    def take_all(self, records: Iterable[Record]) -> dict[Record, list[str]]:
        """
        Take the step with each record by itself; return what was wrong with each, nothing if it is done.

        Where one waits for another of them (a category for its parent), it is tried again after that one.
        """
        outcome: dict[Record, list[str]] = {}
        waiting = list(records)
        while waiting:
            outcome |= {record: self.take(record) for record in waiting}
            left = [record for record in waiting if outcome[record]]
            if len(left) == len(waiting):
                break
            waiting = left
        return outcome


PUBLISH = Step("publish", "published", publish, BEFORE_PUBLISHING)
WITHDRAW = Step("withdraw", "withdrawn", withdraw, BEFORE_WITHDRAWING)


def plain_messages(error: ValidationError) -> list[str]:
    """Return the messages of `error`, each with its field in front."""
    return [
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]

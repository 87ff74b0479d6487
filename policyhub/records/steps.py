"""The two steps of a record's public life as somebody asks for them: for some records, with an answer for each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from policyhub.records.models import Record
from policyhub.records.publication import publish, withdraw
from policyhub.records.vocabularies import Publication


@dataclass(frozen=True)
class Step:
    """Publishing or withdrawing: what it is called, what does it, and from which states it leads."""

    verb: str
    done: str
    change: Callable[..., None]
    leads_from: tuple[Publication, ...]

    def take(self, record: Record) -> list[str]:
        """Take the step with a fresh copy of `record`; return why it could not be taken, or nothing."""
        record = type(record)._base_manager.get(pk=record.pk)
        if record.publication not in self.leads_from:
            return [f"it is {record.publication}"]
        try:
            self.change(record=record)
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


PUBLISH = Step("publish", "published", publish, (Publication.DRAFT, Publication.WITHDRAWN))
WITHDRAW = Step("withdraw", "withdrawn", withdraw, (Publication.PUBLISHED,))


def plain_messages(error: ValidationError) -> list[str]:
    """Return the messages of `error`, each with its field in front."""
    return [
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]

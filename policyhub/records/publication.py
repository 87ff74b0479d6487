"""Publishing and withdrawing: what must hold before the public sees a record, and how a new period finds its place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Period, Record
from policyhub.records.structure import references_of
from policyhub.records.vocabularies import Publication

BEFORE_PUBLISHING = (Publication.DRAFT, Publication.WITHDRAWN)
BEFORE_WITHDRAWING = (Publication.PUBLISHED,)


@transaction.atomic
def publish(*, record: Record) -> list[Record]:
    """
    Make `record` public; return the records whose period was closed for it.

    The period before it is closed on its first day, and its own ends where the next one begins. What
    others stored since `record` was read is kept: everything is decided on the row as it now is.

    Raises ValidationError, keyed by field, where it is public already or deleted, refers to a record that
    is not public, lacks a supporting citation, begins on the day on which another period of its sequence
    begins, or would cut a period in two.
    """
    current(record, BEFORE_PUBLISHING)
    if problems := problems_of_public(record):
        raise ValidationError(problems)
    before = vars(record).copy()
    try:
        closed = make_room(record)
        record.publication = Publication.PUBLISHED
        record.full_clean()
    except ValidationError:
        vars(record).update(before)
        raise
    record.save()
    record.settle()
    return closed


@transaction.atomic
def withdraw(*, record: Record) -> list[Record]:
    """
    Take `record` out of public sight; it is kept. Return the periods that end where it began, for a second look.

    Raises ValidationError where it is not public, or lists the published records which still refer to it.
    """
    current(record, BEFORE_WITHDRAWING)
    pointing = sorted({other.key for other in record.referrers() if other.publication == Publication.PUBLISHED})
    if pointing:
        raise ValidationError({"publication": [f"Still referred to by {', '.join(pointing)}."]})
    record.publication = Publication.WITHDRAWN
    record.save(update_fields=["publication", "updated_at"])
    if not isinstance(record, Period) or record.since is None:
        return []
    return list(sequence_of(record).filter(until=record.since))


def current(record: Record, states: tuple[Publication, ...]) -> None:
    """
    Bring the copy in hand to what is stored, which stays so: all writers wait in one line.

    Raises ValidationError where it is gone, or in none of these states.
    """
    if record not in as_stored(record):
        raise ValidationError({"publication": [f"{record.key} was deleted meanwhile."]})
    record.refresh_from_db()
    if record.publication not in states:
        raise ValidationError({"publication": [f"It is {record.publication}."]})


def problems_of_public(record: Record) -> dict[str, list[str]]:
    """Return, by field, what a record lacks or refers to that no public record may."""
    problems = record.publication_problems()
    references = list(references_of(record))
    now = as_stored(*(other for _, other in references))
    for field, other in references:
        if now[other].publication != Publication.PUBLISHED:
            problems.setdefault(field, []).append(f"{other._meta.verbose_name} {other.key} is not published.")
    return problems


def sequence_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the foreign keys that make a sequence of periods; none for records without one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, NoOverlap):
            return constraint.within
    return ()


def as_stored(*records: Record) -> dict[Record, Record]:
    """Return those of `records` that are stored, each as it is now."""
    wanted: dict[type[Record], set[int]] = {}
    for record in records:
        wanted.setdefault(type(record), set()).add(record.pk)
    return {row: row for model, keys in wanted.items() for row in model._base_manager.filter(pk__in=keys)}


def sequence_of(record: Record) -> Any:
    """Return the other published records of the sequence that `record` belongs to; none where there is none."""
    within = {name: getattr(record, f"{name}_id") for name in sequence_fields(type(record))}
    rows = type(record).objects.published().exclude(pk=record.pk)
    return rows.filter(**within) if within else rows.none()


def make_room(record: Record) -> list[Record]:
    """
    Close the published period before `record`'s, and end its own where the next one begins; return what was closed.

    Raises ValidationError where two begin on one day, or where the new period would lie inside a longer
    one: what is left of it after the new one must be said, not lost.
    """
    if not isinstance(record, Period):
        return []
    neighbours = list(sequence_of(record))
    later = [other.since for other in neighbours if other.since and (not record.since or other.since > record.since)]
    if later and (record.until is None or record.until > min(later)):
        record.until = min(later)
    closed = []
    for other in neighbours:
        if other.since == record.since:
            same = "begins on the same day" if record.since else "has no known first day either"
            raise ValidationError({"since": [f"{other.key} {same}."]})
        before = record.since is not None and (other.since is None or other.since < record.since)
        if before and (other.until is None or other.until > record.since):
            close(other, record)
            closed.append(other)
    return closed


def close(other: Any, record: Any) -> None:
    """End the period of `other` where that of `record` begins."""
    if record.until is not None and (other.until is None or other.until > record.until):
        end = other.until or "today"
        message = (
            f"{other.key} lasts until {end}: end it on {record.since} first, and say what holds from {record.until}."
        )
        raise ValidationError({"until": [message]})
    if other.holds_from >= record.since:
        message = f"{other.key}, whose beginning is not known, counts from {other.holds_from}: date it first."
        raise ValidationError({"since": [message]})
    other.until = record.since
    other.save()

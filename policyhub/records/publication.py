"""Publishing and withdrawing: what must hold before the public sees a record, and how a new period finds its place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Period, Record
from policyhub.records.structure import references_of, referrers_of
from policyhub.records.vocabularies import Publication


@transaction.atomic
def publish(*, record: Record) -> None:
    """
    Make `record` public, and close the period before it or fit it in between its neighbours.

    Raises ValidationError, keyed by field, where it refers to a record that is not public, lacks a
    supporting citation, or begins on the day on which another period of its sequence begins.
    """
    lock_sequence(record)
    problems = record.publication_problems()
    for field, other in references_of(record):
        if other.publication != Publication.PUBLISHED:
            problems.setdefault(field, []).append(f"{other._meta.verbose_name} {other.key} is not published.")
    if problems:
        raise ValidationError(problems)
    make_room(record)
    record.publication = Publication.PUBLISHED
    record.full_clean()
    record.save()
    record.settle()


@transaction.atomic
def withdraw(*, record: Record) -> None:
    """
    Take `record` out of public sight; it is kept.

    Raises ValidationError that lists the published records which still refer to it.
    """
    lock_sequence(record)
    pointing = sorted({other.key for other in referrers_of(record) if other.publication == Publication.PUBLISHED})
    if pointing:
        raise ValidationError({"publication": [f"Still referred to by {', '.join(pointing)}."]})
    record.publication = Publication.WITHDRAWN
    record.save()


def sequence_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the foreign keys that make a sequence of periods; none for records without one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, NoOverlap):
            return constraint.within
    return ()


def lock_sequence(record: Record) -> None:
    """
    Let one writer at a time change the sequence that `record` belongs to.

    The row of the first thing it joins is locked (the measure, the organisation) before anything is
    read, so that a second writer sees what the first one wrote. SQLite has one writer at a time anyway.
    """
    for name in sequence_fields(type(record))[:1]:
        other: Any = record._meta.get_field(name).related_model
        other._base_manager.select_for_update().get(pk=getattr(record, f"{name}_id"))


def make_room(record: Record) -> None:
    """Close the published period before `record`'s, and end its own where the next one begins."""
    within = {name: getattr(record, f"{name}_id") for name in sequence_fields(type(record))}
    if not within or not isinstance(record, Period):
        return
    neighbours = type(record).objects.published().filter(**within).exclude(pk=record.pk)
    clash = neighbours.filter(since=record.since).first()
    if clash is not None:
        raise ValidationError({"since": [f"{clash.key} begins on the same day."]})
    before = [other for other in neighbours if record.since and (other.since is None or other.since < record.since)]
    after = [other.since for other in neighbours if other.since and (not record.since or other.since > record.since)]
    for other in before:
        if other.until is None or other.until > record.since:
            other.until = record.since
            other.save()
    if after and (record.until is None or record.until > min(after)):
        record.until = min(after)

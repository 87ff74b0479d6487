"""Publishing and withdrawing: what must hold before the public sees a record, and how a new period finds its place."""

from django.core.exceptions import ValidationError
from django.db import transaction

from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Period, Record
from policyhub.records.structure import record_models, references_of
from policyhub.records.vocabularies import Publication


@transaction.atomic
def publish(*, record: Record) -> None:
    """
    Make `record` public, and close the period before it or fit it in between its neighbours.

    Raises ValidationError, keyed by field, where it refers to a record that is not public, lacks a
    supporting citation, or begins on the day on which another period of its sequence begins. The
    record is then as it was before.
    """
    lock_sequence(record)
    problems = problems_of_public(record)
    if problems:
        raise ValidationError(problems)
    before = vars(record).copy()
    try:
        make_room(record)
        record.publication = Publication.PUBLISHED
        record.full_clean()
    except ValidationError:
        vars(record).update(before)
        raise
    record.save()
    record.settle()


@transaction.atomic
def withdraw(*, record: Record) -> None:
    """
    Take `record` out of public sight; it is kept.

    Raises ValidationError where it is not public, or lists the published records which still refer to it.
    """
    lock_sequence(record)
    lock(record)
    pointing = sorted({other.key for other in record.referrers() if other.publication == Publication.PUBLISHED})
    if pointing:
        raise ValidationError({"publication": [f"Still referred to by {', '.join(pointing)}."]})
    record.publication = Publication.WITHDRAWN
    record.save()


def problems_of_public(record: Record) -> dict[str, list[str]]:
    """
    Return, by field, what a record lacks or refers to that no public record may.

    Until the transaction ends nobody else can withdraw what the record refers to.
    """
    problems = record.publication_problems()
    references = list(references_of(record))
    now = lock(record, *(other for _, other in references))
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


def lock_sequence(record: Record) -> None:
    """
    Let one writer at a time change the sequence that `record` belongs to.

    The row of the first thing it joins is locked (the measure, the organisation) before anything is
    read, so that a second writer sees what the first one wrote.
    """
    lock(*(getattr(record, name) for name in sequence_fields(type(record))[:1]))


def lock(*records: Record) -> dict[Record, Record]:
    """
    Lock the rows of `records` until the transaction ends, and return each as it is now.

    What refers to others comes before them, always, so that no two writers wait for each other. The
    lock is against changes only (`no_key`): a new draft that refers to these need not wait. SQLite has
    one writer at a time anyway.
    """
    wanted: dict[type[Record], set[int]] = {}
    for record in records:
        wanted.setdefault(type(record), set()).add(record.pk)
    now: dict[Record, Record] = {}
    for model in sorted(wanted, key=record_models().index, reverse=True):
        rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=wanted[model]).order_by("pk")
        now |= {row: row for row in rows}
    return now


def make_room(record: Record) -> None:
    """Close the published period before `record`'s, and end its own where the next one begins."""
    within = {name: getattr(record, f"{name}_id") for name in sequence_fields(type(record))}
    if not within or not isinstance(record, Period):
        return
    neighbours = type(record).objects.published().filter(**within).exclude(pk=record.pk)
    clash = neighbours.filter(since=record.since).first()
    if clash is not None:
        same = "begins on the same day" if record.since else "has no known first day either"
        raise ValidationError({"since": [f"{clash.key} {same}."]})
    before = [other for other in neighbours if record.since and (other.since is None or other.since < record.since)]
    after = [other.since for other in neighbours if other.since and (not record.since or other.since > record.since)]
    for other in before:
        if other.until is None or other.until > record.since:
            other.until = record.since
            other.save()
    if after and (record.until is None or record.until > min(after)):
        record.until = min(after)

"""Numbers follow each other without a gap, in the order of commits, and each instant is later than the last."""

import datetime
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from policyhub.records.models import Numbering, Revision, Version
from policyhub.records.numbering import NoNumberingError
from policyhub.records.revisions import proposal, rehearsal, revision
from tests import builders as make
from tests.records.conftest import shared  # noqa: F401  # a fixture
from tests.revisions.dumps import check_log

REASON = "A trial."


def applied() -> list[tuple[int, datetime.datetime]]:
    return list(Revision.objects.filter(number__isnull=False).order_by("number").values_list("number", "instant"))


def write(slug: str, **how: Any) -> None:
    with revision(reason=REASON, **how):
        make.source(slug)


@pytest.mark.django_db
@pytest.mark.parametrize("step", [0, -1, -3600, 0.000001, 3600], ids=["stands", "slow", "back", "fine", "ahead"])
@pytest.mark.parametrize("microsecond", [0, 999999])
def test_instants_grow_whatever_the_clock_does(monkeypatch: pytest.MonkeyPatch, step: float, microsecond: int):
    begin = datetime.datetime(2026, 3, 1, 12, 0, 0, microsecond, tzinfo=datetime.UTC)
    moments = (begin + datetime.timedelta(seconds=step) * number for number in range(10**6))
    ticking: Iterator[datetime.datetime] = iter(moments)
    monkeypatch.setattr(timezone, "now", lambda: next(ticking))
    for number in range(5):
        write(f"source-{number}")
    check_log()
    numbering = Numbering.objects.get()
    assert (numbering.number, numbering.instant) == applied()[-1]
    for source in make.Source.objects.all():
        (version,) = Version.objects.filter(key=source.slug)
        assert version.revision.instant == source.updated_at == source.created_at


@pytest.mark.django_db
def test_what_is_not_applied_takes_no_number():
    write("first")
    with rehearsal():
        make.source("rehearsed")
    with revision(reason=REASON):
        pass
    with proposal(reason=REASON, by=make.user()):
        make.source("proposed")
    with pytest.raises(ZeroDivisionError), revision(reason=REASON):
        make.source("failed")
        raise ZeroDivisionError
    with pytest.raises(Exception, match="Say why"), revision(reason=" "):
        make.source("unexplained")
    write("second")
    assert [number for number, _ in applied()] == [1, 2]
    assert set(make.Source.objects.values_list("slug", flat=True)) == {"first", "second"}


@pytest.mark.django_db
def test_a_revision_inside_another_is_refused():
    with pytest.raises(RuntimeError, match="open already"), revision(reason=REASON):
        write("inner")
    assert applied() == []


@pytest.mark.django_db
def test_a_database_without_its_numbering_says_so():
    Numbering.objects.all().delete()
    with pytest.raises(NoNumberingError, match="migrate"):
        write("first")


@pytest.mark.django_db(transaction=True)
def test_many_writers_leave_no_gap_while_a_reader_follows(shared: None):  # noqa: F811
    writers, rounds = (8, 12) if connection.vendor == "postgresql" else (3, 6)
    done = threading.Event()

    def compete(writer: int) -> None:
        try:
            for number in range(rounds):
                if number % 3 == 1:  # takes a number and gives it back, or rolls it back
                    with rehearsal():
                        make.source(f"never-{writer}")
                elif number % 3 == 2:
                    with pytest.raises(ZeroDivisionError), transaction.atomic():
                        write(f"never-{writer}")
                        raise ZeroDivisionError
                write(f"by-{writer}-{number}")
        finally:
            connection.close()

    def follow() -> list[int]:
        seen: list[int] = []
        try:
            while True:
                last = done.is_set()
                page = Version.objects.filter(number__gt=max(seen, default=0)).order_by("number")
                seen += list(page.values_list("number", flat=True))
                if last:
                    return seen
        finally:
            connection.close()

    with ThreadPoolExecutor(writers + 1) as threads:
        reader = threads.submit(follow)
        list(threads.map(compete, range(writers)))
        done.set()
        assert reader.result(timeout=30) == [*range(1, writers * rounds + 1)]
    check_log()

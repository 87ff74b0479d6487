"""What is answered as of an instant that is past is final: nothing that is still open can change it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from django.db import connection
from django.utils import timezone

from policyhub.records import numbering
from policyhub.records.models import Revision
from policyhub.records.revisions import revision
from tests import builders as make


def apart(work: Callable[[], Any]) -> Callable[[], Any]:
    """Return work that ends by closing the connection of its thread."""

    def done() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return done


def test_an_open_revision_is_waited_for(shared: None) -> None:
    opened, enough = Event(), Event()

    def write() -> None:
        with revision(reason="Takes its time."):
            make.source()
            opened.set()
            enough.wait(20)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(apart(write))
        assert opened.wait(20)
        asked = timezone.now()
        assert not numbering.settled(asked, patience=0.05)
        assert not Revision.objects.exists()
        enough.set()
        assert numbering.settled(asked, patience=20)
        writing.result(20)
    assert Revision.objects.get().instant < asked


def test_without_an_open_one_nothing_is_waited_for(shared: None) -> None:
    with revision(reason="Done."):
        make.source()
    assert numbering.settled(timezone.now(), patience=0)


def test_a_revision_that_waited_for_another_begins_after_it(shared: None) -> None:
    opened, begun = Event(), Event()

    def first() -> None:
        with revision(reason="First."):
            make.source()
            opened.set()
            begun.wait(20)

    def second() -> Any:
        opened.wait(20)
        begun.set()
        with revision(reason="Second.") as edit:
            make.source("another")
        return edit.revision

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.submit(apart(first)), threads.submit(apart(second))
        one.result(20)
        assert Revision.objects.get(number=1).instant < other.result(20).instant

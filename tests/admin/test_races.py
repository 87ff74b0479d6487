"""Two people at the same record at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from options.models import Stage
from policyhub.records.models import Hand, Revision
from tests import builders
from tests.admin.conftest import decide

TOGETHER = pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory belongs to one thread")


@pytest.mark.django_db(transaction=True)
@TOGETHER
def test_of_two_who_approve_one_proposal_one_is_told_that_it_was_done(transactional_db, sign_in, proposal, pages):
    people = [sign_in("reviewer"), sign_in("publisher")]
    start = Barrier(len(people))

    def press(person) -> bool:
        try:
            start.wait()
            page = decide(person, pages, proposal).content  # a test's contexts are mixed up between threads
            assert (b"It is applied already." in page) != (b"it is revision 2 now" in page)
            return b"it is revision 2 now" in page
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(press, people)) == [False, True]
    assert Revision.objects.filter(number=2).count() == Hand.objects.filter(role="approver").count() == 1


@pytest.mark.django_db(transaction=True)
@TOGETHER
def test_the_second_of_two_who_add_a_stage_is_told(transactional_db, sign_in, pages):
    measure = builders.measure()
    people = [sign_in("contributor"), sign_in("publisher")]
    sent = pages.sent(people[0].get(pages.change(measure)))
    sent |= {"stages-TOTAL_FORMS": "1", "stages-0-status": "agreed", "stages-0-measure": measure.pk}
    sent |= {"stages-0-since": "2025-03-02", "stages-0-since_precision": "day"}
    start = Barrier(len(people))

    def store(person) -> int:
        try:
            start.wait()
            return person.post(pages.change(measure), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(store, people)) == [200, 302]
    assert Stage.objects.count() == 1

"""Two people at the same record at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from options.models import Stage
from tests import builders


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a database in memory belongs to one thread")
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

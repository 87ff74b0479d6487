"""The real data, for as long as some tests need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction


@contextmanager
def fixtures(django_db_blocker: Any) -> Iterator[None]:
    """Hold all of fixtures/; nothing of it is left behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", verbosity=0)
        connection.check_constraints()  # or PostgreSQL checks every foreign key loaded here anew after each test
        yield
        transaction.set_rollback(True)

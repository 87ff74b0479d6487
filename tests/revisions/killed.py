"""
A writer that is killed at random moments, again and again; after each time the log and the tables are compared.

    DATABASE_URL=... python -m tests.revisions.killed ROUNDS SEED

The database is new and empty. Each writer is a process of its own, forked from this one.
"""

import contextlib
import os
import random
import signal
import sys
import time
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "policyhub.settings.test"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from policyhub.accounts.models import User  # noqa: E402
from policyhub.records import guard  # noqa: E402
from policyhub.records.models import Numbering  # noqa: E402
from tests import builders  # noqa: E402
from tests.revisions.conftest import fill  # noqa: E402
from tests.revisions.dumps import check_log, differing, dump, folds  # noqa: E402
from tests.revisions.histories import REFUSED, WRITES, History, apply, propose_and_approve  # noqa: E402

LONGEST = 0.5
"""Seconds that a writer lives at most."""


def begin() -> None:
    """Fill the new database, and begin its history."""
    call_command("migrate", verbosity=0)
    with guard.off("arranging a test"):
        fill()
    call_command("baseline", verbosity=0)
    builders.user("author")
    builders.user("reviewer", permissions=["accounts.review_changes"])


def write_for_ever(seed: int) -> None:
    """Write one revision after the other."""
    history = History(*(User.objects.get(username=name) for name in ("author", "reviewer")))
    history.pick.seed(seed)
    while True:
        with contextlib.suppress(*REFUSED):
            history.pick.choice([apply, propose_and_approve])(history, history.pick.choice(WRITES))


def kill_one(pick: Any) -> None:
    """Let a writer write for a moment."""
    connections.close_all()
    writer = os.fork()
    if writer == 0:
        try:
            write_for_ever(pick.randrange(10**6))
        finally:
            os._exit(1)
    time.sleep(pick.uniform(0.03, LONGEST))
    os.kill(writer, signal.SIGKILL)
    _, status = os.waitpid(writer, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself"


def main(rounds: int, seed: int) -> None:
    """Kill one writer after the other."""
    pick = random.Random(seed)
    begin()
    for number in range(rounds):
        kill_one(pick)
        told = folds()
        assert max(told) == Numbering.objects.get().number, f"round {number}"
        assert differing(dump(), told[max(told)]) == {}, f"round {number}"
    check_log()
    print(max(told))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

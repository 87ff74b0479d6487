"""A writer that is killed in the middle of a write leaves a log and tables that agree."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
NAME = "policyhub_killed"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Return the address of a new database, on the server of the suite if there is one."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    import psycopg

    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as raw:
        raw.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        raw.execute(f"CREATE DATABASE {NAME}")
        yield f"{server}/{NAME}"
        raw.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_log_and_tables_agree_after_each_time(database: str):
    rounds = 400 if DEEP else 10
    done = subprocess.run(
        [sys.executable, "-m", "tests.revisions.killed", str(rounds), str(os.getpid())],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) > 1, "no writer lived long enough to write"

"""Two servers of the product on the same data, one on SQLite and one on PostgreSQL."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from policyhub.wsgi import application

class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"
    def log_message(self, *args): pass

class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

make_server("127.0.0.1", int(sys.argv[1]), application, Server, Quiet).serve_forever()
"""
PATIENCE = 60
"""Seconds that a server may take to start."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(database: str) -> dict[str, str]:
    """Return the environment of a server."""
    return {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "policyhub.settings.test"}


def load(database: str) -> None:
    """Fill an empty database."""
    for command in (["migrate"], ["loaddata"]):
        words = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(words, cwd=ROOT, env=environment(database), check=True)


def serve(database: str, log: Path) -> Iterator[str]:
    """Run a server until the tests are over; yield its address."""
    port = free_port()
    with log.open("w") as out:
        words = [sys.executable, "-c", SERVE, str(port)]
        running = subprocess.Popen(words, cwd=ROOT, env=environment(database), stdout=out, stderr=out)
        try:
            wait_for(port, running)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(timeout=20)


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    """Return as soon as somebody listens."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start (it returned {running.poll()}).")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve from a SQLite file."""
    home = tmp_path_factory.mktemp("sqlite")
    database = f"sqlite:///{home / 'catalogue.sqlite3'}"
    load(database)
    yield from serve(database, home / "log")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve from a database of its own on the PostgreSQL server of DATABASE_URL."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        pytest.skip("It takes a PostgreSQL: .ci/postgres python -m pytest tests/engines")
    name = f"engines_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    database = urlsplit(given)._replace(path=f"/{name}").geturl()
    try:
        load(database)
        yield from serve(database, tmp_path_factory.mktemp("postgres") / "log")
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def every_answer_is_as_documented() -> None:
    """Hold nothing against the OpenAPI document: the servers are other processes."""

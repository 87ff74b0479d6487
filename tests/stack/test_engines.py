"""How the databases are reached."""

import socket
import time
from contextlib import closing

import pytest
from django.db import connection, connections

from policyhub.postgresql.base import is_quiet
from policyhub.settings import base


def test_postgresql_prepares_and_never_compiles():
    config = base.database("postgres://somebody@127.0.0.1/policyhub")
    assert config["ENGINE"] == "policyhub.postgresql"
    assert config["OPTIONS"] == {"options": "-c jit=off", "server_side_binding": True, "prepare_threshold": 1}
    assert not config["DISABLE_SERVER_SIDE_CURSORS"]


def test_behind_a_pooler_nothing_is_left_on_a_connection(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(base, "DATABASE_POOLED", True)
    config = base.database("postgres://somebody@127.0.0.1/policyhub")
    assert config["OPTIONS"] == {}
    assert config["DISABLE_SERVER_SIDE_CURSORS"]


def test_what_the_address_says_wins():
    config = base.database("postgres://somebody@127.0.0.1/policyhub?prepare_threshold=7")
    assert config["OPTIONS"]["prepare_threshold"] == 7


def test_a_socket_is_quiet_until_something_or_its_end_arrives():
    ours, theirs = socket.socketpair()
    with ours:
        assert is_quiet(ours.fileno())
        theirs.send(b"!")
        assert not is_quiet(ours.fileno())
        ours.recv(1)
        assert is_quiet(ours.fileno())
        theirs.close()
        assert not is_quiet(ours.fileno())


def test_a_connection_that_the_server_closed_is_replaced(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    kept = connections.create_connection("default")
    kept.connect()
    with closing(kept):
        assert kept.is_usable()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [kept.connection.info.backend_pid])
        until = time.monotonic() + 10
        while kept.is_usable() and time.monotonic() < until:
            time.sleep(0.01)
        assert not kept.is_usable()

"""`manage.py start` does what is still to be done, once, and nothing over a filled catalogue."""

import errno
import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from actors.models import Actor
from policyhub.management.commands import start
from policyhub.records.revisions import revision


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind((start.HOST, 0))
        return probe.getsockname()[1]


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """Take the place of what would load and serve, and note that it was asked for."""
    seen: list[str] = []

    def serve(host, port, handler, *, threading, on_bind):
        seen.append("serve")
        on_bind(port)
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "run", serve)
    monkeypatch.setattr(start.connection, "close", lambda: None)  # the test's transaction lives on it
    monkeypatch.setattr(start, "call_command", lambda name, **options: seen.append(name))
    return seen


@pytest.mark.django_db
def test_the_first_start_loads_makes_an_administrator_and_serves(calls, port, capsys):
    call_command("start", port=str(port))
    printed = capsys.readouterr().out
    assert calls == ["loaddata", "serve"]
    assert f"http://127.0.0.1:{port}/api/v1/" in printed
    password = printed.split("admin / ")[1].split()[0]
    assert get_user_model().objects.get(is_superuser=True).check_password(password)
    assert printed.endswith("Stopped.\n")


@pytest.mark.django_db
def test_the_second_start_keeps_people_and_data(calls, port, capsys):
    with revision(reason="A draft counts: the catalogue is not empty."):
        Actor.objects.create(code="FRA", kind="state", name="France")
    get_user_model().objects.create_superuser("somebody", password="x")
    call_command("start", port=str(port))
    assert calls == ["serve"]
    assert "shown this once" not in capsys.readouterr().out
    assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_a_catalogue_without_a_history_gets_one(calls, port):
    Actor.objects.create(code="FRA", kind="state", name="France")
    call_command("start", port=str(port))
    assert calls == ["baseline", "serve"]


@pytest.mark.django_db
def test_a_name_that_is_taken_is_left_alone(calls, port, capsys):
    get_user_model().objects.create_user("admin", password="x")
    call_command("start", port=str(port))
    assert not get_user_model().objects.filter(is_superuser=True).exists()
    assert "createsuperuser" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_busy_port_is_refused_before_anything_is_done(calls):
    with socket.socket() as other:
        other.bind((start.HOST, 0))
        other.listen()
        with pytest.raises(CommandError, match=r"is in use\. Choose another with PORT"):
            call_command("start", port=str(other.getsockname()[1]))
    assert calls == []
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "", "8e3", "٨٠٠٠"])
def test_a_port_is_a_number_that_exists(text: str):
    with pytest.raises(CommandError, match="PORT is a whole number"):
        start.read_port(text)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EADDRNOTAVAIL])
def test_every_refusal_names_the_port(code: int):
    assert "Port 80 " in str(start.refusal(OSError(code, "reason"), 80))

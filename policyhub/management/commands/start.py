"""`manage.py start`: from an empty machine to a catalogue that answers, in one process. `make run` ends here."""

import errno
import secrets
import signal
import socket
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application, run
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from policyhub.records.models import Numbering
from policyhub.records.structure import record_models

HOST = "127.0.0.1"
ADDRESSES = {"site": "/", "API": "/api/v1/", "docs": "/api/docs/", "admin": "/admin/"}

ENDINGS = [signal.SIGINT, signal.SIGTERM]

REFUSALS = {
    errno.EADDRINUSE: "Port {port} is in use. Choose another with PORT: make run PORT={other}",
    errno.EACCES: "Port {port} needs more rights than you have. Choose another with PORT: make run PORT=8000",
}


class Command(BaseCommand):
    """Prepare what is missing, then serve on this machine."""

    help = "Migrates and fills an empty database, makes a first administrator, and serves on 127.0.0.1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("--port", default="8000", help="The port on 127.0.0.1 (8000 unless given).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is still to be done; end quietly when told to."""
        port = read_port(options["port"])
        # Both, by name: a shell that starts us in the background has told us to ignore the first.
        before = {number: signal.signal(number, signal.default_int_handler) for number in ENDINGS}
        try:
            claim(port)
            self.migrate()
            self.load()
            self.make_administrator()
            self.serve(port)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Say what is being done, and how long it took."""
        began = time.monotonic()
        self.stdout.write(f"{what} ...")
        self.stdout.flush()
        yield
        self.stdout.write(f"  done in {time.monotonic() - began:.1f} s")

    def migrate(self) -> None:
        """Bring the tables up to date; a database that is pays nothing but the look."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self.step("Migrating the database"):
                call_command("migrate", verbosity=0, interactive=False)

    def load(self) -> None:
        """Load the fixtures into an empty catalogue; of a filled one only begin the history where it has none."""
        if any(model._base_manager.exists() for model in record_models()):
            if not Numbering.objects.filter(number__gt=0).exists():
                with self.step("Beginning the history of the catalogue"):
                    call_command("baseline", stdout=self.stdout)
            return
        with self.step("Loading the fixtures into the empty catalogue"):
            call_command("loaddata", stdout=self.stdout, stderr=self.stderr)

    def make_administrator(self) -> None:
        """Make the first administrator, with a password that nobody chose and that is shown once."""
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        if users.filter(username="admin").exists():
            self.stdout.write("There is no administrator, and `admin` is taken: run manage.py createsuperuser.")
            return
        password = secrets.token_urlsafe(15)
        users.create_superuser(username="admin", password=password)
        self.stdout.write(self.style.WARNING("The administrator, shown this once: admin / " + password))

    def serve(self, port: int) -> None:
        """Print the addresses and serve in this process until told to stop."""
        connection.close()
        try:
            run(HOST, port, get_internal_wsgi_application(), threading=True, on_bind=self.print_addresses)
        except OSError as error:
            raise refusal(error, port) from error

    def print_addresses(self, port: int | str) -> None:
        """Say where everything is, once the port is ours."""
        self.stdout.write("Serving; Control-C stops it.")
        for name, path in ADDRESSES.items():
            self.stdout.write(f"  {name:<6} http://{HOST}:{port}{path}")
        self.stdout.flush()


def read_port(text: str) -> int:
    """Return the port as a number; refuse what is none."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT is a whole number from 1 to 65535, not {text!r}.")
    return int(text)


def claim(port: int) -> None:
    """Refuse a port that cannot be had before anything else is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError as error:
            raise refusal(error, port) from error


def refusal(error: OSError, port: int) -> CommandError:
    """Say in words why the port cannot be had."""
    other = port + 1 if port < 65535 else 8000
    message = REFUSALS.get(error.errno or 0, "Port {port} cannot be had: {error}.")
    return CommandError(message.format(port=port, other=other, error=error.strerror))

"""The servers of the contest: starting and stopping them, and what their processes cost."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = 2
HEADERS = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}
"""Sent to each server: the settings of a public installation answer only to a name and over HTTPS."""


@dataclass
class Server:
    """A server that runs: where it listens, its first process, and how long it took to answer for the first time."""

    name: str
    port: int
    pid: int
    start: float = 0.0

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for one address; return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path, headers={**HEADERS, **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


def granian(application: str) -> list[str]:
    """Return the command that serves a WSGI application; every server of the contest is started by it."""
    program = Path(sys.executable).with_name("granian")
    if not program.exists():
        raise SystemExit("granian is not installed: make bench installs it.")
    return [
        str(program),
        "--interface",
        "wsgi",
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        os.environ.get("BENCH_THREADS", "2"),
        "--blocking-threads-idle-timeout",
        "600",
        "--backlog",
        "1024",
        "--no-ws",
        "--no-log",
        application,
    ]


@contextlib.contextmanager
def serving(name: str, application: str, env: dict[str, str], first: str, log: Path) -> Iterator[Server]:
    """Start a server and wait until it answers the address `first`; stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as out:
        command = [*granian(application), "--port", str(port)]
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=out, start_new_session=True
        )
        server = Server(name, port, process.pid)
        try:
            while True:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, _, body = server.get(first)
                    if status >= 400:
                        raise SystemExit(f"{name} answers {status} to {first}: {body[:2000].decode()}\n{tail(log)}")
                    break
                if process.poll() is not None or time.perf_counter() - begin > 60:
                    raise SystemExit(f"{name} does not start:\n{tail(log)}")
                time.sleep(0.01)
            server.start = time.perf_counter() - begin
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def tail(log: Path) -> str:
    """Return the end of what a server wrote."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])


# --- What processes cost ------------------------------------------------------------------------


def stat(pid: int) -> list[str]:
    """Return the fields of a process behind its name; none where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    parents = {int(path.name): stat(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found = [pid]
    for one in found:
        found += [child for child, fields in parents.items() if fields and int(fields[1]) == one]
    return found


def cpu(pid: int | None) -> float:
    """Return the seconds that a process and all below it have worked, those included that have ended."""
    if pid is None:
        return 0.0
    return sum(sum(map(int, fields[11:15])) for one in tree(pid) if (fields := stat(one))) / TICKS


def memory(pid: int) -> float:
    """Return the resident megabytes of the largest process below the first one: a worker."""
    return max((resident(one) for one in tree(pid)[1:]), default=0.0)


def resident(pid: int) -> float:
    """Return the resident megabytes of a process, less what it sees of a database file that it maps."""
    pages, of_database = 0, False
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
            name, _, rest = line.partition(" ")
            if not name.endswith(":"):
                of_database = ".sqlite3" in rest
            elif name == "Rss:" and not of_database:
                pages += int(rest.split()[0])
    return pages / 1024


def has_wrk() -> bool:
    """Tell whether the load generator is installed."""
    return shutil.which("wrk") is not None

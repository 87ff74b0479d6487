"""Load: eight connections that ask for one address after another, as fast as they are answered."""

import http.client
import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.contest.servers import HEADERS, Server, has_wrk

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("rotate.lua")

Address = tuple[str, str]
"""A path with its query, and the validator that the asker has; empty where he has none."""


@dataclass(frozen=True)
class Load:
    """What came of some seconds of load: requests a second, seconds that half and 99 % took at most, bytes, errors."""

    requests: int
    seconds: float
    half: float
    most: float
    size: float
    errors: int


def ask(server: Server, addresses: Sequence[Address], seconds: int) -> Load:
    """Ask for so many seconds."""
    return by_wrk(server, addresses, seconds) if has_wrk() else by_python(server, addresses, seconds)


def by_wrk(server: Server, addresses: Sequence[Address], seconds: int) -> Load:
    """Ask by wrk, whose script takes the addresses from a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{path}\t{tag}\n" for path, tag in addresses))
        file.flush()
        said = [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", str(SCRIPT), *said]
        command += [f"http://127.0.0.1:{server.port}/", "--", file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"wrk on {server.name}: {done.stdout}{done.stderr}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    number = max(told["requests"], 1)
    return Load(
        requests=told["requests"],
        seconds=told["duration"] / 1e6,
        half=told["half"] / 1e6,
        most=told["most"] / 1e6,
        size=told["bytes"] / number,
        errors=told["errors"],
    )


def by_python(server: Server, addresses: Sequence[Address], seconds: int) -> Load:
    """Ask by threads of this process, where wrk is not installed; it is slower than the fastest answers."""
    until, times, sizes, wrong = time.perf_counter() + seconds, [], [], []

    def run(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for path, tag in islice(cycle(addresses), place, None):
            begin = time.perf_counter()
            if begin >= until:
                break
            connection.request("GET", path, headers={**HEADERS, **({"If-None-Match": tag} if tag else {})})
            answer = connection.getresponse()
            sizes.append(len(answer.read()))
            times.append(time.perf_counter() - begin)
            wrong.extend([answer.status] if answer.status >= 400 else [])
        connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slowest = sorted(times)
    half, most = slowest[len(slowest) // 2], slowest[min(len(slowest) - 1, len(slowest) * 99 // 100)]
    return Load(len(times), seconds, half, most, sum(sizes) / len(sizes), len(wrong))

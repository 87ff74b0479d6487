"""The command by which the page on deployment serves is one that serves."""

import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings

PAGE = Path(settings.BASE_DIR) / "docs" / "deployment.md"


def command(port: int) -> list[str]:
    """Return the command of the page, on a port of ours and with one worker."""
    program, *options = shlex.split(re.findall(r"^granian .*$", PAGE.read_text(), re.MULTILINE)[0])
    options[options.index("--port") + 1] = str(port)
    options[options.index("--workers") + 1] = "1"
    return [str(Path(sys.executable).with_name(program)), *options]


def answer(address: str, server: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Return the first answer of a server that is starting."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as response:
                return response.status, response.read()
        except OSError:
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)


def test_the_command_serves_and_stops():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(command(port), cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/api/problems/"
            status, body = answer(address, server)
            odd = urllib.request.Request(f"{address}?q=%C3%A9", headers={"Content-Type": "text/plain; charset=idna"})
            with urllib.request.urlopen(odd) as response:
                assert response.status == 200
        finally:
            server.terminate()
        assert status == 200
        assert b"too-costly" in body
        server.wait(30)

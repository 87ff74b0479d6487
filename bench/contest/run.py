"""One contest on one database: the servers are started, compared, and measured in turn."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from bench.contest import agreement, goals, load, servers, table
from bench.contest.databases import ROOT, Database
from bench.contest.load import Load
from bench.contest.questions import Asking, NotYetError, Question
from bench.contest.servers import Server

Json = dict[str, Any]

CACHED = "W1 cached"
CACHE = 64_000_000
"""The bytes that the product may keep answers in, in the one row that is measured so."""


class Contest:
    """The servers on one database, and what was seen of them."""

    def __init__(self, asked: Namespace, database: Database, folder: Path) -> None:
        self.asked, self.database, self.folder = asked, database, folder
        self.only = {name for name in asked.only.split(",") if name}
        self.servers: list[Server] = []
        self.rows: list[Json] = []
        self.samples: dict[tuple[str, str], list[tuple[Load, float, float]]] = {}

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """Return the variables of a server."""
        known = {"DATABASE_URL": self.database.url, "PYTHONPATH": str(ROOT), **more}
        if name == "textbook":
            return {**known, "DJANGO_SETTINGS_MODULE": "bench.rivals.textbook.settings"}
        return {
            **known,
            "DJANGO_SETTINGS_MODULE": "policyhub.settings.production",
            "SECRET_KEY": "only-for-a-contest-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "127.0.0.1",
            "BEHIND_PROXY": "true",
            "BODY_CACHE_BYTES": more.get("BODY_CACHE_BYTES", "0"),
            "SNAPSHOTS_DIR": str(self.folder / "snapshots"),
        }

    def serving(self, name: str, application: str, first: str, **more: str) -> Any:
        """Start a server for a while."""
        return servers.serving(name, application, self.environment(name, **more), first, self.folder / f"{name}.log")

    def hold(self, before: list[Json]) -> Json:
        """Hold the contest, print the table, and return the figures."""
        size, engine = self.asked.size, self.database.engine
        by = "wrk" if servers.has_wrk() else "a Python client: wrk is not installed, and the fastest answers are slowed"
        print(f"\n{engine}, {size:,} measures; {load.CONNECTIONS} connections by {by}; {servers.WORKERS} workers each;")
        print(f"medians of {self.asked.rounds} rounds of {self.asked.seconds} s. ms: CPU for each request.", flush=True)
        with contextlib.ExitStack() as stack:
            product = stack.enter_context(
                self.serving("product", "policyhub.wsgi:application", "/api/v1/measures/?page_size=1")
            )
            self.servers = [product]
            for name, application, first in (
                ("textbook", "bench.rivals.textbook.wsgi:application", "/flat/?page_size=1"),
                ("floor", "bench.rivals.floor:application", "/flat-up/"),
            ):
                if name not in self.asked.without:
                    self.servers.append(stack.enter_context(self.serving(name, application, first)))
            questions = self.agreed(Asking(size, product))
            counted = {server.name: self.statements(questions, server.name) for server in self.servers}
            for turn in range(self.asked.rounds):
                self.round(questions, turn)
            self.cached(stack, questions)
            told = {"engine": engine, "size": size, "rows": self.summed(questions, counted), "servers": self.seen()}
        self.show(told, before)
        return told

    def agreed(self, asking: Asking) -> list[Question]:
        """Return the questions to which all give the same answers; end the run where they do not."""
        found, faults = [], []
        for name, work_out in asking.questions():
            if self.only and name.split()[0] not in self.only:
                continue
            try:
                question = work_out()
                faults += list(agreement.differences(question, self.servers))
                found.append(question)
            except NotYetError as refused:
                self.rows.append({"question": name, "about": "", "not_yet": str(refused), "servers": {}})
        if faults:
            raise SystemExit("The servers do not answer alike; nothing was measured.\n" + "\n".join(faults))
        return found

    def round(self, questions: list[Question], turn: int) -> None:
        """Load each server with each question once; before the first round, a second to warm up."""
        for question in questions:
            for server in self.servers:
                addresses = question.addresses.get(server.name, [])
                if not addresses:
                    continue
                if turn == 0:
                    load.ask(server, addresses, 1)
                self.measure(question.name, server, addresses)

    def measure(self, name: str, server: Server, addresses: list[load.Address]) -> None:
        """Load one server, and note what came of it and what its processes and the database's worked."""
        web, database = servers.cpu(server.pid), servers.cpu(self.database.pid)
        seen = load.ask(server, addresses, self.asked.seconds)
        worked = (servers.cpu(server.pid) - web, servers.cpu(self.database.pid) - database)
        number = max(seen.requests, 1)
        found = self.samples.setdefault((name, server.name), [])
        found.append((seen, worked[0] / number * 1000, worked[1] / number * 1000))

    def cached(self, stack: contextlib.ExitStack, questions: list[Question]) -> None:
        """Measure W1 once more on a product that keeps its answers, where it can."""
        first = next((question for question in questions if question.name == "W1"), None)
        if first is None or first.not_yet or not self.keeps_answers():
            return
        more = {"BODY_CACHE_BYTES": str(CACHE)}
        question = Question(CACHED, "W1, the product keeps answers", {"product": first.addresses["product"]})
        address = first.addresses["product"][0][0]
        try:
            server = stack.enter_context(self.serving("product", "policyhub.wsgi:application", address, **more))
        except SystemExit as failed:
            self.rows.append({"question": question.name, "about": "", "not_yet": str(failed)[:400], "servers": {}})
            return
        load.ask(server, question.addresses["product"], 1)
        for _ in range(self.asked.rounds):
            self.measure(question.name, server, question.addresses["product"])
        self.samples[CACHED, "floor"] = self.samples.get(("W1", "floor"), [])
        questions.append(question)

    def keeps_answers(self) -> bool:
        """Tell whether the product knows the setting that lets it keep answers."""
        asked = "from django.conf import settings; print(hasattr(settings, 'BODY_CACHE_BYTES'))"
        return self.python("-c", asked, server="product").strip() == "True"

    def python(self, *words: str, server: str, given: str = "") -> str:
        """Return what a Python program prints that runs under the settings of a server."""
        env = {**os.environ, **self.environment(server)}
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=ROOT, env=env, input=given, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def statements(self, questions: list[Question], name: str) -> list[int | None]:
        """Return how many statements each question costs a server."""
        if name == "floor":
            return [1 for _ in questions]
        asked = [question.addresses[name][0] if name in question.addresses else ("", "") for question in questions]
        given = "".join("\t".join(address) + "\n" for address in asked)
        return list(json.loads(self.python("-m", "bench.contest.statements", server=name, given=given)))

    def summed(self, questions: list[Question], counted: Json) -> list[Json]:
        """Return a row for each question: the medians of the rounds."""
        rows = []
        for place, question in enumerate(questions):
            row: Json = {"question": question.name, "about": question.about, "servers": {}}
            row |= {"not_yet": question.not_yet} if question.not_yet else {}
            for server in ("product", "textbook", "floor"):
                if taken := self.samples.get((question.name, server)):
                    number = counted[server][place] if question.name != CACHED else None
                    row["servers"][server] = {**medians(taken), "statements": number}
            rows.append(row)
        return sorted([*rows, *self.rows], key=lambda row: str(row["question"]))

    def seen(self) -> Json:
        """Return what was seen of the servers themselves."""
        return {one.name: {"start": one.start, "memory": servers.memory(one.pid)} for one in self.servers}

    def show(self, told: Json, before: list[Json]) -> None:
        """Print the table."""
        print(table.HEAD)
        for row in told["rows"]:
            print("\n".join(table.lines(row, told["engine"], told["size"])))
        print("\n".join(table.ends(told)))
        for name, times, enough in goals.growth(told["rows"], before):
            judged = "ok" if enough else f"MISSED (< {goals.GROWTH:g})"
            print(f"{name} costs {times:.2f} times what it costs on the smaller catalogue: {judged}", flush=True)


def medians(taken: list[tuple[Load, float, float]]) -> Json:
    """Return the medians of some rounds."""

    def middle(values: list[float]) -> float:
        return statistics.median(values)

    loads = [seen for seen, _, _ in taken]
    web, database = middle([web for _, web, _ in taken]), middle([database for _, _, database in taken])
    return {
        "rate": middle([seen.requests / seen.seconds for seen in loads]),
        "half": middle([seen.half for seen in loads]),
        "most": middle([seen.most for seen in loads]),
        "bytes": middle([seen.size for seen in loads]),
        "errors": sum(seen.errors for seen in loads),
        "web": web,
        "database": database,
        "cpu": web + database,
        "rates": [seen.requests / seen.seconds for seen in loads],
    }

"""
The floor: a bare WSGI function that sends one statement and returns the JSON which the database made of it.

It reads no more of the address than the values that the statement takes. There is no visibility beyond
`published`, no check, no clock, no cursor, no shape: what is above it is the price of a product.
"""

import datetime
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from bench.rivals import floor_sql

HEADERS = [("Content-Type", "application/json")]

Start = Callable[[str, list[tuple[str, str]]], Any]


class Floor:
    """The application on one database, with a connection for each thread."""

    def __init__(self, url: str) -> None:
        self.url, self.sqlite, self.local = url, url.startswith("sqlite"), threading.local()
        self.statements = floor_sql.statements("sqlite" if self.sqlite else "postgresql")

    def connect(self) -> Any:
        """Return what runs statements on a connection of this thread."""
        if self.sqlite:
            raw = sqlite3.connect(f"file:{self.url.removeprefix('sqlite:///')}?mode=ro", uri=True)
            raw.text_factory = bytes
            raw.execute("PRAGMA mmap_size = 2000000000")
            raw.execute("PRAGMA cache_size = -64000")
            return raw
        import psycopg

        return psycopg.connect(self.url, autocommit=True, prepare_threshold=0, options="-c jit=off").cursor(binary=True)

    def one(self, name: str, values: dict[str, Any]) -> Any:
        """Return the one value that a statement finds."""
        try:
            connection = self.local.connection
        except AttributeError:
            connection = self.local.connection = self.connect()
        row = connection.execute(self.statements[name], values).fetchone()
        return row[0] if row else None

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer `/NAME/?value=...` with what the statement of that name finds."""
        name = environ["PATH_INFO"].strip("/")
        values = dict(parse_qsl(environ["QUERY_STRING"]))
        values["today"] = values.get("as_of") or datetime.datetime.now(datetime.UTC).date().isoformat()
        more = []
        if name == "conditional":
            name, tag = "record", f'"{self.one("validator", values)}"'
            more = [("ETag", tag)]
            if environ.get("HTTP_IF_NONE_MATCH") == tag:
                start_response("304 Not Modified", more)
                return []
        if name == "search":
            values = floor_sql.searched(values["q"], sqlite=self.sqlite)
        found = self.one(name, values)
        start_response("200 OK", [*HEADERS, *more, ("Content-Length", str(len(found)))])
        return [found]


application = Floor(os.environ.get("DATABASE_URL", ""))

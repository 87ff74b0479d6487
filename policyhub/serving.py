"""
What holds only where requests are answered: no statement takes the database longer than STATEMENT_SECONDS.

Commands and migrations take their time. PostgreSQL bounds every statement of a serving process by itself;
SQLite knows no bound, so a request on the short way carries its deadline, at which SQLite is interrupted.
"""

from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db.backends.signals import connection_created
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request, which is UTF-8 whatever charset it names: else that would say how its query string is read."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Answers requests."""

    request_class = Utf8Request


deadline: ContextVar[float] = ContextVar("deadline", default=0.0)
"""When the request that is being answered is to end, on the monotonic clock; 0 where it may take its time."""

STEPS = 1_000_000
"""After so many steps of its machine SQLite looks at the clock: about every 10 milliseconds of one statement."""


def bound_statements() -> None:
    """Bound every connection that this process opens from now on."""
    if settings.STATEMENT_SECONDS:
        connection_created.connect(bound, dispatch_uid="serving.bound")


def bound(connection: Any, **kwargs: Any) -> None:
    """Bound the statements of one connection."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(is_over, STEPS)
    elif not settings.DATABASE_POOLED:  # a pooler would give the bound on to others; there the role has it
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {int(settings.STATEMENT_SECONDS * 1000)}")


def is_over() -> bool:
    """Tell whether the time of the request is over."""
    end = deadline.get()
    return bool(end) and monotonic() > end

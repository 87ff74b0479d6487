"""A name for each request, so that an error report and a log line can be brought together."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

GIVEN = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

current: ContextVar[str] = ContextVar("request_id", default="-")
"""The name of the request that is being answered."""


class RequestIdMiddleware:
    """Name the request (by the caller's X-Request-ID where that is well formed) and say the name in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its name."""
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN.fullmatch(given) else str(uuid.uuid4())
        request.request_id = name  # type: ignore[attr-defined]
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response["X-Request-ID"] = name
        return response


class RequestIdFilter(logging.Filter):
    """Write the name of the request into each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the name; keep every line."""
        record.request_id = current.get()
        return True

"""A name for each request, so that an error report and a log line can be brought together."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GIVEN = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class RequestIdMiddleware:
    """Name the request (by the caller's X-Request-ID where that is well formed) and say the name in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its name."""
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if GIVEN.match(given) else str(uuid.uuid4())  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

"""What every answer gets: a name, so that an error report and a log line can be brought together, and a coding."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from policyhub.api.codings import coding_by_length, coding_for, encode
from policyhub.api.errors import of_the_api

GIVEN = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

current: ContextVar[str] = ContextVar("request_id", default="-")
"""The name of the request that is being answered."""


class RequestIdMiddleware:
    """Name the request (by the caller's X-Request-ID where that is well formed) and say the name in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under its name."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if given and GIVEN.fullmatch(given) else str(uuid.uuid4())
        request.request_id = name  # type: ignore[attr-defined]
        if request.encoding is not None:
            # Else the charset of a body, which a GET has not, would say how its query string is read.
            request.encoding = "utf-8"
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


ENCODABLE = {
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi",
    "application/vnd.oai.openapi+json",
    "application/yaml",
    "text/javascript",
}
"""What is encoded: data and scripts. Pages are not, since they may hold a secret beside a caller's words."""


class CodingMiddleware:
    """Encode the answers of the API as their callers accept it, unless whoever made them has done so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, encoded where that is worth while."""
        response = self.get_response(request)
        if not of_the_api(request) or response.streaming:
            return response
        headers = response.headers
        if headers.get("Content-Type", "").partition(";")[0] in ENCODABLE:
            if "Content-Encoding" not in headers:
                self.encode(request, response)
            self.vary(response)
        elif response.status_code == 304:
            headers.pop("Content-Length", None)  # it would speak of the answer that is not sent
            self.vary(response)
        return response

    def vary(self, response: HttpResponse) -> None:
        """Say that another caller may get another coding."""
        vary = response.headers.get("Vary", "")
        if "accept-encoding" not in vary.lower():
            response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"

    def encode(self, request: HttpRequest, response: HttpResponse) -> None:
        """Encode the body, if it is long enough and no part of a file."""
        coding = coding_by_length(len(response.content), coding_for(request))
        headers = response.headers
        tag = headers.get("ETag", "")
        # A strong tag names these very bytes: who made it for plain ones gets plain ones.
        if not coding or "Content-Range" in headers or (tag.startswith('"') and not tag.endswith(f'{coding}"')):
            return
        response.content = encode(response.content, coding)
        headers["Content-Encoding"] = coding
        if "Content-Length" in headers:
            headers["Content-Length"] = str(len(response.content))

"""
Every error of the API as `application/problem+json` (RFC 9457).

A problem names the place (`parameter` for the query string, `pointer` for a body), says what is
allowed there, and its `type` is a page of the documentation.
"""

import difflib
import http
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.views import csrf, defaults
from rest_framework import exceptions
from rest_framework.views import set_rollback

PROBLEMS: dict[str, tuple[int, str, str]] = {
    "invalid-parameters": (
        400,
        "A parameter is not understood",
        "The query string holds a parameter, a value, an ordering or a cursor that this address does not know, or "
        "gives a single-valued parameter twice. Nothing is ignored in silence: `errors` names each place and says "
        "what is allowed there.",
    ),
    "malformed-request": (400, "The request cannot be read", "The request breaks a rule of HTTP or of JSON."),
    "not-authenticated": (401, "Sign in first", "The address is open only to those who have signed in."),
    "forbidden": (403, "Not permitted", "You are signed in and lack the right to do this."),
    "not-found": (
        404,
        "Nothing is here",
        "There is no such address, or no such record among those that you may see. A record that is not public "
        "answers exactly as a missing one.",
    ),
    "method-not-allowed": (405, "The address does not know this method", "`Allow` lists the methods that it knows."),
    "not-acceptable": (406, "No such format", "The API answers in JSON; ask for `application/json` or `*/*`."),
    "gone": (410, "It was taken back", "What stood here was retracted, and is not given out any more."),
    "uri-too-long": (
        414,
        "The query string is too long",
        "The query string may hold at most 8,000 bytes. Ask in parts.",
    ),
    "unsupported-media-type": (415, "The body's format is not known", "Send `application/json`."),
    "too-many-requests": (429, "Too many requests", "Wait as long as `Retry-After` says."),
    "not-ready": (
        503,
        "The answer is not ready yet",
        "What the catalogue said at the moment that `known_at` names is being put together. Ask again after as many "
        "seconds as `Retry-After` says.",
    ),
    "too-costly": (
        503,
        "The question takes too long",
        "The database was not allowed to work on the question any longer. Ask for less: a smaller page, fewer opened "
        "records, fewer facets, no count (`count=none`).",
    ),
    "internal-error": (
        500,
        "The fault is ours",
        "Something failed that should not. It has been logged under `request_id`; please report it with that id.",
    ),
}
"""Each kind of problem: its status, its title, and the text of its page."""

STATUS_KINDS = {status: kind for kind, (status, _, _) in reversed(PROBLEMS.items()) if kind != "invalid-parameters"}


FAULTS = {
    "unknown-parameter": "No such parameter here.",
    "unknown-word": "Not a word of the list that `allowed` holds.",
    "unknown-key": "No record of that slug or code among those that you may see.",
    "unknown-ordering": "Nothing to order by.",
    "unknown-field": "No such field in the record or part.",
    "unknown-expansion": "Nothing that can be opened there.",
    "unknown-facet": "Nothing whose values are counted.",
    "repeated": "Given twice where one is taken.",
    "empty": "Nothing in it, or nothing that could be looked for.",
    "required": "Missing, and the question cannot be answered without it.",
    "unreadable": "A null byte, or bytes that are not UTF-8.",
    "invalid": "Not of the form that is asked for.",
    "one-value": "Several values where one is taken.",
    "too-many": "More than the limit that `detail` states.",
    "too-long": "Longer than the limit that `detail` states.",
    "too-deep": "Deeper than the limit that `detail` states.",
    "too-large": "Larger than the limit that `detail` states.",
    "other-ordering": "A cursor of the same list in another order.",
    "other-question": "A cursor of another list, other filters or another day.",
    "not-countable": "A facet that cannot be counted beside what else is asked.",
    "not-expanded": "Shown only where `expand` names it too.",
    "not-shown": "Opened by `expand`, and left out by `fields` or `omit`.",
    "nothing-inside": "Parentheses after something that has nothing inside.",
    "nothing-left": "Everything would be left out.",
    "key": "The key is always shown.",
    "list-in-list": "A list of records within a list of records.",
    "unknown-revision": "No revision of that number.",
    "unknown-release": "No release of that name, or one that was retracted.",
    "before-the-first": "A moment before the history of the catalogue begins.",
    "in-the-future": "A moment that is still to come.",
}
"""What can be wrong in one place: each code with its meaning."""


@dataclass(frozen=True)
class Fault:
    """
    One thing that is wrong in one place: a parameter, and a place within it where it holds JSON.

    `word` is what was given instead of one of `allowed`; the nearest of them is named only where the
    fault is told, since finding it costs more than finding the fault.
    """

    parameter: str
    code: str
    detail: str
    allowed: tuple[str, ...] = ()
    pointer: str = ""
    word: str = ""

    def __post_init__(self) -> None:
        if self.code not in FAULTS:
            raise ValueError(f"{self.code!r} is no code of FAULTS")

    def sentence(self) -> str:
        """Return what is wrong, for people."""
        return short(self.detail) + (did_you_mean(self.word, self.allowed) if self.word else "")

    def as_json(self) -> dict[str, Any]:
        """Return the entry of `errors`."""
        entry: dict[str, Any] = {"parameter": short(self.parameter)}
        if self.pointer:
            entry["pointer"] = short(self.pointer)
        entry |= {"code": self.code, "detail": self.sentence()}
        return {**entry, "allowed": list(self.allowed)} if self.allowed else entry


class InvalidParameters(exceptions.APIException):
    """The query string is wrong in one place or more."""

    status_code = 400
    kind = "invalid-parameters"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = foremost(faults)
        told = " ".join(fault.sentence() for fault in self.faults[:MOST_FAULTS])
        more = len(self.faults) - MOST_FAULTS
        super().__init__(f"{told} There are {more} more." if more > 0 else told)


class Gathering:
    """Reads a query string piece by piece and reports at the end, so that one answer names every fault."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    @contextmanager
    def piece(self) -> Iterator[None]:
        """Read one piece; keep what is wrong with it for later."""
        try:
            yield
        except InvalidParameters as error:
            self.faults += error.faults

    def finish(self) -> None:
        """Raise InvalidParameters if anything was wrong."""
        if self.faults:
            raise InvalidParameters(self.faults)


class UriTooLong(exceptions.APIException):
    """The query string is longer than any honest question."""

    status_code = 414
    kind = "uri-too-long"
    default_detail = "The query string may hold at most 8,000 bytes."


LONGEST_WORD = 80
"""Words longer than this get no suggestion: comparing them costs more than it helps."""

LONGEST_ADDRESS = 1000
"""Addresses up to this length are told whole in a problem."""

MOST_FAULTS = 20
"""So many faults are told in one answer, and how many more there are."""


def foremost(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults with one of each parameter first, so that many of one hide none of another."""
    given = list(faults)
    first = {fault.parameter: fault for fault in reversed(given)}
    return sorted(given, key=lambda fault: fault is not first[fault.parameter])


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return a sentence that names the nearest allowed word, whatever its case, or nothing."""
    if len(word) > LONGEST_WORD:
        return ""
    folded = {known.casefold(): known for known in allowed}
    near = difflib.get_close_matches(word.strip().casefold(), folded, n=1)
    return f" Did you mean {folded[near[0]]!r}?" if near else ""


def short(text: str, most: int = 200) -> str:
    """Return a text as an answer may quote it."""
    return text if len(text) <= most else text[:most] + "…"


def asked(request: Any) -> str:
    """Return the address that was asked; without its query string where that is long, since half of one is none."""
    address = str(iri_to_uri(request.get_full_path()))
    return address if len(address) <= LONGEST_ADDRESS else escape_uri_path(request.path)


def problem(
    request: Any, status: int, detail: str, *, kind: str | None = None, faults: Iterable[Fault] = ()
) -> HttpResponse:
    """Return the answer that tells of an error."""
    kind = kind or STATUS_KINDS.get(status, "malformed-request")
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_URL}/api/problems/{kind}/",
        "title": PROBLEMS[kind][1] if kind in PROBLEMS else http.HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": asked(request),
        "request_id": getattr(request, "request_id", None),
    }
    if faults:
        body["errors"] = [fault.as_json() for fault in list(faults)[:MOST_FAULTS]]
    content = json.dumps(body, ensure_ascii=False).encode(errors="replace")  # half a surrogate pair is no letter
    return HttpResponse(content, status=status, content_type="application/problem+json")


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception of a view as a problem; what is not foreseen goes on to `server_error` and the log."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("No such record.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    request = context["request"]
    kind = getattr(error, "kind", None)
    response = problem(request, error.status_code, str(error.detail), kind=kind, faults=getattr(error, "faults", ()))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = getattr(error, "auth_header", "Session")
    if getattr(error, "wait", None):
        response["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return response


def of_the_api(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the API, where every error is a problem."""
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    if of_the_api(request):
        return problem(request, 400, "The request cannot be read.")
    return defaults.bad_request(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose token against forgery is missing or wrong."""
    if of_the_api(request):
        return problem(request, 403, "The CSRF token is missing or wrong.")
    return csrf.csrf_failure(request, reason)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not permitted."""
    if of_the_api(request):
        return problem(request, 403, "You lack the right to do this.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    if of_the_api(request):
        return problem(request, 404, "There is no such address.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer where something failed that should not; Django has logged it."""
    if of_the_api(request):
        return problem(request, 500, "Something failed on our side.")
    return defaults.server_error(request)

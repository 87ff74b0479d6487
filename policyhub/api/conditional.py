"""
Conditional requests and kept bodies: an answer that somebody has already is not made again.

Everything that decides an answer is known before it is made: the release of the code, the version of the
catalogue, the address with its query string, the day, the caller's view, the preference and the coding.
One sign of all of it, keyed by this installation, is the validator of the answer and the place of its body.

    ETag: "r412.0c1d…-br"     of one record: its newest revision, the sign, the coding
    ETag: "0c1d…"             of anything else
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.viewsets import ViewSetMixin

from policyhub.api import codings, parameters
from policyhub.api.answers import kept_apart
from policyhub.api.kept import Kept
from policyhub.records.querysets import sees_drafts

SAFE = ("GET", "HEAD")

OF_THE_ANSWER = ("Allow", "Cache-Control", "ETag", "Link", "Preference-Applied", "Vary", "X-Ignored-Parameters")
OF_THE_BODY = ("Content-Type", "Content-Encoding")
"""What is told of a body that is kept; every other header is of one request."""

VARY = ("Accept-Encoding", "Cookie", "Prefer")


@cache
def release() -> bytes:
    """Return a sign of the code that answers: of every module of the product, read once a process."""
    found = hashlib.blake2b(settings.PUBLIC_URL.encode(), digest_size=16)
    for folder in ("policyhub", "actors", "options"):
        for file in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            found.update(file.name.encode() + file.read_bytes())
    return found.digest()


@cache
def secret() -> bytes:
    """Return the key of the signs of this installation: nobody else can tell what one stands for."""
    return hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"policyhub.etag", digest_size=32).digest()


def sign_of(request: HttpRequest, view: str) -> str:
    """Return the one sign of everything that decides an answer, but its coding, for a view of the catalogue."""
    version = getattr(request, "catalogue_version", None)
    told = (
        *(version or ("", "")),
        request.path,
        request.META.get("QUERY_STRING", ""),
        parameters.today().isoformat(),
        request.META.get("HTTP_PREFER", ""),
        view,
    )
    whole = release() + "\0".join(map(str, told)).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(whole, key=secret(), digest_size=12).hexdigest()


PUBLIC, OF_ONE_PERSON, OF_DRAFTS = "public", "person", "drafts"
"""The views of the catalogue; a person without further rights sees what the public sees, and shares it with nobody."""


def view_of(request: Request) -> str:
    """Return the caller's view."""
    if not request.user.is_authenticated:
        return PUBLIC
    return OF_DRAFTS if sees_drafts(request.user) else OF_ONE_PERSON


def nobody(request: HttpRequest) -> bool:
    """Tell whether a request names nobody at all, so that it needs no session to know the caller for the public."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "HTTP_AUTHORIZATION" not in request.META


def takes_json(request: HttpRequest) -> bool:
    """Tell whether a request plainly takes JSON; whether any other does is for the view to find out."""
    accept = request.META.get("HTTP_ACCEPT", "*/*")
    return ("*/*" in accept or "application/json" in accept) and "q=0" not in accept


def told_already(request: HttpRequest, sign: str, coding: str) -> str | None:
    """Return which of the validators that the caller has is the one of the answer; None if none is."""
    given = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not given:
        return None
    fitting = {f"{sign}-{coding}", sign} if coding else {sign}
    for tag in parse_etags(given):
        opaque = tag.removeprefix("W/")
        if opaque.strip('"').rpartition(".")[2] in fitting:
            return opaque
    return None


def not_modified(etag: str) -> HttpResponse:
    """Answer the public that nothing has changed."""
    response = HttpResponseNotModified()
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    patch_vary_headers(response, VARY)
    return response


# --- Bodies that are kept ---------------------------------------------------------------------


@dataclass(frozen=True)
class Body:
    """A finished answer to the public, in one coding."""

    content: bytes
    headers: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.content) + sum(len(value) for value in self.headers.values()) + 1000

    def answer(self) -> HttpResponse:
        """Return the answer again."""
        return HttpResponse(self.content, headers=self.headers)


BODIES: Kept[Body] = Kept(lambda: settings.BODY_CACHE_BYTES)
"""The bodies that were asked for last, by their sign and their coding."""


# --- Before the work, and after it --------------------------------------------------------------


def before(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Answer the public from what it has or from what is kept, before any of the view's work is done.

    Every view that takes part is open to everybody (a test holds it), so there is no permission to ask for.
    A past moment is left to the view, since what a release stands for changes without the catalogue.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE and nobody(request) and takes_json(request) and "known_at" not in request.GET:
            sign, coding = sign_of(request, PUBLIC), codings.coding_for(request)
            etag = told_already(request, sign, coding)
            if etag is not None:
                return not_modified(etag)
            if settings.BODY_CACHE_BYTES and (body := BODIES.get((sign, coding))) is not None:
                return body.answer()
        return view(request, *args, **kwargs)

    return answered


def after(response: HttpResponse, request: Request) -> HttpResponse:
    """Give an answer its validator and its coding, keep what the public may get again, or say that nothing changed."""
    asked = request._request
    if request.method not in SAFE or response.status_code != 200:
        return response
    view, coding = view_of(request), codings.coding_for(asked)
    sign, own = sign_of(asked, view), getattr(response, "own_revision", None)
    coding_of_body = codings.coding_by_length(len(response.content), coding)
    tag = f"{sign}-{coding_of_body}" if coding_of_body else sign
    response["ETag"] = f'"r{own}.{tag}"' if own is not None else f'"{tag}"'
    patch_vary_headers(response, VARY)
    if told_already(asked, sign, coding):
        return HttpResponseNotModified(headers={name: response[name] for name in OF_THE_ANSWER if name in response})
    if coding_of_body:
        response.content = codings.encode(response.content, coding_of_body)
        response["Content-Encoding"] = coding_of_body
    if settings.BODY_CACHE_BYTES and view == PUBLIC and nobody(asked) and "known_at" not in asked.GET:
        headers = {name: response[name] for name in (*OF_THE_BODY, *OF_THE_ANSWER) if name in response}
        BODIES.keep((sign, coding), Body(response.content, headers))
    return response


class Conditional(ViewSetMixin):
    """A view set whose answers depend on the catalogue, the question and the caller's view, and on nothing else."""

    for_the_public_alone: ClassVar[bool] = False
    """Whether people who signed in are told more than the version of the catalogue decides, such as other people."""

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Any:
        """Return the view, which looks first whether the caller has the answer already."""
        return before(super().as_view(actions, **initkwargs))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep what one caller gets out of what a cache gives to another."""
        finished = kept_apart(super().finalize_response(request, response, *args, **kwargs), request)  # type: ignore[misc]
        return finished if self.for_the_public_alone and request.user.is_authenticated else after(finished, request)

"""
The short way of an API request that carries no session.

Pages need sessions, messages, a policy made for each answer, and static files; together they cost such a
request a third of its time. It passes them by, and gets by itself the headers that still matter.
"""

from collections.abc import Callable
from time import monotonic

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from policyhub.api.costly import too_costly, took_too_long
from policyhub.api.errors import of_the_api
from policyhub.serving import deadline

Answering = Callable[[HttpRequest], HttpResponse]

DATA = ("/api/v1/", "/api/schema/")
"""Addresses that answer data and never a page."""


class ShortWayMiddleware:
    """Mark the requests that take the short way; bound what they may take of the database; complete their headers."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response
        self.seconds = settings.STATEMENT_SECONDS
        self.session = settings.SESSION_COOKIE_NAME
        self.policy = build_policy()  # that of every page without a wish of its own, put together once

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer by the way that the request takes."""
        data = request.path_info.startswith(DATA)
        short = data and self.session not in request.COOKIES
        request.short_way = short  # type: ignore[attr-defined]
        if short:
            request.user = AnonymousUser()
        # Whoever sends a cookie may be anybody: all data are bounded.
        token = deadline.set(monotonic() + self.seconds if self.seconds and data else 0.0)
        try:
            response = self.get_response(request)
        finally:
            deadline.reset(token)
        if not short:
            return response
        headers = response.headers
        headers["Content-Security-Policy"] = self.policy
        vary = headers.get("Vary", "")
        if "Cookie" not in vary:  # with a session the answer may be another
            headers["Vary"] = f"{vary}, Cookie" if vary else "Cookie"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what the database was not allowed to finish; leave every other failure to Django."""
        if not took_too_long(exception):
            return None
        if of_the_api(request):
            return too_costly(request)
        return HttpResponse("This takes the database longer than a page may. Ask for less.", "text/plain", 503)


class PagesOnly:
    """A part of the way that requests on the short way pass by."""

    get_response: Answering

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Do what the part does, or nothing."""
        if request.short_way:  # type: ignore[attr-defined]
            return self.get_response(request)
        answer: HttpResponse = super().__call__(request)  # type: ignore[misc]
        return answer


class StaticFiles(PagesOnly, WhiteNoiseMiddleware):
    """Files of pages."""


class ContentSecurityPolicy(PagesOnly, CSPMiddleware):
    """What a page may load and run."""


class Sessions(PagesOnly, SessionMiddleware):
    """Who is signed in, between requests."""


class Authentication(PagesOnly, AuthenticationMiddleware):
    """The person of a session."""


class Messages(PagesOnly, MessageMiddleware):
    """What one page leaves for the next to say."""

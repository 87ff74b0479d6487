"""
The second clock: what the catalogue said at a moment, where `as_of` asks what was so on a day.

    known_at=2026-03-01T09:00:00Z      at that instant
    known_at=revision:412              just after that revision
    known_at=release:2026.03.1         in that release

Alone, its *today* is the day of that moment (UTC).
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string
from rest_framework.exceptions import APIException

from policyhub.api import parameters
from policyhub.api.costly import too_costly, took_too_long
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.records.models import Numbering, Revision
from policyhub.records.numbering import settled
from policyhub.records.querysets import Caller
from policyhub.records.snapshots import NotReadyError, looking_at
from policyhub.records.vocabularies import RevisionState

NAME = "known_at"
FORMS = ("YYYY-MM-DDThh:mm:ssZ", "revision:NUMBER", "release:NAME")

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)

HEADER = "X-Catalogue-Version"


class NotReady(APIException):
    """The past that is asked for is still being put together."""

    status_code = 503
    kind = "not-ready"

    def __init__(self, seconds: int) -> None:
        self.wait = seconds
        super().__init__(f"What the catalogue said then is being put together; ask again in {seconds} seconds.")


@dataclass(frozen=True)
class Clock:
    """The moment at which the catalogue is asked: its day, and the revision it had come to; None for the present."""

    today: datetime.date
    revision: Revision | None = None

    @contextmanager
    def looked_at(self, caller: Caller) -> Iterator[None]:
        """Send what is read of records to that moment; raise NotReady where that would take `caller` too long."""
        with ExitStack() as stack:
            if self.revision is not None:
                try:
                    stack.enter_context(looking_at(self.revision, caller))
                except NotReadyError as error:
                    raise NotReady(error.seconds) from error
            yield


def present() -> Clock:
    """Return the clock of whoever asks for no other."""
    return Clock(parameters.today())


def clock(query: Mapping[str, str]) -> Clock:
    """Return the moment that `known_at` names; raise InvalidParameters where it names none."""
    text = query.get(NAME)
    if text is None:
        return present()
    word, colon, rest = text.partition(":")
    if colon and word == "revision":
        return of_revision(rest)
    if colon and word == "release":
        return of_release(rest)
    return of_instant(text)


def wrong(code: str, detail: str, *allowed: str, word: str = "") -> InvalidParameters:
    """Return what is raised for a moment that there is not."""
    return InvalidParameters([Fault(NAME, code, detail, allowed, word=word)])


def of_instant(text: str) -> Clock:
    """Return the clock of an instant: the newest revision that was applied by then."""
    instant = read_instant(text)
    if instant > timezone.now():
        raise wrong("in-the-future", f"{text!r} is still to come; what the catalogue will say then nobody knows.")
    last = Numbering.objects.filter(pk=1).values_list("instant", flat=True).first()
    if (last is None or last < instant) and not settled(instant):
        raise NotReady(1)
    applied = Revision.objects.filter(state=RevisionState.APPLIED)
    revision = applied.filter(instant__lte=instant).order_by("-number").first()
    if revision is None:
        first = applied.order_by("number").values_list("number", "instant").first()
        begins = "begins with revision {} at {:%Y-%m-%dT%H:%M:%S.%fZ}".format(*first) if first else "has not begun"
        raise wrong("before-the-first", f"{text!r} is too early: the history of the catalogue {begins}.")
    return Clock(instant.astimezone(datetime.UTC).date(), revision)


def read_instant(text: str) -> datetime.datetime:
    """Return the instant that a text spells with its zone."""
    if parameters.CALENDAR_DAY.fullmatch(text):
        detail = f"{text!r} is a day; known_at takes an instant, such as {text}T23:59:59Z. A day goes to `as_of`."
        raise wrong("invalid", detail, *FORMS)
    try:
        found = parse_datetime(text) if INSTANT.fullmatch(text) else None
    except (ValueError, OverflowError):
        found = None
    if found is None:
        zone = " A plus sign in a query string is written %2B." if " " in text else ""
        detail = f"{text!r} is no instant with a zone, no revision and no release.{zone}"
        raise wrong("invalid", detail, *FORMS)
    try:
        return found.astimezone(datetime.UTC)
    except OverflowError:
        raise wrong("invalid", f"{text!r} lies outside of the calendar.", *FORMS) from None


def of_revision(text: str) -> Clock:
    """Return the clock just after a revision."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise wrong("invalid", f"{text!r} is no number of a revision.", *FORMS)
    revision = Revision.objects.filter(number=int(text), state=RevisionState.APPLIED).first()
    if revision is None or revision.instant is None:
        raise wrong("unknown-revision", f"There is no revision {int(text)}; the newest is {newest_number()}.")
    return Clock(revision.instant.astimezone(datetime.UTC).date(), revision)


def of_release(name: str) -> Clock:
    """Return the clock of a release: that of the revision it was made at."""
    number_of: Callable[[str], int | None] | None = None
    if settings.RELEASE_NUMBERS:
        number_of = import_string(settings.RELEASE_NUMBERS)
    number = number_of(name) if number_of else None
    if number is None:
        raise wrong("unknown-release", f"There is no release {name!r}, or it was retracted.")
    return of_revision(str(number))


def newest_number() -> int:
    """Return the number of the newest revision; 0 where there is none."""
    return catalogue_version()[0]


def catalogue_version() -> tuple[int, str]:
    """
    Return the number of the newest revision, and its instant as the database writes it; (0, "") where there is none.

    Together they name one state of the catalogue: the numbers of one that is filled anew begin again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, instant FROM records_numbering WHERE id = 1")
        number, instant = cursor.fetchone() or (0, None)
    return number, str(instant or "")


class CatalogueVersionMiddleware:
    """
    Say in every answer of the API from which number of the catalogue it was made.

    The number is read first: what is changed while the answer is made may be in it, but nothing older is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add the number: the newest, or the one that the view looked at."""
        if not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        try:
            version = catalogue_version()
        except OperationalError as error:
            if not took_too_long(error):
                raise
            return too_costly(request)
        request.catalogue_version = version  # type: ignore[attr-defined]
        token = parameters.day_of_request.set(parameters.today())
        try:
            response = self.get_response(request)
        finally:
            parameters.day_of_request.reset(token)
        response[HEADER] = str(getattr(request, "answered_from", version[0]))
        return response

"""Releases: where they are listed, downloaded, and compared."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpResponse
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request

from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.ordering import Term
from policyhub.api.questions import Reader
from policyhub.feed.models import Release
from policyhub.feed.paging import LogViewSet, answer, neighbours, page_of, rows_of
from policyhub.feed.release_differences import MOST, TooFarApartError, differences_of
from policyhub.feed.release_schema import ReleaseSchema
from policyhub.feed.telling import Json, Telling, address, instant

NEWEST_FIRST = (Term("made_at", descending=True, nullable=False), Term("name", descending=True, nullable=False))
TYPES = {".sqlite3": "application/vnd.sqlite3", ".md": "text/markdown; charset=utf-8", "": "text/plain; charset=utf-8"}


class RetractedError(APIException):
    """The release was retracted; what it held is not given out any more."""

    status_code = 410
    kind = "gone"


class ReleaseViewSet(LogViewSet):
    """
    The public catalogue as it was at a number, fixed under a name, as a file that anybody can keep.

    A release never changes. One that should not have been made is retracted whole: it stays in the list with the
    reason, and its files are given out no more.
    """

    lookup_field = "name"
    lookup_value_regex = r"[0-9]{4}[.][0-9]{2}[.][0-9]{1,6}"
    one = "release"
    schema = ReleaseSchema()

    def list(self, request: Request) -> HttpResponse:
        """Answer a page of releases, the newest first."""
        reader = Reader(self, request)
        reader.check(("page_size", "cursor", "count"))
        size, counted, cursor = reader.size(), reader.counted(), reader.cursor()
        sign = reader.sign("releases", (), cursor, NEWEST_FIRST)
        ignored = reader.finish()
        rows = Release.objects.all()
        page = page_of(rows_of(rows, NEWEST_FIRST, cursor, size), NEWEST_FIRST, cursor, size, sign)
        links = neighbours(request, page, ignored)
        told = {"count": rows.count() if counted else None, **links, "results": [as_json(one) for one in page.ids]}
        return answer(request, told, links, ignored)

    def retrieve(self, request: Request, name: str) -> HttpResponse:
        """Answer one release."""
        ignored = self.nothing_asked(request)
        return answer(request, as_json(release_of(name)), {}, ignored)

    def download(self, request: Request, name: str, file: str) -> HttpResponse | FileResponse:
        """Answer a file of a release."""
        self.nothing_asked(request)
        release = standing(name)
        if file not in release.files:
            raise NotFound(f"The release has no such file; there are {', '.join(release.files)}.")
        path = release.directory / file
        if not path.is_file():
            raise NotFound("The file is not on this machine.")
        kind = TYPES[path.suffix]
        if file != release.file:  # a page of text, which a browser shows
            return HttpResponse(path.read_bytes(), content_type=kind)
        return FileResponse(path.open("rb"), as_attachment=True, filename=file, content_type=kind)

    def compare(self, request: Request, older: str, newer: str) -> HttpResponse:
        """Answer what changed from one release to another."""
        ignored = self.nothing_asked(request)
        ends = standing(older), standing(newer)
        try:
            told = differences_of(*ends, Telling(request.user))
        except TooFarApartError:
            detail = f"More than {MOST} records differ. Read /changes/?after={ends[0].number} instead."
            raise InvalidParameters([Fault("newer", "too-many", detail)]) from None
        named = {"from": as_json(ends[0]), "to": as_json(ends[1])}
        counts = {sort: len(records) for sort, records in told.items()}
        return answer(request, {**named, "counts": counts, **told}, {}, ignored)

    def nothing_asked(self, request: Request) -> Sequence[Fault]:
        """Refuse any parameter; return what a lenient caller has had left out."""
        reader = Reader(self, request)
        reader.check(())
        return reader.finish()


def release_of(name: str) -> Release:
    """Return the release of that name."""
    release = Release.objects.filter(name=name).first()
    if release is None:
        raise NotFound("There is no release of that name.")
    return release


def standing(name: str) -> Release:
    """Return the release of that name, where it holds."""
    release = release_of(name)
    if release.retracted_at is not None:
        raise RetractedError(f"Release {name} was retracted: {release.retraction}")
    return release


def as_json(release: Release) -> Json:
    """Return what is told of a release."""
    files: list[Any] = []
    if release.retracted_at is None:
        places = {name: f"{address('releases', release.name)}{name}" for name in release.files}
        files = [{"name": name, "about": about, "url": places[name]} for name, about in release.files.items()]
    retracted = None
    if release.retracted_at is not None:
        retracted = {"instant": instant(release.retracted_at), "reason": release.retraction}
    return {
        "name": release.name,
        "number": release.number,
        "instant": instant(release.instant),
        "made_at": instant(release.made_at),
        "notes": release.notes,
        "records": release.records,
        "size": release.size,
        "sha256": release.sha256,
        "files": files,
        "retracted": retracted,
        "url": address("releases", release.name),
    }

"""History: the revisions of one record, and the revisions of the whole catalogue."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from policyhub.api.collections import collections
from policyhub.api.conditional import Conditional
from policyhub.api.ordering import Term
from policyhub.api.questions import Reader
from policyhub.feed import visibility
from policyhub.feed.paging import LogViewSet, answer, neighbours, page_of, rows_of, size_of
from policyhub.feed.schema import HistorySchema, RevisionSchema
from policyhub.feed.telling import PEOPLE, PEOPLE_OF_VERSION, Json, Telling, address
from policyhub.feed.visibility import Newest, Tally
from policyhub.records.models import Revision, Version

NEWEST_FIRST = (Term("number", descending=True, nullable=False),)
BY_KEY = (Term("kind", nullable=False), Term("key", nullable=False))

REVISIONS_A_PAGE, MOST_REVISIONS = 20, 50
"""Each revision of a page shows up to a hundred records, so a page of them is shorter than others."""

FIRST_RECORDS = 100
"""So many records of a revision stand in the list; its own address has them all."""


class HistoryViewSet(Conditional, LogViewSet):
    """What was changed in one record, when and why, the newest change first."""

    for_the_public_alone = True

    collection = ""
    """The collection of the record; each has an address of its own."""

    schema = HistorySchema()

    def list(self, request: Request, **kwargs: str) -> HttpResponse:
        """Answer a page of the revisions of one record; where the caller sees none, there is no such record."""
        model, key = collections()[self.collection].queryset.model, next(iter(kwargs.values()))
        reader = Reader(self, request)
        reader.check(("page_size", "cursor", "count"))
        size, counted, cursor = reader.size(), reader.counted(), reader.cursor()
        sign = reader.sign(f"{self.collection}/{key}/revisions", (), cursor, NEWEST_FIRST)
        ignored = reader.finish()
        rows = visibility.versions(request.user).filter(kind=model._meta.label_lower, key=key)
        telling = Telling(request.user)
        chosen = rows.select_related("revision").prefetch_related(*([PEOPLE_OF_VERSION] if telling.drafts else []))
        page = page_of(rows_of(chosen, NEWEST_FIRST, cursor, size), NEWEST_FIRST, cursor, size, sign)
        if not page.ids:
            raise NotFound(f"There is no {model._meta.verbose_name} of that name.")
        links = neighbours(request, page, ignored)
        told = {"count": rows.count() if counted else None, **links, "results": self.told(telling, page.ids)}
        return answer(request, told, links, ignored)

    def told(self, telling: Telling, versions: Sequence[Version]) -> Sequence[Json]:
        """Return each version as a revision of the record."""
        names = [version.revision_id for version in versions]
        counted = {} if telling.drafts else visibility.tallies(self.request.user, names, visibility.newest())
        return [
            telling.revision(version.revision, counted.get(version.revision_id, Tally()))
            | {"action": visibility.action_of(version, drafts=telling.drafts), "changes": changes}
            | {"url": address("revisions", version.number)}
            for version, changes in zip(versions, telling.changes(versions), strict=True)
        ]


class RevisionViewSet(Conditional, LogViewSet):
    """Every edit of the catalogue, whatever number of records it changed: when and why it was made, and what it did."""

    for_the_public_alone = True

    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,18}"
    one = "revision"
    schema = RevisionSchema()

    def list(self, request: Request) -> HttpResponse:
        """Answer a page of revisions, the newest first, each with its first hundred records."""
        reader = Reader(self, request)
        reader.check(("page_size", "cursor", "count"))
        size = size_of(reader, default=REVISIONS_A_PAGE, most=MOST_REVISIONS)
        counted, cursor = reader.counted(), reader.cursor()
        sign = reader.sign("revisions", (), cursor, NEWEST_FIRST)
        ignored = reader.finish()
        rows = visibility.revisions(request.user)
        telling = Telling(request.user)
        chosen = rows.prefetch_related(*([PEOPLE] if telling.drafts else []))
        page = page_of(rows_of(chosen, NEWEST_FIRST, cursor, size), NEWEST_FIRST, cursor, size, sign)
        links = neighbours(request, page, ignored)
        newest = visibility.newest()
        count = visibility.number_of_revisions(request.user, newest) if counted else None
        told = {"count": count, **links, "results": self.told(telling, page.ids, newest)}
        return answer(request, told, links, ignored)

    def told(self, telling: Telling, revisions: Sequence[Revision], newest: Newest) -> Sequence[Json]:
        """Return each revision with its first records."""
        tallies = visibility.tallies(self.request.user, [one.pk for one in revisions], newest)
        versions = visibility.first_versions(self.request.user, revisions, tallies, FIRST_RECORDS)
        records: dict[int | None, Any] = {revision.number: [] for revision in revisions}
        for version, record in zip(versions, telling.records(versions), strict=True):
            records[version.number].append(record)
        return [
            self.whole(telling, revision, tallies[revision.pk]) | {"records": records[revision.number]}
            for revision in revisions
        ]

    def whole(self, telling: Telling, revision: Revision, tally: Tally) -> Json:
        """Return a revision with its numbers of records."""
        counts = {"created": tally.created, "changed": tally.changed, "removed": tally.removed}
        told = telling.revision(revision, tally) | counts
        return told | {"records_total": tally.seen, "url": address("revisions", revision.number)}

    def retrieve(self, request: Request, number: str) -> HttpResponse:
        """Answer one revision with a page of all its records."""
        reader = Reader(self, request)
        reader.check(("page_size", "cursor"))
        size, cursor = reader.size(), reader.cursor()
        sign = reader.sign(f"revisions/{int(number)}", (), cursor, BY_KEY)
        ignored = reader.finish()
        telling = Telling(request.user)
        rows = visibility.revisions(request.user).prefetch_related(*([PEOPLE] if telling.drafts else []))
        revision = rows.filter(number=int(number)).first()
        if revision is None:
            raise NotFound("There is no revision of that number.")
        chosen = visibility.versions(request.user).filter(number=revision.number)
        page = page_of(rows_of(chosen, BY_KEY, cursor, size), BY_KEY, cursor, size, sign)
        links = neighbours(request, page, ignored)
        tally = visibility.tallies(request.user, [revision.pk], visibility.newest())[revision.pk]
        told = self.whole(telling, revision, tally) | links | {"records": telling.records(page.ids)}
        return answer(request, told, links, ignored)

"""The feed of changes: what a reader who keeps a copy of the catalogue has to do to it, in order of commit."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from policyhub.api import pagination, parameters
from policyhub.api.conditional import Conditional
from policyhub.api.errors import Fault, InvalidParameters
from policyhub.api.ordering import Term
from policyhub.api.questions import Reader
from policyhub.feed import visibility
from policyhub.feed.paging import LogViewSet, answer, page_of, rows_of
from policyhub.feed.schema import ChangeSchema
from policyhub.feed.telling import Json, Telling, instant
from policyhub.feed.visibility import kinds

ORDER = (Term("number", nullable=False), Term("kind", nullable=False), Term("key", nullable=False))
DECIDING = ("after", "collection__in")
MOST = 10**18 - 1
"""The largest number that is read at all."""

COLUMNS = ("number", "kind", "key", "action", "was", "becomes", "revision__instant")


class ChangeViewSet(Conditional, LogViewSet):
    """
    What was changed in the catalogue, the oldest change first.

    Numbers are given in the order of commit, so that whoever has read up to one has missed nothing before it.
    """

    for_the_public_alone = True

    schema = ChangeSchema()

    def list(self, request: Request) -> HttpResponse:
        """Answer the changes after a number; `next` leads on, and after the last to where new ones will stand."""
        reader = Reader(self, request)
        reader.check(("after", "collection__in", "page_size", "cursor"))
        newest = visibility.newest().number  # first, so that what is told to be complete was there when it was read
        size, after, chosen, cursor = reader.size(), after_of(reader, newest), reader.collections(), reader.cursor()
        sign = reader.sign("changes", DECIDING, cursor, ORDER)
        if any(fault.parameter == "after" for fault in reader.reading.faults):
            raise InvalidParameters(reader.reading.faults)  # left out, it would lead back to the beginning
        ignored = reader.finish()
        rows = visibility.changes(request.user).filter(number__lte=newest)
        if cursor is None:  # beyond a place that lies after it, a second bound would keep an index from that place
            rows = rows.filter(number__gt=after)
        if "collection__in" in reader.query:
            # Said by the others: by the kinds themselves a database reads all of each, and sorts them.
            rows = rows.exclude(kind__in=[kind for kind, name in kinds().items() if name not in chosen])
        found = rows_of(rows.values_list(*COLUMNS, named=True), ORDER, cursor, size)
        page = page_of(found, ORDER, cursor, size, sign)
        complete_to = found[size].number - 1 if len(found) > size else newest
        following = self.following(page.next, complete_to, ignored)
        told = {"complete_to": complete_to, "next": following, "results": self.told(page.ids)}
        return answer(request, told, {"next": following}, ignored)

    def told(self, versions: Sequence[Any]) -> Sequence[Json]:
        """Return each version as a change."""
        telling = Telling(self.request.user)
        return [
            {"number": version.number, "instant": instant(version.revision__instant)} | telling.record(version)
            for version in versions
        ]

    def following(self, place: str | None, complete_to: int, ignored: Sequence[Fault]) -> str:
        """Return the address of the next page, or of what will come after the last."""
        request: Any = self.request._request
        without = {fault.parameter for fault in ignored}
        known = pagination.address(request, place, without)
        if known is not None:
            return known
        query = {name: value for name, value in request.GET.items() if name not in {"cursor", "after", *without}}
        return f"{settings.PUBLIC_URL}{request.path}?{urlencode({'after': complete_to, **query})}"


def after_of(reader: Reader, newest: int) -> int:
    """Return the number after which changes are asked for; there is nothing after one that is still to come."""
    with reader.reading.piece():
        number = parameters.whole_number(reader.query, "after", default=0, least=0, most=MOST)
        if number > newest:
            detail = f"The newest revision is {newest}; ask for what comes after {newest}, or after an earlier one."
            raise InvalidParameters([Fault("after", "too-large", detail, (f"0..{newest}",))])
        return number
    return 0

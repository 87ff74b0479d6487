"""The feed for people: the newest revisions that the public sees, for any feed reader."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException

from policyhub.api import parameters
from policyhub.api.errors import problem_response
from policyhub.feed import visibility
from policyhub.feed.telling import Telling, address
from policyhub.feed.visibility import Tally, kinds
from policyhub.records.models import Revision

NEWEST = 50
FIRST = 10
"""So many records of a revision are named."""

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


class Feed(Atom1Feed):
    """A feed whose instant is that of its newest entry, and never that of the request."""

    def latest_post_date(self) -> datetime:
        """Return the instant of the newest entry."""
        return super().latest_post_date() if self.num_items() else datetime.fromtimestamp(0, UTC)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Answer the newest revisions as an Atom feed, the same for whoever asks."""
    try:
        parameters.check(request.GET, request.META.get("QUERY_STRING", ""), ())
    except APIException as error:
        return problem_response(error, {"request": request}) or HttpResponse(status=error.status_code)
    place = f"{settings.PUBLIC_URL}/changes.atom"
    feed = Feed(
        title="PolicyHub: changes",
        link=address("changes"),
        description="What was changed in the catalogue.",
        feed_url=place,
        feed_guid=uuid.uuid5(uuid.NAMESPACE_URL, place).urn,
        author_name="PolicyHub",
        language="en",
    )
    for entry in entries():
        feed.add_item(**entry)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def entries() -> list[dict[str, Any]]:
    """Return an entry for each of the newest revisions."""
    public = AnonymousUser()
    revisions = list(visibility.revisions(public).order_by("-number")[:NEWEST])
    tallies = visibility.tallies(public, [one.pk for one in revisions], visibility.newest())
    named: dict[int | None, list[str]] = {one.number: [] for one in revisions}
    for version in visibility.first_versions(public, revisions, tallies, FIRST):
        action = visibility.action_of(version, drafts=False)
        named[version.number].append(f"{kinds()[version.kind]}/{version.key} {action}")
    telling = Telling(public)
    return [entry(telling, one, tallies[one.pk], named[one.number]) for one in revisions]


def entry(telling: Telling, revision: Revision, tally: Tally, named: list[str]) -> dict[str, Any]:
    """Return one revision: its reason, or what was changed where that may not be told."""
    more = tally.seen - len(named)
    told = f"{', '.join(named)}{f' and {more} more' if more else ''}"
    return {
        "title": UNWRITABLE.sub(" ", telling.reason(revision, tally) or told),
        "link": address("revisions", revision.number),
        "description": f"Revision {revision.number}: {told}.",
        "unique_id": revision.pk.urn,
        "updateddate": revision.instant,
        "pubdate": revision.instant,
    }

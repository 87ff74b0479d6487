"""
Which versions of the log a caller sees, and as what.

Those who see drafts see all of it. Anyone else sees of a record that is public now the versions in which
it was or became so: its first appearance as created, without what it said before; what was done between
its public times not at all. That a record stopped being public is told by the feed alone, as removed.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as store
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from policyhub.api.collections import collections
from policyhub.records.models import Revision, Version
from policyhub.records.querysets import Caller, sees_drafts
from policyhub.records.vocabularies import Action, Publication

CREATED, CHANGED, REMOVED = "created", "changed", "removed"
ACTIONS = {
    CREATED: "The record is there for the first time, or again.",
    CHANGED: "The record says something else.",
    REMOVED: "The record is no longer there.",
}
"""What a revision did to a record, as a caller sees it."""

KEPT = 24 * 3600
"""So many seconds what was counted is kept at most."""

DONE = {Action.CREATE: CREATED, Action.CHANGE: CHANGED, Action.DELETE: REMOVED}
PUBLIC = Publication.PUBLISHED


@dataclass(frozen=True)
class Newest:
    """The newest revision: its number, and the name that no other has."""

    number: int
    name: str


def newest() -> Newest:
    """Return the newest revision; number 0 before any."""
    found = Revision.objects.filter(number__isnull=False).order_by("-number").values_list("number", "id").first()
    return Newest(found[0] or 0, str(found[1])) if found else Newest(0, "")


@cache
def kinds() -> dict[str, str]:
    """Return the collection of each kind of record by the kind's label."""
    return {viewset.queryset.model._meta.label_lower: name for name, viewset in collections().items()}


def applied() -> QuerySet[Version]:
    """Return the versions of the revisions that were applied; not of kinds that the product has no more."""
    # Through an expression, so that no database is led to read the log kind by kind and to sort it.
    known = Version.objects.alias(sort=Concat("kind", Value(""))).filter(sort__in=list(kinds()))
    return known.filter(number__isnull=False)


def standing() -> Subquery:
    """Return what the record of a version is now: the publication that its newest version gives it."""
    same = applied().filter(kind=OuterRef("kind"), key=OuterRef("key"))
    return Subquery(same.order_by("-number").values("becomes")[:1])


def versions(user: Caller) -> QuerySet[Version]:
    """Return the versions that a caller sees in the history of records and in revisions."""
    if sees_drafts(user):
        return applied()
    return applied().filter(becomes=PUBLIC).alias(now=standing()).filter(now=PUBLIC)


def changes(user: Caller) -> QuerySet[Version]:
    """Return the versions that a caller sees in the feed: also those by which a record stopped being public."""
    if sees_drafts(user):
        return applied()
    touching = applied().filter(Q(becomes=PUBLIC) | Q(was=PUBLIC))
    return touching.alias(now=standing()).filter(~Q(becomes=PUBLIC) | Q(now=PUBLIC))


def revisions(user: Caller) -> QuerySet[Revision]:
    """Return the applied revisions of which a caller sees any version."""
    rows = Revision.objects.filter(number__isnull=False)
    if sees_drafts(user):
        return rows
    # Not by Exists: PostgreSQL turns it into a join that compares every revision with every version.
    seen = versions(user).filter(number=OuterRef("number")).order_by().values("pk")[:1]
    return rows.alias(seen=Subquery(seen)).filter(seen__isnull=False)


def number_of_revisions(user: Caller, now: Newest) -> int:
    """Return of how many revisions a caller sees any version; counted once after each new one."""
    place = f"revisions:{now.name}:{sees_drafts(user)}"
    return int(store.get_or_set(place, revisions(user).count, timeout=KEPT) or 0)


def action_of(version: Any, *, drafts: bool) -> str:
    """Return what a version did, as those see it who see drafts, or all others."""
    if drafts:
        return DONE[Action(version.action)]
    if version.becomes != PUBLIC:
        return REMOVED
    return CHANGED if version.was == PUBLIC else CREATED


# --- How much of a revision is seen -------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many records a revision created, changed and removed, as one caller sees it, and how many it hides."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    hidden: int = 0

    @property
    def seen(self) -> int:
        """Return how many versions are seen."""
        return self.created + self.changed + self.removed


def tallies(user: Caller, names: Iterable[uuid.UUID], now: Newest) -> dict[uuid.UUID, Tally]:
    """
    Return the tally of each of these revisions, in one statement.

    A load of the whole catalogue is one revision, and every record's history names it: what was counted is
    kept for as long as no newer revision changes what is public.
    """
    drafts = sees_drafts(user)
    places = {f"tally:{now.name}:{drafts}:{name}": name for name in names}
    known = {places[place]: tally for place, tally in store.get_many(places).items()}
    missing = [name for name in places.values() if name not in known]
    if missing:
        found = _counted(missing, drafts=drafts)
        store.set_many({place: found[name] for place, name in places.items() if name in found}, timeout=KEPT)
        known |= found
    return known


def _counted(names: Sequence[uuid.UUID], *, drafts: bool) -> dict[uuid.UUID, Tally]:
    rows: Any = applied().filter(revision__in=names).order_by()
    if not drafts:
        rows = rows.annotate(now=standing())
    columns = ("revision_id", "action", *([] if drafts else ["was", "becomes", "now"]))
    sums: dict[uuid.UUID, dict[str, int]] = {name: {} for name in names}
    for row in rows.values(*columns).annotate(n=Count("pk")):
        sort = DONE[Action(row["action"])] if drafts else _seen_as(row["was"], row["becomes"], row["now"])
        own = sums[row["revision_id"]]
        own[sort] = own.get(sort, 0) + row["n"]
    return {name: Tally(**{sort: n for sort, n in own.items() if sort}) for name, own in sums.items()}


def _seen_as(was: str, becomes: str, now: str) -> str:
    """Return as what the public counts a version; empty for what it neither sees nor would learn of by a reason."""
    if now != PUBLIC or PUBLIC not in (was, becomes):
        return "hidden"
    if becomes != PUBLIC:
        return ""
    return CHANGED if was == PUBLIC else CREATED


def first_versions(
    user: Caller, revisions: Iterable[Revision], counted: dict[uuid.UUID, Tally], most: int
) -> list[Version]:
    """
    Return the first versions of each revision that a caller sees, at most so many of each, by kind and key.

    Those of small revisions are read in one statement, those of each large one in its own.
    """
    seen = versions(user).order_by("kind", "key")
    small = [one.number for one in revisions if counted[one.pk].seen <= most]
    found = list(seen.filter(number__in=small)) if small else []
    for one in revisions:
        if one.number not in small:
            found += seen.filter(number=one.number)[:most]
    return found

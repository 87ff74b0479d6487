"""What changed from one release to another, for one who may see what is public now."""

from typing import Any

from django.db.models import Exists, OuterRef

from policyhub.feed.models import Release
from policyhub.feed.telling import Telling, address
from policyhub.feed.visibility import PUBLIC, applied, kinds, standing
from policyhub.records.fold import newest
from policyhub.records.models import Version
from policyhub.records.review import kind_of
from policyhub.records.state import before_and_after, shape_of

Json = dict[str, Any]
Name = tuple[str, str]

MOST = 5_000
"""So many records may differ; of more, the feed of changes tells."""


class TooFarApartError(Exception):
    """More records differ than one answer holds."""


def differences_of(older: Release, newer: Release, telling: Telling) -> Json:
    """
    Return which records a release has that the other lacks, lacks, or has otherwise.

    Raises TooFarApartError where there are too many. What was withdrawn since both were made is told by
    nobody who may not see withdrawn records; what only the older one had is named by its key alone.
    """
    low, high = sorted([older.number, newer.number])
    touched = applied().filter(number__gt=low, number__lte=high, kind=OuterRef("kind"), key=OuterRef("key"))
    before, after = (states(release.number, touched, telling) for release in (older, newer))
    if len({*before, *after}) > MOST:
        raise TooFarApartError
    both = sorted(name for name in {*before} & {*after} if after[name][1])
    pairs = {name: between(before[name][0], after[name][0]) for name in both}
    seen = [name for name in both if pairs[name].before != pairs[name].after]
    changes = telling.changes([pairs[name] for name in seen])
    return {
        "added": [entry(name) for name in sorted({*after} - {*before}) if after[name][1]],
        "changed": [entry(name) | {"changes": told} for name, told in zip(seen, changes, strict=True)],
        "removed": [{**entry(name), "url": None} for name in sorted({*before} - {*after})],
    }


def between(old: Version, new: Version) -> Version:
    """Return what changed from one version of a record to another, as if one revision had done it."""
    model = kind_of(new)
    before, after = (before_and_after(version)[1] for version in (old, new))
    return Version(
        kind=new.kind, key=new.key, shape=shape_of(model), before=before, after=after, was=PUBLIC, becomes=PUBLIC
    )


def states(number: int, touched: Any, telling: Telling) -> dict[Name, tuple[Version, bool]]:
    """Return what each of the records said that were public at a number, and whether the caller may see it now."""
    rows = newest(number).filter(Exists(touched), becomes=PUBLIC).annotate(now=standing())[: MOST + 1]
    return {(row.kind, row.key): (row, telling.drafts or row.now == PUBLIC) for row in rows}


def entry(name: Name) -> Json:
    """Return how a record is named."""
    kind, key = name
    return {"collection": kinds()[kind], "key": key, "url": address(kinds()[kind], key)}

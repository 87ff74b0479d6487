"""Reading the log: who wrote a record, what its newest version is, which numbers there are."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Max, OuterRef, Q, Subquery

from policyhub.records.models import Record, Version
from policyhub.records.vocabularies import HandRole, Publication


def versions_of(kind: str, key: str, using: str = "default") -> Any:
    """Return the versions of one record that hold or held, the newest first."""
    return Version.objects.using(using).filter(kind=kind, key=key, number__isnull=False).order_by("-number")


def newest(model: type[Record], using: str = "default") -> dict[str, Subquery]:
    """Return columns for rows of a kind: when the log tells of them last, in which shape, and what it says they say."""
    known = Version.objects.using(using).filter(kind=model._meta.label_lower, number__isnull=False)
    last = known.filter(key=OuterRef(model.KEY)).order_by("-number")
    columns = {"told_at": "revision__instant", "told_shape": "shape", "told": "after"}
    return {name: Subquery(last.values(column)[:1]) for name, column in columns.items()}


def authors_of(kind: str, key: str, using: str = "default") -> list[Any]:
    """
    Return all who touched a record since it was last public, in the order of their names.

    Of one that was withdrawn, all who ever did: who publishes it again shows what they wrote.
    """
    known = versions_of(kind, key, using)
    public = known.filter(Q(was=Publication.PUBLISHED) | Q(becomes=Publication.PUBLISHED))
    last = public.order_by().aggregate(number=Max("number"))["number"] or 0
    if known.values_list("becomes", flat=True).first() == Publication.WITHDRAWN:
        last = 0
    since = known.filter(number__gt=last).order_by().values("revision")
    people = get_user_model()._default_manager.using(using)
    return list(people.filter(hands__role=HandRole.AUTHOR, hands__revision__in=since).distinct().order_by("username"))


def authors_of_published(versions: Iterable[Version], using: str = "default") -> list[Any]:
    """Return all who wrote what these versions make public."""
    becoming = [v for v in versions if v.becomes == Publication.PUBLISHED != v.was and v.before is not None]
    return [person for version in becoming for person in authors_of(version.kind, version.key, using)]

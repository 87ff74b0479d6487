"""What actors and memberships can be asked for."""

from typing import ClassVar

from django.db.models import Q

from actors.models import Actor, Membership
from policyhub.api.filters import Ask, Asking, CatalogueFilterSet, Keys, Related, on_the_day
from policyhub.api.filters.base import KEY, OPTIONAL, SET, SOME_DAY, TEXT, WORD
from policyhub.sources.filtersets import ClaimFilterSet

MEMBERSHIPS = Related(
    "memberships",
    {
        "member_of": Ask(
            SET, path="organisation", many=True, about="The organisations it is a full member of on the day."
        )
    },
    lambda rows, day: on_the_day(rows.published(), day).full(),
)


class ActorFilterSet(CatalogueFilterSet):
    """Filters of actors."""

    related: ClassVar = [MEMBERSHIPS]
    facets: ClassVar = ["kind", "part_of", "member_of", "publication"]

    class Meta:
        model = Actor
        fields: ClassVar = {
            "kind": WORD,
            "name": TEXT,
            "official_name": TEXT,
            "iso_alpha2": ("exact", "in"),
            "part_of": OPTIONAL,
        }


def members(organisation: Actor, asking: Asking) -> Q:
    """Return the rows about the full members of an organisation on the day."""
    return Q(pk__in=Actor.objects.members_of(organisation.code, asking.day).values("pk"))


ACTOR = Related(
    "actor",
    {
        "actor_kind": Ask(path="kind", about="What sort of actor it is about."),
        "member_of": Ask(
            kind=Keys(Actor), of=members, about="An organisation of which the actor is a full member on the day."
        ),
    },
)
"""What is asked of the actor that something is about."""


class MembershipFilterSet(ClaimFilterSet):
    """Filters of memberships."""

    related: ClassVar = [
        *ClaimFilterSet.related,
        Related(
            "member", {"member_kind": Ask(("exact", "in"), path="kind", about="What sort of actor the member is.")}
        ),
    ]
    facets: ClassVar = [
        "member",
        "member_kind",
        "organisation",
        "role",
        "since_precision",
        "source_kind",
        "publication",
    ]

    class Meta:
        model = Membership
        fields: ClassVar = {
            "member": KEY,
            "organisation": KEY,
            "role": WORD,
            "since": SOME_DAY,
            "since_precision": ("exact", "in"),
            "until": SOME_DAY,
        }

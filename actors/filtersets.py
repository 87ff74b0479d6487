"""What actors and memberships can be asked for."""

from typing import Any

from actors.models import Actor, Membership
from policyhub.api.filters import CatalogueFilterSet, KeyFilter
from policyhub.sources.filtersets import ClaimFilterSet


class ActorFilterSet(CatalogueFilterSet):
    """Filters of actors."""

    member_of = KeyFilter(
        method="full_members", model=Actor, help_text="The organisation it is a full member of on the day."
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    def full_members(self, rows: Any, name: str, organisation: Actor) -> Any:
        """Keep the full members of the organisation on the day."""
        return rows.members_of(organisation.code, self.day)


class MembershipFilterSet(ClaimFilterSet):
    """Filters of memberships."""

    class Meta:
        model = Membership
        fields: list[str] = []

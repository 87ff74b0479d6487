"""The questions asked of actors: who belongs to what on a day, and what counts as a state."""

import datetime
from typing import Self

from actors.vocabularies import FULL, ActorKind
from policyhub.records.querysets import DatedRecordQuerySet, RecordQuerySet


class ActorQuerySet(RecordQuerySet):
    """Actors by kind and by what they belong to."""

    def states(self) -> Self:
        """Keep states: the only actors that are ever counted."""
        return self.filter(kind=ActorKind.STATE)

    def members_of(self, organisation: str, on: datetime.date) -> Self:
        """Keep the full members of the organisation with that code on that day, by published memberships."""
        membership = self.model._meta.get_field("memberships").related_model
        full = membership.objects.published().valid_on(on).full().filter(organisation__code=organisation)
        return self.filter(pk__in=full.values("member"))


class MembershipQuerySet(DatedRecordQuerySet):
    """Memberships by standing and day."""

    def full(self) -> Self:
        """Keep those that take part in decisions: members, permanent and elected ones."""
        return self.filter(role__in=FULL)

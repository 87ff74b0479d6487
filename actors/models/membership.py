"""A membership: who belonged to what, and from when until when."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from actors.models.actor import Actor
from actors.querysets import MembershipQuerySet
from actors.vocabularies import ActorKind, MembershipRole
from policyhub.records.constraints import NoOverlap, not_itself, one_of, slug_format
from policyhub.records.fields import CharField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Period
from policyhub.records.models.record import day_or_undated, made_slug_field
from policyhub.sources.models import Citation, Claim


class Membership(Period, Claim):
    """One actor's standing in one organisation, coalition or institution, from a day until a day."""

    slug = made_slug_field()
    member = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="memberships", help_text="Who belongs.")
    organisation = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="members", help_text="To what it belongs."
    )
    role = CharField(
        max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER, help_text="In what standing."
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        indexes = [by_key("membership", "slug"), *in_order("membership", "slug", "-since", "until", "-updated_at")]
        constraints = [
            *Period.Meta.constraints,
            *Claim.Meta.constraints,
            slug_format("membership_slug_format"),
            one_of("role", MembershipRole, "membership_role_known"),
            not_itself("member", "membership_of_another", "Nothing is a member of itself.", other="organisation"),
            NoOverlap(
                within=["organisation", "member"],
                name="membership_no_overlap",
                condition=Q(publication="published"),
                violation_error_message="Another published membership of this member there covers part of the period.",
            ),
        ]

    def slug_parts(self) -> list[str]:
        """Return organisation, member and first day."""
        return [self.organisation.code, self.member.code, day_or_undated(self.since)]

    def evidence_days(self) -> list[datetime.date | None]:
        """Return the earliest day of the supporting sources, else of their reading."""
        return [self.earliest_source(), self.earliest_reading()]

    def settle(self) -> None:
        """Store anew the day from which the membership holds, where that rests on its evidence."""
        if self.settle_period():
            self.touch()

    def clean(self) -> None:
        """Refuse membership of a state, or of itself."""
        super().clean()
        if self.organisation_id is None or self.member_id is None:
            return
        if self.organisation.kind == ActorKind.STATE:
            raise ValidationError({"organisation": "A state has no members."})
        if self.organisation == self.member:
            raise ValidationError({"member": "Nothing is a member of itself."})


class MembershipCitation(Citation):
    """What one source does for one membership."""

    claim = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="citations", help_text="The membership."
    )

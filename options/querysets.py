"""The questions asked of positions and conditions: who backs, who opposes, who leads, who waits for what."""

import datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from actors.vocabularies import ActorKind
from options.vocabularies.conditions import TRUE
from options.vocabularies.positions import BACKING, CONTRIBUTING, OPPOSING, RANKS, LinkRole, Stance
from policyhub.records.querysets import DatedRecordQuerySet, RecordQuerySet


class PositionQuerySet(DatedRecordQuerySet):
    """Positions by stance. Stances compare by rank; conditions do not lower them."""

    def backing(self) -> Self:
        """Keep rank 2 and above: supports, contributes, leads."""
        return self.filter(stance_rank__gte=BACKING)

    def contributing(self) -> Self:
        """Keep rank 3 and above: contributes, leads."""
        return self.filter(stance_rank__gte=CONTRIBUTING)

    def opposing(self) -> Self:
        """Keep rank -2 and below: opposes, red line."""
        return self.filter(stance_rank__lte=OPPOSING)

    def leading(self) -> Self:
        """Keep those who lead."""
        return self.filter(stance_rank=RANKS[Stance.LEADS])

    def of_states(self) -> Self:
        """Keep positions of states: only they are counted."""
        return self.filter(actor__kind=ActorKind.STATE)


class ConditionQuerySet(RecordQuerySet):
    """Conditions by what waits for them."""

    def met(self, day: datetime.date) -> Self:
        """Keep what is met or waived on the day."""
        states = self.model._meta.get_field("states").related_model
        return self.filter(pk__in=states.objects.valid_on(day).filter(state__in=TRUE).values("condition"))

    def holding_back(self, measure: Any, day: datetime.date) -> Self:
        """
        Keep what the measure, or a published position on it that day, requires and still waits for.

        A condition that is met or waived holds nothing back, nor does one of a group of which another is.
        Published records decide, whoever asks.
        """
        found = Q()
        for links, owner, of in (
            ("measure_links", "measure", Q(measure=measure)),
            ("position_links", "position", Q(position__in=measure.positions.published().valid_on(day))),
        ):
            link = self.model._meta.get_field(links).related_model
            public = link.objects.visible_to(None)
            met = self.model._default_manager.met(day).values("pk")
            served = public.filter(**{owner: OuterRef(owner)}, group=OuterRef("group"), condition__in=met)
            waiting = public.filter(of, ~Q(condition__in=met), ~Exists(served), role=LinkRole.REQUIRES)
            found |= Q(pk__in=waiting.values("condition"))
        return self.filter(found)

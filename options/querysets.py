"""The questions asked of measures and positions: who backs, who opposes, who leads."""

from typing import Self

from actors.vocabularies import ActorKind
from options.vocabularies.positions import BACKING, CONTRIBUTING, OPPOSING, Stance
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
        return self.filter(stance=Stance.LEADS)

    def of_states(self) -> Self:
        """Keep positions of states: only they are counted."""
        return self.filter(actor__kind=ActorKind.STATE)


class MeasureQuerySet(RecordQuerySet):
    """Measures by who stands where on them."""

    def backed_by(self, code: str, positions: PositionQuerySet) -> Self:
        """Keep the measures that the actor with that code backs, among `positions`."""
        return self.filter(pk__in=positions.backing().filter(actor__code=code).values("measure"))

    def opposed_by(self, code: str, positions: PositionQuerySet) -> Self:
        """Keep the measures that the actor with that code opposes, among `positions`."""
        return self.filter(pk__in=positions.opposing().filter(actor__code=code).values("measure"))

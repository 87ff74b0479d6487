"""What actors can be asked for beyond what they are: where they stand, and what needs them."""

from typing import ClassVar

from actors import filtersets
from options.filtersets.shared import held, who_stands
from options.models import Condition
from options.querysets import PositionQuerySet
from policyhub.api.filters import Ask, Keys, Related
from policyhub.api.filters.base import SET


class ActorFilterSet(filtersets.ActorFilterSet):
    """Filters of actors, with those by their positions."""

    related: ClassVar = [
        *filtersets.ActorFilterSet.related,
        who_stands(
            "backs", "measure", "Measures that it backs on the day (rank 2 and above).", PositionQuerySet.backing
        ),
        who_stands(
            "opposes", "measure", "Measures that it opposes on the day (rank -2 and below).", PositionQuerySet.opposing
        ),
        who_stands("leads", "measure", "Measures that it leads on the day.", PositionQuerySet.leading),
        who_stands(
            "contributes_to",
            "measure",
            "Measures that it contributes to on the day (rank 3 and above).",
            PositionQuerySet.contributing,
        ),
        Related(
            "positions",
            {
                "position_on": Ask(
                    SET, path="measure", many=True, about="Measures on which it has a position on the day."
                ),
                "position_stance": Ask(
                    ("exact", "in", "gte", "lte"), path="stance", about="Its stance in that position."
                ),
                "position_category": Ask(
                    path="measure__category", about="The field of a measure that it has a position on."
                ),
            },
            held(PositionQuerySet.all),
        ),
        Related(
            "needed_for",
            {
                "needed_for": Ask(
                    SET,
                    path="condition",
                    kind=Keys(Condition),
                    many=True,
                    about="Conditions that take its assent or act.",
                )
            },
        ),
    ]
    facets: ClassVar = [*filtersets.ActorFilterSet.facets, "position_stance"]

    class Meta(filtersets.ActorFilterSet.Meta):
        pass

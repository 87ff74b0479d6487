"""Questions that several collections share: about linked conditions, about the measure, about who stands where."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from options import models
from options.querysets import PositionQuerySet
from options.vocabularies.conditions import ConditionStatus
from policyhub.api.filters import Ask, Asking, Filter, Related, Words
from policyhub.api.filters.base import ANY


def in_state(word: str, asking: Asking) -> Q:
    """Return the links to conditions that are in that state on the day."""
    states = models.ConditionState.objects.valid_on(asking.day).filter(state=word)
    return Q(condition__in=states.values("condition"))


CONDITIONS = Related(
    "conditions",
    {
        "condition": Ask(ANY, many=True, about="The conditions linked to it."),
        "condition_role": Ask(path="role", about="What a linked condition does for it."),
        "condition_kind": Ask(path="condition__kind", about="What sort of condition is linked to it."),
        "condition_state": Ask(
            ("exact", "in"),
            kind=Words(ConditionStatus.choices),
            of=in_state,
            about="How far a linked condition is met on the day.",
        ),
        "needs": Ask(path="condition__needs", about="An actor whose assent or act a linked condition takes."),
        "instrument": Ask(path="condition__instrument", about="The text that a linked condition stands in."),
        "jurisdiction": Ask(path="condition__jurisdiction", about="Whose rule or demand a linked condition is."),
    },
)
"""What a position or a measure is subject to: these parameters speak of one linked condition."""

MEASURE = Related("measure", {"category": Ask(about="The field of the measure; one stands for all below it.")})
"""What is asked of the measure that something is about."""


def held(question: Callable[[Any], Any]) -> Callable[[Any, date], Any]:
    """Return what narrows positions to the published ones of the day that a question keeps."""
    return lambda rows, day: question(rows.published().valid_on(day))


SIDES = {
    "backed_by": PositionQuerySet.backing,
    "opposed_by": PositionQuerySet.opposing,
    "led_by": PositionQuerySet.leading,
    "contributed_by": PositionQuerySet.contributing,
}
"""How actors stand to a measure, by the parameter that asks for them."""


@dataclass(frozen=True, eq=False)
class Standing(Related):
    """Who stands where: a denial looks each record up in an index, and gathers nothing for the whole list first."""

    def denied(self, of: type[Model], rows: Any, known: Filter, value: Any, asking: Asking) -> Q:
        """Return the records on which none of these stands so."""
        return Q(~Exists(rows.filter(known.q(value, asking), **{self.owner(of): OuterRef("pk")})))


def who_stands(name: str, path: str, about: str, question: Callable[[Any], Any]) -> Related:
    """Return the question who (or on what) stands so, among the published positions of the day."""
    return Standing("positions", {name: Ask(ANY, path=path, many=True, about=about)}, held(question))

"""What conditions and instruments can be asked for."""

from typing import ClassVar

from django.db.models import Q

from options import models
from policyhub.api.filters import Ask, Asking, Flags, Keys, Related, on_the_day
from policyhub.api.filters.base import DAY, OPTIONAL, SET, SOME_DAY, TEXT, WORD
from policyhub.sources.filtersets import ClaimFilterSet


def holding_back(measure: models.Measure, asking: Asking) -> Q:
    """Return the conditions that the measure, or a position on it that day, still waits for."""
    return Q(pk__in=models.Condition.objects.holding_back(measure, asking.day).values("pk"))


class ConditionFilterSet(ClaimFilterSet):
    """Filters of conditions."""

    asks: ClassVar = {
        "holds_back": Ask(
            kind=Keys(models.Measure),
            of=holding_back,
            about=(
                "A measure that waits for it on the day: it is required by the measure or by a position on it, and "
                "neither it nor another of its group is met."
            ),
        ),
    }
    related: ClassVar = [
        Related("states", {"state": Ask(OPTIONAL, about="How far it is met on the day.")}, on_the_day),
        Related(
            "position_links",
            {
                "named_by": Ask(
                    ("exact", "any"),
                    path="position__actor",
                    many=True,
                    about="Actors that name it in a position of the day.",
                ),
                "named_on": Ask(path="position__measure", about="The measure that such a position is about."),
                "named_role": Ask(("exact", "in"), path="role", about="What it does for such a position."),
            },
            lambda rows, day: rows.filter(position__in=models.Position.objects.published().valid_on(day)),
        ),
        Related(
            "measure_links",
            {
                "measure": Ask(path="measure", about="A measure that it is a condition of, whoever backs it."),
                "measure_role": Ask(path="role", about="What it does for that measure."),
            },
        ),
        *ClaimFilterSet.related,
    ]
    facets: ClassVar = [
        "kind",
        "nature",
        "jurisdiction",
        "needs",
        "organ",
        "effect",
        "instrument",
        "state",
        "named_by",
        "named_role",
        "source_kind",
        "publication",
    ]

    class Meta:
        model = models.Condition
        fields: ClassVar = {
            "title": TEXT,
            "kind": WORD,
            "nature": WORD,
            "jurisdiction": OPTIONAL,
            "needs": SET,
            "organ": ("exact", "in", "isnull"),
            "effect": ("exact", "in", "isnull"),
            "instrument": OPTIONAL,
            "provision": ("contains", "isnull"),
            "implies": SET,
            "summary": ("contains",),
            "test": ("contains", "isnull"),
        }


def in_force(wanted: bool, asking: Asking) -> Q:
    """Return the texts that are known to be in force on the day, or all others."""
    begun = Q(in_force_from__lte=asking.day)
    found = begun & (Q(in_force_until__isnull=True) | Q(in_force_until__gt=asking.day))
    return found if wanted else ~found


class InstrumentFilterSet(ClaimFilterSet):
    """Filters of instruments."""

    asks: ClassVar = {
        "in_force": Ask(kind=Flags(), of=in_force, about="Whether it is known to be in force on the day."),
    }
    related: ClassVar = [
        Related(
            "conditions",
            {
                "condition": Ask(SET, path="pk", kind=Keys(models.Condition), many=True, about="Conditions in it."),
                "condition_kind": Ask(("exact", "in"), path="kind", about="What sort of condition stands in it."),
                "needs": Ask(about="An actor whose assent or act a condition in it takes."),
            },
        ),
        *ClaimFilterSet.related,
    ]
    facets: ClassVar = ["kind", "parties", "condition_kind", "needs", "source_kind", "publication"]

    class Meta:
        model = models.Instrument
        fields: ClassVar = {
            "title": TEXT,
            "kind": WORD,
            "citation": ("contains", "isnull"),
            "identifier": ("exact", "in", "isnull"),
            "parties": SET,
            "adopted_on": (*DAY, "isnull"),
            "in_force_from": SOME_DAY,
            "in_force_until": SOME_DAY,
            "summary": ("contains",),
        }

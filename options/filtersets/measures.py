"""What categories, measures, options and assessments can be asked for."""

from typing import ClassVar

from django.db.models import Q

from actors.filtersets import members
from actors.models import Actor
from options import models
from options.filtersets.shared import CONDITIONS, MEASURE, SIDES, held, who_stands
from options.querysets import PositionQuerySet
from policyhub.api.filters import Ask, Asking, CatalogueFilterSet, Keys, Related, on_the_day
from policyhub.api.filters.base import BOUNDS, DAY, KEY, OPTIONAL, SET, TEXT, WORD
from policyhub.sources.filtersets import ClaimFilterSet


def by_member(organisation: Actor, asking: Asking) -> Q:
    """Return the positions of full members of an organisation on the day."""
    return Q(actor__in=Actor.objects.filter(members(organisation, asking)))


WHO = {
    "backed_by": "Actors that back it on the day (rank 2 and above).",
    "opposed_by": "Actors that oppose it on the day (rank -2 and below).",
    "led_by": "Actors that lead it on the day.",
    "contributed_by": "Actors that contribute to it on the day (rank 3 and above).",
}
BY_MEMBERS = "An organisation of which at least one full member {} it on the day."


class MeasureFilterSet(ClaimFilterSet):
    """Filters of measures."""

    related: ClassVar = [
        Related(
            "tally",
            {
                "backers": Ask(BOUNDS, about="States that back it on the day."),
                "opponents": Ask(("gte",), about="States that oppose it on the day."),
                "contributors": Ask(("gte",), about="States that contribute to it on the day."),
            },
            on_the_day,
        ),
        Related("stages", {"status": Ask(OPTIONAL, about="How far it has come on the day.")}, on_the_day),
        *(who_stands(name, "actor", WHO[name], question) for name, question in SIDES.items()),
        Related(
            "positions",
            {"backed_by_members_of": Ask(kind=Keys(Actor), of=by_member, about=BY_MEMBERS.format("backs"))},
            held(PositionQuerySet.backing),
        ),
        Related(
            "positions",
            {"opposed_by_members_of": Ask(kind=Keys(Actor), of=by_member, about=BY_MEMBERS.format("opposes"))},
            held(PositionQuerySet.opposing),
        ),
        Related(
            "positions",
            {
                "position_actor": Ask(path="actor", about="Whose position on it there is on the day."),
                "position_stance": Ask(("exact", "in"), path="stance", about="A stance on it on the day."),
            },
            held(PositionQuerySet.all),
        ),
        CONDITIONS,
        Related(
            "stages",
            {
                "stage": Ask(path="status", about="How far it had come in one of its stages, whenever that was."),
                "stage_since": Ask(("gte", "lt"), path="since", about="The first day of that stage."),
            },
        ),
        Related(
            "links",
            {
                "link_kind": Ask(path="kind", about="How it bears on another measure."),
                "link_target": Ask(path="target", about="The other measure that it bears on."),
            },
        ),
        Related("memberships", {"option": Ask(path="option", about="An option that it is part of.")}),
        Related(
            "assessments",
            {
                "assessment_dimension": Ask(path="dimension", about="On what it has been judged."),
                "assessment_score": Ask(("gte",), path="score", about="The score of that judgement."),
            },
        ),
        *ClaimFilterSet.related,
    ]
    facets: ClassVar = [
        "category",
        "secondary_categories",
        "status",
        "presence",
        "footprint",
        "command",
        "beneficiary",
        *SIDES,
        "position_stance",
        "condition_kind",
        "needs",
        "option",
        "publication",
    ]

    class Meta:
        model = models.Measure
        fields: ClassVar = {
            "title": TEXT,
            "category": KEY,
            "secondary_categories": SET[:2],
            "beneficiary": ("exact", "isnull"),
            "addressees": SET[:2],
            "presence": WORD,
            "footprint": ("exact",),
            "command": ("exact",),
        }


class CategoryFilterSet(CatalogueFilterSet):
    """Filters of categories."""

    related: ClassVar = [
        Related(
            "codes",
            {
                "scheme": Ask(about="An outside vocabulary in which it has a code."),
                "code": Ask(about="Its code in an outside vocabulary."),
            },
        )
    ]
    facets: ClassVar = ["parent", "scheme", "publication"]

    class Meta:
        model = models.Category
        fields: ClassVar = {"name": TEXT, "definition": ("contains",), "parent": OPTIONAL}


class OptionFilterSet(CatalogueFilterSet):
    """Filters of options."""

    related: ClassVar = [
        Related(
            "members",
            {
                "measure": Ask(SET, many=True, about="Measures it is made of."),
                "measure_role": Ask(path="role", about="Whether a measure is core to it or optional."),
                "category": Ask(path="measure__category", about="The field of a measure it is made of, or one above."),
            },
        )
    ]
    facets: ClassVar = ["measure", "category", "publication"]

    class Meta:
        model = models.Option
        fields: ClassVar = {"title": TEXT, "summary": ("contains",), "aims": ("contains",)}


class AssessmentFilterSet(ClaimFilterSet):
    """Filters of assessments."""

    related: ClassVar = [MEASURE, *ClaimFilterSet.related]
    facets: ClassVar = ["measure", "category", "dimension", "score", "source_kind", "publication"]

    class Meta:
        model = models.Assessment
        fields: ClassVar = {
            "measure": KEY,
            "dimension": WORD,
            "score": DAY,
            "assessor": ("exact", "contains"),
            "assessed_on": (*DAY, "isnull"),
            "rationale": ("contains",),
        }

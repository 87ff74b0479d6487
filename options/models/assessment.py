"""Assessments: published judgements of a measure."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from options.models.measure import Measure
from options.vocabularies.measures import AssessmentDimension
from policyhub.records.constraints import one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models.record import day_or_undated, made_slug_field
from policyhub.sources.models import Citation, Claim


class Assessment(Claim):
    """One published judgement of one measure on one dimension. Several may disagree; none is averaged away."""

    TITLE = "rationale"

    slug = made_slug_field()
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="assessments", help_text="The measure that is judged."
    )
    dimension = CharField(max_length=20, choices=AssessmentDimension.choices, help_text="On what it is judged.")
    score = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="The judgement as a number from 1 to 5 (5 is the most of the dimension); ordinal.",
    )
    rationale = TextField(help_text="Why, in our words.")
    assessor = CharField(max_length=120, help_text="Who judged.")
    assessed_on = models.DateField(null=True, blank=True, help_text="The day of the judgement.")

    class Meta:
        ordering = ["slug"]
        indexes = [
            by_key("assessment", "slug"),
            *in_order("assessment", "slug", "-assessed_on", "-score", "-updated_at"),
        ]
        constraints = [
            *Claim.Meta.constraints,
            slug_format("assessment_slug_format"),
            one_of("dimension", AssessmentDimension, "assessment_dimension_known"),
            models.CheckConstraint(
                condition=models.Q(score__range=(1, 5)),
                name="assessment_score_1_to_5",
                violation_error_message="A score is a whole number from 1 to 5.",
            ),
        ]

    def slug_parts(self) -> list[str]:
        """Return measure, dimension and day."""
        return [self.measure.slug, self.dimension, day_or_undated(self.assessed_on)]


class AssessmentCitation(Citation):
    """What one source does for one assessment."""

    claim = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="citations", help_text="The assessment."
    )

"""Categories of measures, in a tree."""

from django.core.exceptions import ValidationError
from django.db import models

from options.vocabularies.measures import CodeScheme
from policyhub.records.constraints import not_itself, one_of, slug_format
from policyhub.records.fields import CharField, TextField
from policyhub.records.indexes import by_key, in_order
from policyhub.records.models import Part, Record
from policyhub.records.models.record import all_above, slug_field


class Category(Record):
    """A field of support, such as air defence or training, in a tree of fields."""

    TITLE = "name"
    BRANCH = "parent"

    slug = slug_field()
    name = CharField(max_length=80, help_text="The usual name.")
    definition = TextField(help_text="What belongs here, in a sentence.")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The wider field; empty at the top.",
    )

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "categories"
        indexes = [by_key("category", "slug"), *in_order("category", "slug", "name", "-updated_at")]
        constraints = [
            *Record.Meta.constraints,
            slug_format("category_slug_format"),
            not_itself("parent", "category_below_another", "A category cannot lie below itself."),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a category that is its own ancestor."""
        super().clean()
        if self in all_above(self, "parent"):
            raise ValidationError({"parent": "A category cannot lie below itself."})


class CategoryCode(Part):
    """A category's code in an outside vocabulary."""

    OWNER = "category"
    KEY_FIELDS = ("scheme", "code")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="codes", help_text="The category.")
    scheme = CharField(max_length=8, choices=CodeScheme.choices, help_text="The outside vocabulary.")
    code = CharField(max_length=120, help_text="The code there, or the term where it has no codes.")

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["category", "scheme", "code"], name="categorycode_once"),
            one_of("scheme", CodeScheme, "categorycode_scheme_known"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

"""Categories in the admin."""

from django.contrib import admin

from options.models import Category, CategoryCode
from policyhub.records.admin import PartInline, RecordAdmin


class CategoryCodeInline(PartInline):
    """A category's codes in outside vocabularies."""

    model = CategoryCode


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """The tree of fields of support."""

    list_display = ["name", "slug", "parent"]
    list_filter = ["parent"]
    search_fields = ["name", "slug", "definition"]
    search_help_text = "Name, slug or definition"
    fieldsets = [(None, {"fields": ["name", "slug", "parent", "definition"]})]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CategoryCodeInline]

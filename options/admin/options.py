"""Options in the admin."""

from django.contrib import admin

from options.models import Option, OptionMember
from policyhub.records.admin import PartInline, RecordAdmin


class OptionMemberInline(PartInline):
    """The measures of an option."""

    model = OptionMember
    fields = ["measure", "role"]


@admin.register(Option)
class OptionAdmin(RecordAdmin):
    """Blends of measures that could be adopted together."""

    list_display = ["title", "slug"]
    search_fields = ["title", "slug", "summary", "aims"]
    search_help_text = "Title, slug, summary or aims"
    fieldsets = [(None, {"fields": ["title", "slug", "summary", "aims"]})]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [OptionMemberInline]

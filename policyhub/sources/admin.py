"""Sources in the admin, and the citations on the page of each claim."""

from django.contrib import admin

from policyhub.records.admin import PartInline, RecordAdmin
from policyhub.sources.models import Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Publications that claims rest on."""

    list_display = ["title", "publisher", "published_on", "kind", "reliability", "language"]
    list_filter = ["kind", "reliability", "language"]
    search_fields = ["title", "publisher", "slug", "url"]
    search_help_text = "Title, publisher, slug or address"
    date_hierarchy = "published_on"
    fieldsets = [
        (None, {"fields": ["title", "slug", "publisher", ("kind", "language")]}),
        ("Where it is", {"fields": ["url", "archive_url"]}),
        ("When", {"fields": [("published_on", "accessed_on")]}),
        ("Judgement", {"fields": ["reliability", "note"]}),
    ]
    prepopulated_fields = {"slug": ["publisher", "title"]}


class CitationInline(PartInline):
    """The citations of a claim."""

    fields = ["source", "role", "locator", "quote"]

"""Legal and political texts in the admin."""

from django.contrib import admin

from options.models import Instrument, InstrumentCitation
from policyhub.records.admin import RecordAdmin
from policyhub.sources.admin import CitationInline


class InstrumentCitationInline(CitationInline):
    """The citations of an instrument."""

    model = InstrumentCitation


@admin.register(Instrument)
class InstrumentAdmin(RecordAdmin):
    """Laws, treaties, decisions and declarations."""

    list_display = ["title", "slug", "kind", "identifier", "adopted_on", "in_force_from", "in_force_until"]
    list_filter = ["kind", "parties"]
    search_fields = ["title", "slug", "citation", "identifier", "summary"]
    search_help_text = "Title, slug, citation, identifier or summary"
    date_hierarchy = "adopted_on"
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "summary"]}),
        ("How it is cited", {"fields": ["citation", "identifier", "url"]}),
        ("Who is bound", {"fields": ["parties"]}),
        ("When", {"fields": [("adopted_on", "in_force_from", "in_force_until")]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [InstrumentCitationInline]

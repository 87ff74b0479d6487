"""Statements in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from options.models import Statement, StatementCitation
from options.models.statement import statement_slug
from policyhub.records.admin import RecordAdmin
from policyhub.sources.admin import CitationInline


class StatementCitationInline(CitationInline):
    """The citations of a statement."""

    model = StatementCitation


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    """Words on record."""

    list_display = ["speaker", "speaker_role", "actor", "made_on", "venue", "stance"]
    list_filter = ["stance", "actor", "measures"]
    search_fields = ["slug", "speaker", "actor__name", "paraphrase", "quote"]
    search_help_text = "Speaker, actor, slug or words"
    date_hierarchy = "made_on"
    fieldsets = [
        (None, {"fields": ["actor", ("speaker", "speaker_role")]}),
        ("When and where", {"fields": [("made_on", "venue")]}),
        ("What was said", {"fields": ["paraphrase", "quote", "language"]}),
        ("What it means", {"fields": ["stance", "measures"]}),
    ]
    inlines = [StatementCitationInline]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the statement; its identity is made here, where its measures are known before they are stored."""
        if not obj.slug:
            wanted = statement_slug(
                actor=obj.actor.code, made_on=obj.made_on, measures=form.cleaned_data.get("measures", [])
            )
            obj.slug = obj.free_slug(wanted)
        super().save_model(request, obj, form, change)

"""Assessments in the admin."""

from django.contrib import admin

from options.models import Assessment, AssessmentCitation
from policyhub.records.admin import RecordAdmin
from policyhub.sources.admin import CitationInline


class AssessmentCitationInline(CitationInline):
    """The citations of an assessment."""

    model = AssessmentCitation


@admin.register(Assessment)
class AssessmentAdmin(RecordAdmin):
    """Published judgements of measures."""

    list_display = ["measure", "dimension", "score", "assessor", "assessed_on"]
    list_filter = ["dimension", "score", "measure"]
    search_fields = ["slug", "measure__title", "assessor", "rationale"]
    search_help_text = "Measure, assessor, slug or rationale"
    date_hierarchy = "assessed_on"
    fieldsets = [
        (None, {"fields": ["measure", ("dimension", "score"), "rationale"]}),
        ("Whose it is", {"fields": [("assessor", "assessed_on")]}),
    ]
    inlines = [AssessmentCitationInline]

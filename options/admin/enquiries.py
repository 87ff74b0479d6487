"""Enquiries in the admin."""

from django.contrib import admin

from options.models import Enquiry
from policyhub.records.admin import RecordAdmin


@admin.register(Enquiry)
class EnquiryAdmin(RecordAdmin):
    """Searches that found no position."""

    list_display = ["actor", "measure", "looked_on", "outcome"]
    list_filter = ["outcome", "actor", "measure"]
    search_fields = ["slug", "actor__name", "measure__title", "looked_in"]
    search_help_text = "Actor, measure, slug or where it was looked"
    date_hierarchy = "looked_on"
    fieldsets = [(None, {"fields": ["actor", "measure", "looked_on", "outcome", "looked_in"]})]

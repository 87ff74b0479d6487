"""Actors and memberships in the admin."""

from django.contrib import admin

from actors.models import Actor, Membership, MembershipCitation
from policyhub.records.admin import InForceFilter, RecordAdmin, period
from policyhub.sources.admin import CitationInline


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    """States, organisations, coalitions and institutions."""

    list_display = ["name", "code", "kind", "iso_alpha2", "part_of"]
    list_filter = ["kind", "part_of"]
    search_fields = ["name", "official_name", "code", "=iso_alpha2"]
    search_help_text = "Name or code"
    fieldsets = [
        (None, {"fields": ["kind", "code", "name", "official_name", "iso_alpha2"]}),
        ("Where it belongs", {"fields": ["part_of"]}),
        ("Note", {"fields": ["note"]}),
    ]


class MembershipCitationInline(CitationInline):
    """The citations of a membership."""

    model = MembershipCitation


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    """Who belonged to what, and when."""

    list_display = ["member", "organisation", "role", period]
    list_filter = [InForceFilter, "role", "organisation"]
    search_fields = ["slug", "member__name", "organisation__name"]
    search_help_text = "Member, organisation or slug"
    date_hierarchy = "since"
    fieldsets = [
        (None, {"fields": ["member", "organisation", "role"]}),
        ("Period", {"fields": [("since", "since_precision", "until")]}),
    ]
    inlines = [MembershipCitationInline]

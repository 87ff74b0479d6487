"""What actors and memberships show."""

from actors.models import Actor, Membership, MembershipCitation
from policyhub.api.fields import Keys
from policyhub.api.periods import Start
from policyhub.api.serializers import ReadSerializer
from policyhub.sources.serializers import CitationSerializer


class ActorSerializer(ReadSerializer):
    """A state, organisation, coalition or institution, and what it belongs to on the day."""

    member_of = Keys(help_text="What it is a full member of on the day, by code.")

    class Meta:
        model = Actor
        fields = [
            "code",
            "kind",
            "name",
            "official_name",
            "iso_alpha2",
            "part_of",
            "member_of",
            "note",
            "url",
            "publication",
            "updated_at",
        ]


class MembershipCitationSerializer(CitationSerializer):
    """What one source does for one membership."""

    class Meta(CitationSerializer.Meta):
        model = MembershipCitation


class MembershipSerializer(ReadSerializer):
    """Who belonged to what, in what standing, from when until when."""

    start = Start()
    citations = MembershipCitationSerializer(many=True, read_only=True, help_text="The sources of the membership.")

    class Meta:
        model = Membership
        fields = [
            "slug",
            "member",
            "organisation",
            "role",
            "since",
            "since_precision",
            "until",
            "holds_from",
            "start",
            "citations",
            "url",
            "publication",
            "updated_at",
        ]

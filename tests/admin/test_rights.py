"""Who sees and who changes what."""

import pytest
from django.contrib import admin

from actors.models import Actor
from options.models import Measure, Position
from policyhub.records.structure import record_models
from tests import builders
from tests.admin.conftest import WHY, approved, told, waiting

VIEW = ["actors.view_actor", "options.view_measure", "options.view_position", "options.change_position"]


@pytest.fixture
def visitor(sign_in):
    """A member of staff who may see what is public, and may not see drafts."""
    return sign_in(permissions=VIEW)


@pytest.fixture
def stances(db):
    """A published and a draft position, each of an actor as public as itself, on one published measure."""
    what = builders.measure(public=True)
    return (
        builders.position(builders.actor("FRA", name="France", public=True), what, public=True),
        builders.position(builders.actor("DEU", name="Germany"), what),
    )


class TestWithoutTheRightToSeeDrafts:
    def test_lists_and_searches_show_what_is_public(self, visitor, stances, pages):
        for query in ("", "?q=germany", "?publication__exact=draft"):
            page = visitor.get(pages.list(Position, query))
            assert stances[1] not in page.context["cl"].result_list
            assert "Germany" not in page.content.decode()
        assert list(visitor.get(pages.list(Position)).context["cl"].result_list) == [stances[0]]

    def test_a_draft_is_no_choice_of_a_filter(self, visitor, reader, stances, pages):
        def choices(client):
            changelist = client.get(pages.list(Position)).context["cl"]
            specs = {spec.title: spec for spec in changelist.filter_specs}
            return [name for _, name in specs["actor"].lookup_choices] if "actor" in specs else []

        assert choices(visitor) == []  # a filter with one choice is left out
        assert choices(reader) == ["Germany", "France"]

    def test_counts_leave_drafts_out(self, visitor, reader, stances, pages):
        assert visitor.get(pages.list(Measure)).context["cl"].result_list[0].number == 1
        assert reader.get(pages.list(Measure)).context["cl"].result_list[0].number == 2

    def test_completion_offers_what_is_public(self, visitor, reader, stances, pages):
        def offered(client):
            return [found["text"] for found in client.get(pages.suggest(Position, "actor")).json()["results"]]

        assert offered(visitor) == ["France (FRA)"]
        assert offered(reader) == ["Germany (DEU, draft)", "France (FRA)"]

    def test_a_draft_answers_as_one_that_is_not_there(self, visitor, stances, pages):
        draft, missing = pages.change(stances[1]), pages.change(Position(pk=999))
        one, other = visitor.get(draft, follow=True), visitor.get(missing, follow=True)
        assert one.redirect_chain == other.redirect_chain == [("/admin/", 302)]
        assert told(one)[0].replace(str(stances[1].pk), "999") == told(other)[0]
        for last in ("history", "delete"):
            one, other = (visitor.get(address.replace("change", last)) for address in (draft, missing))
            assert one.status_code == other.status_code
        assert visitor.post(draft, {"stance": "leads"}).status_code == 302

    def test_nothing_is_added_that_could_not_be_seen(self, sign_in, pages):
        client = sign_in(permissions=["actors.add_actor", "actors.view_actor"])
        assert client.get(pages.add(Actor)).status_code == 403


class TestReader:
    def test_sees_drafts_and_changes_nothing(self, reader, stances, pages):
        for position in stances:
            page = reader.get(pages.change(position))
            assert page.status_code == 200
            assert not page.context["has_change_permission"]
            assert not page.context["show_publish"]
            assert b'name="_save"' not in page.content
            assert b'name="stance"' not in page.content
            assert reader.post(pages.change(position), {"stance": "leads"}).status_code == 403
            assert reader.get(pages.delete(position)).status_code == 403

    def test_adds_nothing(self, reader, pages):
        for model in record_models():
            assert reader.get(pages.list(model)).status_code == 200
            assert reader.get(pages.add(model)).status_code == 403
            actions = admin.site._registry[model].get_actions(reader.get(pages.list(model)).wsgi_request)
            assert actions == {}


class TestContributor:
    def test_changes_a_draft_with_all_its_parts(self, contributor, stances, pages):
        _, draft = stances
        sent = pages.sent(contributor.get(pages.change(draft)))
        other = builders.source("another")
        sent |= {"stance": "leads", "citations-0-DELETE": "on", "citations-TOTAL_FORMS": "2"}
        sent |= {"citations-1-source": other.pk, "citations-1-role": "supports", "citations-1-claim": draft.pk}
        assert contributor.post(pages.change(draft), sent).status_code == 302
        draft.refresh_from_db()
        assert draft.stance == "leads"
        assert [citation.source for citation in draft.citations.all()] == [other]

    def test_proposes_to_change_what_is_published(self, contributor, stances, pages):
        published, _ = stances
        page = contributor.get(pages.change(published))
        assert page.context["proposes"]
        assert b"Propose this change" in page.content
        assert b'name="_publish"' not in page.content
        answer = contributor.post(pages.change(published), pages.sent(page) | {"stance": "leads"} | WHY, follow=True)
        proposal = waiting()
        text = f"Proposed: your change of {published.key} waits for a second person."
        assert told(answer) == [f'<a href="{pages.revision(proposal)}">{text}</a>']
        published.refresh_from_db()
        assert (published.stance, proposal.number) == ("supports", None)
        approved()
        published.refresh_from_db()
        assert (published.stance, published.publication) == ("leads", "published")

    def test_only_looks_at_what_is_withdrawn(self, contributor, publisher, stances, pages):
        published, _ = stances
        pages.act(publisher, Position, "withdraw_selected", published)
        page = contributor.get(pages.change(published))
        assert page.context["original"].publication == "withdrawn"
        assert not page.context["has_change_permission"]
        assert b"Only a publisher changes it." in page.content
        for name in (b"stance", b"citations-0-role", b"reason", b"_save", b"_submit"):
            assert b'name="%s"' % name not in page.content
        assert contributor.post(pages.change(published), {"stance": "leads"} | WHY).status_code == 403
        published.refresh_from_db()
        assert published.stance == "supports"

    def test_publishes_nothing(self, contributor, stances, pages):
        _, draft = stances
        builders.actor("DEU", public=True)
        pages.act(contributor, Position, "publish_selected", draft)
        page = contributor.get(pages.change(draft))
        assert not page.context["show_publish"]
        sent = pages.sent(page) | {"stance": "leads", "_publish": "1"}
        assert contributor.post(pages.change(draft), sent).status_code == 403
        draft.refresh_from_db()
        assert (draft.publication, draft.stance) == ("draft", "supports")

    def test_cannot_publish_by_sending_the_field(self, contributor, stances, pages):
        _, draft = stances
        sent = pages.sent(contributor.get(pages.change(draft))) | {"publication": "published"}
        assert contributor.post(pages.change(draft), sent).status_code == 302
        draft.refresh_from_db()
        assert draft.publication == "draft"


class TestPublisher:
    def test_changes_nothing_that_is_published_alone(self, publisher, stances, pages):
        published, _ = stances
        sent = pages.sent(publisher.get(pages.change(published))) | {"stance": "contributes"}
        assert publisher.post(pages.change(published), sent | WHY).status_code == 302
        published.refresh_from_db()
        assert (published.stance, published.publication) == ("supports", "published")
        approved()
        published.refresh_from_db()
        assert (published.stance, published.publication) == ("contributes", "published")

    def test_changes_what_is_withdrawn(self, publisher, stances, pages):
        published, _ = stances
        pages.act(publisher, Position, "withdraw_selected", published)
        sent = pages.sent(publisher.get(pages.change(published))) | {"stance": "contributes"}
        assert publisher.post(pages.change(published), sent).status_code == 302
        published.refresh_from_db()
        assert (published.stance, published.publication) == ("contributes", "withdrawn")

    def test_deletes_drafts_and_nothing_else(self, publisher, stances, pages):
        published, draft = stances
        assert publisher.post(pages.delete(published), {"post": "yes"}).status_code == 403
        assert b'class="deletelink"' not in publisher.get(pages.change(published)).content
        answer = pages.act(publisher, Position, "delete_selected", published, draft, post="yes")
        assert published.key in told(answer)[0]
        assert Position.objects.count() == 2
        pages.act(publisher, Position, "delete_selected", draft, post="yes")
        assert list(Position.objects.all()) == [published]

    def test_cannot_delete_a_draft_that_another_record_names(self, publisher, stances, pages):
        used = builders.actor("DEU")
        page = publisher.post(pages.delete(used), {"post": "yes"})
        assert page.context["protected"]
        assert Actor.objects.filter(pk=used.pk).exists()

"""Publishing, withdrawing and changing what is public."""

import datetime

from django.contrib.admin.models import LogEntry

from actors.models import Actor
from options.models import Category, Measure, Position
from tests import builders
from tests.admin.conftest import WHY, approved, told, waiting
from tests.builders import day


def states(*records):
    return [type(record).objects.get(pk=record.pk).publication for record in records]


class TestFromTheList:
    def test_each_record_is_published_by_itself_and_each_refusal_named(self, publisher, pages):
        good = builders.position(builders.actor("FRA", public=True), builders.measure(public=True))
        bad = builders.position(builders.actor("DEU"), builders.measure())
        bad.citations.all().delete()
        builders.source(public=True)
        answer = told(pages.act(publisher, Position, "publish_selected", good, bad))
        assert answer == [
            f"Published: {good.key}.",
            f"Cannot publish {bad.key}: citations: A supporting citation is needed. actor: actor DEU is not published.",
        ]
        assert states(good, bad) == ["published", "draft"]
        assert LogEntry.objects.get(object_id=good.pk).change_message == "Published."

    def test_what_others_wait_for_is_published_first(self, publisher, pages):
        top = builders.category("top")
        below = builders.category("below", parent=top)
        pages.act(publisher, Category, "publish_selected", below, top)
        assert states(top, below) == ["published", "published"]

    def test_a_published_record_is_not_published_again_nor_a_draft_withdrawn(self, publisher, pages):
        who = builders.actor("FRA", public=True)
        assert told(pages.act(publisher, Actor, "publish_selected", who)) == [
            "Cannot publish FRA: publication: It is published."
        ]
        draft = builders.actor("DEU")
        assert told(pages.act(publisher, Actor, "withdraw_selected", draft)) == [
            "Cannot withdraw DEU: publication: It is draft."
        ]
        assert states(draft) == ["draft"]

    def test_what_is_still_named_is_not_withdrawn(self, publisher, pages):
        position = builders.position(public=True)
        answer = told(pages.act(publisher, Actor, "withdraw_selected", position.actor))
        assert answer == [f"Cannot withdraw FRA: publication: Still referred to by {position.key}."]
        pages.act(publisher, Position, "withdraw_selected", position)
        pages.act(publisher, Actor, "withdraw_selected", position.actor)
        assert states(position, position.actor) == ["withdrawn", "withdrawn"]


class TestFromThePage:
    def test_a_draft_that_somebody_else_wrote_is_published(self, publisher, pages):
        position = builders.position(builders.actor(public=True), builders.measure(public=True))
        builders.source(public=True)
        page = publisher.get(pages.change(position))
        assert page.context["show_publish"]
        assert not page.context["show_withdraw"]
        publisher.post(pages.change(position), pages.sent(page) | {"_publish": "1"})
        assert states(position) == ["published"]
        page = publisher.get(pages.change(position))
        assert page.context["show_withdraw"]
        publisher.post(pages.change(position), pages.sent(page) | {"_withdraw": "1"})
        assert states(position) == ["withdrawn"]

    def test_a_draft_is_saved_and_waits_where_the_publisher_wrote_it(self, publisher, pages):
        position = builders.position(builders.actor(public=True), builders.measure(public=True))
        builders.source(public=True)
        sent = pages.sent(publisher.get(pages.change(position))) | {"stance": "leads", "_publish": "1"}
        answer = publisher.post(pages.change(position), sent, follow=True)
        proposal = waiting()
        link = f'<a href="{pages.revision(proposal)}">{position.key}</a>'
        assert f"You wrote it; it waits for a second person: {link}." in told(answer)
        position.refresh_from_db()
        assert (position.stance, position.publication) == ("leads", "draft")
        approved()
        assert states(position) == ["published"]

    def test_what_cannot_be_published_is_saved_and_the_page_stays(self, publisher, pages):
        position = builders.position()
        sent = pages.sent(publisher.get(pages.change(position))) | {"stance": "leads", "_publish": "1"}
        answer = publisher.post(pages.change(position), sent, follow=True)
        assert answer.redirect_chain == [(pages.change(position), 302)]
        assert "The position was saved, and not published." in told(answer)
        position.refresh_from_db()
        assert (position.stance, position.publication) == ("leads", "draft")

    def test_a_new_record_waits_for_a_second_person(self, publisher, pages):
        page = publisher.get(pages.add(Actor))
        sent = {"kind": "state", "code": "FRA", "name": "France", "_publish": "1"}
        publisher.post(pages.add(Actor), pages.sent(page) | sent)
        assert Actor.objects.get().publication == "draft"
        approved()
        assert Actor.objects.get().publication == "published"

    def test_publishing_closes_the_period_before(self, publisher, pages):
        before = builders.position(public=True, since=day("2025-03-02"))
        after = builders.position(before.actor, before.measure, "leads", since=day("2025-09-04"))
        sent = pages.sent(publisher.get(pages.change(after))) | {"_publish": "1"}
        publisher.post(pages.change(after), sent)
        before.refresh_from_db()
        assert (before.until, states(after)) == (datetime.date(2025, 9, 4), ["published"])

    def test_what_happens_to_others_is_told_and_logged_with_them(self, publisher, pages):
        before = builders.position(public=True, since=day("2025-03-02"))
        after = builders.position(before.actor, before.measure, "leads", since=day("2025-09-04"))
        closed = f"{before.key} was closed: it now ends on 2025-09-04."
        assert closed in told(pages.act(publisher, Position, "publish_selected", after))
        assert LogEntry.objects.get(object_id=before.pk, change_message__contains="was closed")
        left = f"{before.key} still ends on 2025-09-04, where this one began."
        assert left in told(pages.act(publisher, Position, "withdraw_selected", after))


class TestAPublishedRecord:
    def test_keeps_a_supporting_citation(self, publisher, pages):
        position = builders.position(public=True)
        sent = pages.sent(publisher.get(pages.change(position)))
        for change in ({"citations-0-DELETE": "on"}, {"citations-0-role": "context"}):
            page = publisher.post(pages.change(position), sent | change | {"stance": "leads"})
            assert page.status_code == 200
            inline = next(one for one in page.context["inline_admin_formsets"] if one.formset.prefix == "citations")
            assert inline.formset.non_form_errors() == ["A supporting citation is needed."]
            assert page.context["adminform"].form["stance"].value() == "leads"
            position.refresh_from_db()
            assert position.stance == "supports"
            assert position.citations.get().role == "supports"

    def test_names_only_published_records(self, publisher, pages):
        position = builders.position(public=True)
        condition = builders.condition()
        link = {"conditions-TOTAL_FORMS": "1", "conditions-0-condition": condition.pk, "conditions-0-role": "requires"}
        sent = pages.sent(publisher.get(pages.change(position)))
        page = publisher.post(pages.change(position), sent | link)
        inline = next(one for one in page.context["inline_admin_formsets"] if one.formset.prefix == "conditions")
        assert inline.formset.non_form_errors() == ["condition ceasefire is not published."]
        position.refresh_from_db()
        assert position.actor.code == "FRA"
        assert not position.conditions.exists()

    def test_names_only_published_records_also_where_there_are_many(self, publisher, pages):
        what = builders.measure(public=True)
        sent = pages.sent(publisher.get(pages.change(what))) | {"addressees": [builders.actor("DEU").pk]} | WHY
        page = publisher.post(pages.change(what), sent)
        assert page.context["adminform"].form.errors == {"addressees": ["actor DEU is not published."]}
        assert not what.addressees.exists()

    def test_a_draft_may_name_drafts(self, contributor, pages):
        what = builders.measure()
        sent = pages.sent(contributor.get(pages.change(what))) | {"addressees": [builders.actor("DEU").pk]}
        assert contributor.post(pages.change(what), sent).status_code == 302
        assert what.addressees.get().code == "DEU"

    def test_its_period_stays_clear_of_its_neighbours(self, publisher, pages):
        first = builders.position(public=True, since=day("2025-03-02"), until=day("2025-06-01"))
        builders.position(first.actor, first.measure, "leads", since=day("2025-06-01"), public=True)
        sent = pages.sent(publisher.get(pages.change(first))) | WHY
        page = publisher.post(pages.change(first), sent | {"until": "2025-07-01"})
        assert page.context["adminform"].form.errors == {
            "since": ["Another published position of this actor covers part of the period."]
        }
        assert publisher.post(pages.change(first), sent | {"until": "2025-05-01"}).status_code == 302
        approved()
        first.refresh_from_db()
        assert first.until == day("2025-05-01")

    def test_what_holds_from_its_evidence_follows_it(self, publisher, pages):
        position = builders.position(public=True, since=None, since_precision="unknown")
        assert position.holds_from == builders.DAY
        earlier = builders.source("earlier", public=True, published_on=day("2024-01-01"))
        sent = pages.sent(publisher.get(pages.change(position))) | {"citations-0-source": earlier.pk}
        publisher.post(pages.change(position), sent | WHY)
        position.refresh_from_db()
        assert position.holds_from == builders.DAY
        approved()
        position.refresh_from_db()
        assert position.holds_from == day("2024-01-01")

    def test_a_core_measure_stays_in_a_published_option(self, publisher, pages):
        option = builders.option(public=True)
        sent = pages.sent(publisher.get(pages.change(option))) | {"members-0-role": "optional"}
        page = publisher.post(pages.change(option), sent)
        assert page.context["inline_admin_formsets"][0].formset.non_form_errors() == [
            "An option has at least one core measure."
        ]
        assert Measure.objects.get().memberships.get().role == "core"

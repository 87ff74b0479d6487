"""Review in the admin: who decides on a proposal, what is refused, what the log shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from options.models import Category, Measure, Position
from policyhub.records.models import Revision
from policyhub.records.publication import publish
from policyhub.records.revisions import revision
from tests import builders
from tests.admin.conftest import WHY, approved, decide, summary, told, waiting

QUEUE = reverse("admin:records_revision_changelist")


class TestDeciding:
    def test_a_reviewer_sees_the_exact_change_and_approves_it(self, proposal, reviewer, pages):
        page = reviewer.get(pages.revision(proposal))
        (change,) = page.context["changes"]
        (line,) = change.lines
        assert (change.title, line.label) == ("Mnfu (mnfu)", "Summary")
        assert line.before == "As it <del>was.</del>"
        assert line.after == "As it <ins>should be.</ins>"
        assert page.context["may_decide"]
        assert told(decide(reviewer, pages, proposal, comment="Checked.")) == [
            "The proposal was approved: it is revision 2 now."
        ]
        proposal.refresh_from_db()
        assert (proposal.state, proposal.number, proposal.comment) == ("applied", 2, "Checked.")
        assert summary() == "As it should be."

    @pytest.mark.parametrize("role", ["contributor", "reviewer", "publisher", "administrator"])
    def test_nobody_approves_what_he_wrote(self, role, measure, sign_in, pages):
        client = sign_in(role)
        sent = pages.sent(client.get(pages.change(measure))) | WHY | {"summary": "Mine."}
        client.post(pages.change(measure), sent)
        own = waiting()
        page = client.get(pages.revision(own))
        assert b'name="_approve"' not in page.content
        assert b"Take it back" in page.content
        answer = decide(client, pages, own)
        if role == "contributor":
            assert answer.status_code == 403
        else:
            assert told(answer) == ["Nothing was changed. Nobody decides on what he wrote himself."]
        assert (waiting(), summary()) == (own, "As it was.")

    def test_the_author_takes_it_back(self, proposal, contributor, pages):
        assert told(decide(contributor, pages, proposal, "_reject"))[-1] == "The proposal was taken back."
        proposal.refresh_from_db()
        assert (proposal.state, proposal.number) == ("rejected", None)

    @pytest.mark.parametrize("decision", ["_approve", "_reject"])
    @pytest.mark.parametrize("role", ["reader", "contributor"])
    def test_who_may_not_review_has_no_buttons_and_is_refused(self, role, decision, proposal, pages):
        client = Client()
        client.force_login(builders.user("another", roles=[role]))
        page = client.get(pages.revision(proposal))
        assert b'name="_approve"' not in page.content
        assert b'name="_reject"' not in page.content
        assert decide(client, pages, proposal, decision, comment="No.").status_code == 403
        assert waiting() == proposal

    def test_who_does_not_see_drafts_sees_no_log(self, proposal, sign_in, pages):
        visitor = sign_in(permissions=["records.view_revision", "options.view_measure"])
        for address in (QUEUE, pages.revision(proposal)):
            assert visitor.get(address).status_code == 403
        assert decide(visitor, pages, proposal).status_code == 403
        assert "proposal" not in visitor.get("/admin/").content.decode()

    @pytest.mark.parametrize("digest", ["", "0" * 64, "x"])
    def test_another_change_than_the_one_that_was_shown_is_not_approved(self, digest, proposal, reviewer, pages):
        answer = decide(reviewer, pages, proposal, digest=digest)
        assert "What you approve is not what is proposed now" in told(answer)[0]
        assert (waiting(), summary()) == (proposal, "As it was.")

    def test_it_is_approved_once(self, proposal, reviewer, pages):
        decide(reviewer, pages, proposal)
        assert told(decide(reviewer, pages, proposal)) == ["Nothing was changed. It is applied already."]
        assert told(decide(reviewer, pages, proposal, "_reject", comment="Late.")) == [
            "Nothing was changed. It is applied already."
        ]
        assert Revision.objects.count() == 2

    def test_what_changed_meanwhile_is_a_conflict(self, proposal, measure, reviewer, pages):
        assert reviewer.get(pages.revision(proposal)).context["conflicts"] == []
        with revision(reason="Meanwhile."):
            measure.refresh_from_db()
            measure.title = "Another title"
            measure.save()
        page = reviewer.get(pages.revision(proposal))
        assert page.context["conflicts"] == ["mnfu"]
        assert b"It no longer applies: mnfu changed since it was proposed." in page.content
        assert "Changed since it was proposed: mnfu." in told(decide(reviewer, pages, proposal))[0]
        assert (waiting(), summary()) == (proposal, "As it was.")

    def test_it_is_rejected_with_a_comment(self, proposal, reviewer, pages):
        assert told(decide(reviewer, pages, proposal, "_reject")) == [
            "Nothing was changed. comment: Say why it is turned down."
        ]
        assert told(decide(reviewer, pages, proposal, "_reject", comment="No source.")) == [
            "The proposal was turned down."
        ]
        proposal.refresh_from_db()
        assert (proposal.state, proposal.comment) == ("rejected", "No source.")
        page = reviewer.get(pages.revision(proposal))
        assert b"No source." in page.content
        assert b'name="_approve"' not in page.content

    @pytest.mark.parametrize("sent", [{}, {"_approve": "1", "_reject": "1"}, {"_reject": "1", "comment": "a\0"}])
    def test_anything_else_is_no_decision(self, sent, proposal, reviewer, pages):
        assert reviewer.post(pages.revision(proposal), sent).status_code == 400
        assert waiting() == proposal

    @pytest.mark.parametrize("key", ["abc", "0", "00000000-0000-0000-0000-000000000000"])
    def test_a_revision_that_is_none_leads_back(self, key, reviewer, db):
        address = reverse("admin:records_revision_change", args=[key])
        assert reviewer.get(address).status_code == 302
        assert reviewer.post(address, {"_approve": "1"}).status_code == 302


class TestTheQueue:
    def test_what_waits_stands_first_and_says_what_who_and_why(self, proposal, measure, reviewer, pages):
        with revision(reason="Later."):
            builders.category("later")
        page = reviewer.get(QUEUE)
        assert page.context["cl"].result_list[0] == proposal
        for text in ("Measure mnfu", "contributor-person", WHY["reason"], "Proposed", "Category training and 1 more"):
            assert text in page.content.decode(), text
        assert [one.pk for one in reviewer.get(QUEUE + "?state__exact=applied").context["cl"].result_list] != []
        assert reviewer.get(QUEUE + "?q=mnfu").context["cl"].result_count == 2

    def test_takes_as_many_statements_for_one_as_for_six(self, proposal, reviewer):
        def number() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert reviewer.get(QUEUE).status_code == 200
            return len(asked)

        number()
        before = number()
        for slug in ("one", "two", "three", "four"):
            with revision(reason="More.", by=builders.user(slug)):
                builders.category(slug)
        assert number() == before

    @pytest.mark.parametrize("query", ["?reason__regex=(", "?hands__user=1", "?state__in=a", "?number=1", "?id=1"])
    def test_is_asked_only_what_its_filters_ask(self, query, reviewer):
        assert reviewer.get(QUEUE + query).status_code == 400

    def test_offers_no_form(self, proposal, sign_in, pages):
        chief = sign_in(is_superuser=True)
        assert chief.get(reverse("admin:records_revision_add")).status_code == 403
        assert (
            chief.post(reverse("admin:records_revision_delete", args=[proposal.pk]), {"post": "yes"}).status_code == 403
        )
        assert b'name="reason"' not in chief.get(pages.revision(proposal)).content

    def test_the_first_page_counts_what_waits(self, proposal, contributor, reviewer, reader):
        assert "1 proposal waits for your review" in reviewer.get("/admin/").content.decode()
        assert "1 of yours waits for somebody else" in contributor.get("/admin/").content.decode()
        assert "review" not in reader.get("/admin/").content.decode()

    def test_a_large_revision_is_paged(self, reviewer, pages):
        with revision(reason="Many."):
            for number in range(101):
                Category.objects.create(slug=f"c{number:03}", name="C", definition="D.")
        made = Revision.objects.get()
        page = reviewer.get(pages.revision(made))
        assert (len(page.context["changes"]), page.context["page"].paginator.num_pages) == (100, 2)
        assert [one.key for one in reviewer.get(pages.revision(made) + "?p=2").context["changes"]] == ["c100"]
        for odd in ("0", "abc", "99", "-1"):
            assert reviewer.get(pages.revision(made) + f"?p={odd}").status_code == 200


def test_what_is_written_is_shown_as_text(measure, contributor, reviewer, pages):
    evil = '<script>alert("x")</script> & <b>bold</b>'
    sent = pages.sent(contributor.get(pages.change(measure)))
    contributor.post(pages.change(measure), sent | {"summary": evil, "title": evil, "reason": evil})
    own = waiting()
    for client in (contributor, reviewer):
        for address in (pages.revision(own), pages.change(measure), QUEUE):
            text = client.get(address).content.decode()
            assert "<script>alert" not in text
            assert "<b>bold" not in text
    decide(reviewer, pages, own)
    for address in (pages.history(measure), pages.history(measure) + "?from=1&to=2", pages.list(Measure)):
        text = reviewer.get(address).content.decode()
        assert "&lt;script&gt;alert" in text
        assert "<script>alert" not in text


def test_a_period_that_a_proposal_closes_is_in_its_change(contributor, reviewer, pages):
    with revision(reason="Before."):
        before = builders.position(public=True)
        after = builders.position(before.actor, before.measure, "leads", since=builders.day("2025-09-04"))
    pages.act(contributor, Position, "submit_selected", after)
    changes = reviewer.get(pages.revision(waiting())).context["changes"]
    assert [change.key for change in changes] == sorted([before.key, after.key])
    before.refresh_from_db()
    assert before.until is None
    approved()
    before.refresh_from_db()
    assert str(before.until) == "2025-09-04"


def test_a_withdrawal_is_decided_by_one_who_publishes(measure, publisher, pages):
    publish(record=builders.category("other"))
    pages.act(publisher, Measure, "withdraw_selected", measure, reason="Wrong.")
    made = Revision.objects.get(number=2)
    assert (made.reason, made.hands.get().role) == ("Wrong.", "approver")
    assert Measure.objects.get().publication == "withdrawn"

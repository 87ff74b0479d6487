"""Proposals in the admin: who makes them, what becomes of a draft, who publishes alone."""

import pytest
from django.contrib.admin.models import LogEntry

from options.models import Category, Measure
from policyhub.records.models import Hand, Revision
from policyhub.records.revisions import revision
from tests import builders
from tests.admin.conftest import WHY, approved, decide, person, summary, told, waiting


class TestAProposal:
    def test_is_one_revision_with_author_reason_and_request(self, proposal, contributor):
        assert list(Revision.objects.filter(number=None)) == [proposal]
        hand = Hand.objects.get(revision=proposal)
        assert (hand.user_id, hand.role) == (person(contributor), "author")
        assert (proposal.reason, proposal.origin, proposal.public) == (WHY["reason"], "admin", True)
        assert len(proposal.request_id) == 36
        assert summary() == "As it was."
        assert not LogEntry.objects.exists()

    def test_says_why(self, measure, contributor, pages):
        sent = pages.sent(contributor.get(pages.change(measure))) | {"summary": "As it should be.", "reason": "  "}
        page = contributor.post(pages.change(measure), sent)
        assert page.context["adminform"].form.errors == {"reason": ["Say why: what the public sees is changed."]}
        assert page.context["adminform"].form["summary"].value() == "As it should be."
        assert not Revision.objects.filter(number=None).exists()

    def test_is_not_made_of_nothing(self, measure, contributor, pages):
        page = contributor.get(pages.change(measure))
        answer = contributor.post(pages.change(measure), pages.sent(page), follow=True)
        assert told(answer) == ["Nothing was changed in mnfu."]
        assert not LogEntry.objects.exists()
        assert Revision.objects.count() == 1

    def test_leads_back_to_the_page_where_one_goes_on(self, measure, contributor, pages):
        sent = pages.sent(contributor.get(pages.change(measure))) | WHY | {"summary": "New.", "_continue": "1"}
        answer = contributor.post(pages.change(measure), sent, follow=True)
        assert answer.redirect_chain == [(pages.change(measure), 302)]
        assert b"waits for a second person." in answer.content

    def test_from_a_popup_shows_what_still_holds(self, measure, contributor, pages):
        sent = pages.sent(contributor.get(pages.change(measure))) | WHY | {"title": "Another", "_popup": "1"}
        answer = contributor.post(pages.change(measure), sent)
        assert "Mnfu" in answer.context["popup_response_data"]
        assert "Another" not in answer.context["popup_response_data"]
        assert waiting().versions.get().after["title"] == "Another"

    def test_of_parts_alone_is_a_proposal_too(self, measure, contributor, pages):
        sent = pages.sent(contributor.get(pages.change(measure))) | WHY | {"citations-0-locator": "p. 2"}
        contributor.post(pages.change(measure), sent)
        assert measure.citations.get().locator == ""
        approved()
        assert measure.citations.get().locator == "p. 2"

    def test_is_refused_with_its_reasons_where_nobody_could_publish_it(self, measure, contributor, pages):
        sent = pages.sent(contributor.get(pages.change(measure))) | WHY | {"citations-0-role": "context"}
        page = contributor.post(pages.change(measure), sent)
        assert b"A supporting citation is needed." in page.content
        assert not Revision.objects.filter(number=None).exists()

    def test_is_shown_on_the_page_of_the_record(self, proposal, measure, reader, sign_in, pages):
        assert pages.revision(proposal) in reader.get(pages.change(measure)).content.decode()
        visitor = sign_in(permissions=["options.view_measure"])
        assert pages.revision(proposal) not in visitor.get(pages.change(measure)).content.decode()

    def test_takes_the_place_of_an_earlier_one_by_the_same_person_and_says_so(
        self, proposal, measure, contributor, pages
    ):
        page = contributor.get(pages.change(measure))
        assert b"what you propose now takes its place" in page.content
        sent = pages.sent(page) | WHY | {"title": "Another"}
        answer = contributor.post(pages.change(measure), sent, follow=True)
        link = f'<a href="{pages.revision(proposal)}">It takes the place of what you proposed before.</a>'
        assert told(answer)[-1] == link
        proposal.refresh_from_db()
        assert proposal.state == "superseded"
        assert waiting() != proposal

    def test_by_somebody_else_stands_beside_it(self, proposal, measure, reviewer, pages):
        page = reviewer.get(pages.change(measure))
        assert b"takes its place" not in page.content
        answer = reviewer.post(pages.change(measure), pages.sent(page) | WHY | {"title": "Another"}, follow=True)
        assert len(told(answer)) == 1
        assert Revision.objects.filter(state="proposed").count() == 2

    def test_does_not_withdraw_at_the_same_time(self, measure, publisher, pages):
        sent = pages.sent(publisher.get(pages.change(measure))) | WHY | {"summary": "New.", "_withdraw": "1"}
        answer = publisher.post(pages.change(measure), sent, follow=True)
        assert "mnfu was not withdrawn: your change of it waits first." in told(answer)
        assert Measure.objects.get().publication == "published"

    def test_a_kind_that_one_may_change_and_whose_drafts_one_may_not_see_is_not_proposed_for(
        self, measure, sign_in, pages
    ):
        visitor = sign_in(permissions=["options.view_measure", "options.change_measure"])
        assert b'name="reason"' not in visitor.get(pages.change(measure)).content
        assert visitor.post(pages.change(measure), {"summary": "New."} | WHY).status_code == 403


class TestADraft:
    def test_is_submitted_and_then_in_review(self, contributor, reviewer, pages):
        with revision(reason="Drafted."):
            draft = builders.category()
        page = contributor.get(pages.change(draft))
        assert (page.context["show_submit"], page.context["show_publish"]) == (True, False)
        sent = pages.sent(page) | {"name": "Teaching", "_submit": "1"}
        answer = contributor.post(pages.change(draft), sent, follow=True)
        proposal = waiting()
        assert f'Submitted for review: <a href="{pages.revision(proposal)}">training</a>.' in told(answer)
        assert [(one.reason, one.state) for one in Revision.objects.all()] == [
            ("Ready for the public.", "proposed"),
            ("Changed: name.", "applied"),
            ("Drafted.", "applied"),
        ]
        listed = reviewer.get(pages.list(Category)).content.decode()
        assert f'<a class="in-review" href="{pages.revision(proposal)}">in review</a>' in listed
        assert "In review" in reviewer.get(pages.change(draft)).content.decode()
        assert "approved: it is revision 3 now." in told(decide(reviewer, pages, proposal))[0]
        assert Category.objects.get().publication == "published"
        assert "in review" not in reviewer.get(pages.list(Category)).content.decode()

    def test_is_submitted_from_the_list(self, contributor, pages):
        one, other = builders.category("one"), builders.category("other")
        answer = told(pages.act(contributor, Category, "submit_selected", one, other, reason="Both are ready."))
        assert answer[0].startswith("Submitted for review: <a href=")
        assert [made.reason for made in Revision.objects.filter(state="proposed")] == ["Both are ready."] * 2

    def test_is_published_by_whoever_wrote_none_of_it(self, contributor, publisher, pages):
        contributor.post(
            pages.add(Category),
            {"slug": "a", "name": "A", "definition": "B.", "codes-TOTAL_FORMS": 0, "codes-INITIAL_FORMS": 0},
        )
        draft = Category.objects.get()
        pages.act(publisher, Category, "publish_selected", draft)
        made = Revision.objects.get(public=True)
        assert {(hand.user_id, hand.role) for hand in made.hands.all()} == {
            (person(contributor), "author"),
            (person(publisher), "approver"),
        }

    def test_says_what_was_done_where_nobody_says_why(self, contributor, pages):
        draft = builders.measure()
        sent = pages.sent(contributor.get(pages.change(draft)))
        contributor.post(pages.change(draft), sent | {"title": "New", "citations-0-locator": "p. 2"})
        assert Revision.objects.get().reason == "Changed: title, citations."

    def test_is_written_in_a_popup(self, contributor, pages):
        sent = pages.sent(contributor.get(pages.add(Category) + "?_popup=1"))
        sent |= {"slug": "new", "name": "New", "definition": "D.", "_popup": "1"}
        answer = contributor.post(pages.add(Category), sent)
        assert f'"value": "{Category.objects.get().pk}"' in answer.context["popup_response_data"]
        assert Revision.objects.get().reason == "Draft written."

    def test_is_deleted_with_a_reason(self, publisher, pages):
        one, other = builders.category("one"), builders.category("other")
        publisher.post(pages.delete(one), {"post": "yes", "reason": "Twice."})
        pages.act(publisher, Category, "delete_selected", other, post="yes")
        assert [made.reason for made in Revision.objects.all()] == ["Drafts deleted: other.", "Twice."]

    def test_is_neither_submitted_by_readers_nor_by_hand(self, reader, contributor, publisher, pages):
        draft = builders.category()
        pages.act(reader, Category, "submit_selected", draft)
        assert reader.post(pages.change(draft), {"_submit": "1"}).status_code == 403
        pages.act(publisher, Category, "submit_selected", draft)
        assert publisher.post(pages.change(draft), {"_submit": "1"}).status_code == 403
        assert not Revision.objects.exists()


class TestBreakGlass:
    ALONE = {"emergency": "Nobody else is awake."}

    def test_is_offered_to_those_who_may_and_publishes_alone(self, measure, sign_in, pages):
        chief = sign_in("administrator")
        page = chief.get(pages.change(measure))
        assert b"Publish alone, because" in page.content
        answer = chief.post(
            pages.change(measure), pages.sent(page) | WHY | self.ALONE | {"summary": "New."}, follow=True
        )
        assert "You changed alone what the public sees." in told(answer)[0]
        made = Revision.objects.get(emergency=self.ALONE["emergency"])
        assert (made.state, made.hands.get().user_id, summary()) == ("applied", person(chief), "New.")
        assert b"Nobody else is awake." in chief.get(pages.revision(made)).content

    def test_publishes_a_draft_that_one_wrote(self, sign_in, pages):
        chief, draft = sign_in("administrator"), builders.category()
        sent = pages.sent(chief.get(pages.change(draft))) | self.ALONE | {"name": "New", "_publish": "1"}
        chief.post(pages.change(draft), sent)
        assert Category.objects.get().publication == "published"
        assert [(made.public, made.emergency) for made in Revision.objects.all()] == [
            (True, "Nobody else is awake."),
            (False, ""),
        ]

    @pytest.mark.parametrize("role", ["contributor", "reviewer", "publisher"])
    def test_is_refused_to_anybody_else(self, role, measure, sign_in, pages):
        client = sign_in(role)
        page = client.get(pages.change(measure))
        assert b"Publish alone" not in page.content
        sent = pages.sent(page) | WHY | self.ALONE | {"summary": "New."}
        assert client.post(pages.change(measure), sent).status_code == 403
        assert client.post(pages.add(Category), {"slug": "a", **self.ALONE}).status_code == 403
        assert (summary(), Revision.objects.count()) == ("As it was.", 1)

    def test_is_refused_where_nothing_is_for_the_public(self, sign_in, pages):
        chief, draft = sign_in("administrator"), builders.category()
        page = chief.post(
            pages.change(draft), pages.sent(chief.get(pages.change(draft))) | self.ALONE | {"name": "New"}
        )
        assert list(page.context["adminform"].form.errors) == ["emergency"]
        assert not Revision.objects.exists()

    def test_from_the_list_is_refused_too(self, publisher, pages):
        draft = builders.category()
        with revision(reason="x", by=publisher.get("/admin/").wsgi_request.user._wrapped):
            draft.save()
        answer = publisher.post(
            pages.list(Category),
            {"action": "publish_selected", "_selected_action": [draft.pk], "confirmed": 1} | self.ALONE,
        )
        assert answer.status_code == 403
        assert Category.objects.get().publication == "draft"

"""What a page keeps a curator from doing by mistake."""

import pytest

from actors.models import Actor, Membership
from options.models import Assessment, Enquiry, Measure, Position, Statement
from policyhub.records.admin.widgets import as_html
from tests import builders
from tests.admin.conftest import WHY, told

STALE = "Somebody changed this record since the page was opened."


def row_errors(page, prefix):
    """Return what is said about the rows of one kind of part as a whole."""
    inline = next(one for one in page.context["inline_admin_formsets"] if one.formset.prefix == prefix)
    return inline.formset.non_form_errors()


class TestAPageThatIsOutOfDate:
    def test_overwrites_nothing_and_keeps_what_was_typed(self, contributor, pages):
        position = builders.position(summary="As it was.")
        sent = pages.sent(contributor.get(pages.change(position)))
        assert contributor.post(pages.change(position), sent | {"stance": "leads"}).status_code == 302
        page = contributor.post(pages.change(position), sent | {"summary": "As I would have it."})
        form = page.context["adminform"].form
        assert form.non_field_errors()[0].startswith(STALE)
        assert STALE in page.content.decode()
        assert form["summary"].value() == "As I would have it."
        position.refresh_from_db()
        assert (position.stance, position.summary) == ("leads", "As it was.")

    def test_is_known_by_what_it_says_of_itself(self, contributor, pages):
        position = builders.position()
        page = contributor.get(pages.change(position))
        assert f'name="based_on" value="{position.updated_at.isoformat()}"' in page.content.decode()
        sent = pages.sent(page)
        for told_of_itself in ("", "abc", "\0"):
            page = contributor.post(pages.change(position), sent | {"based_on": told_of_itself})
            assert page.status_code == 200

    def test_says_so_where_a_row_was_deleted(self, contributor, pages):
        position = builders.position()
        position.citations.create(source=builders.source("another"), role="context")
        sent = pages.sent(contributor.get(pages.change(position)))
        position.citations.last().delete()
        page = contributor.post(pages.change(position), sent)
        assert row_errors(page, "citations") == [
            "Somebody deleted one of these since the page was opened. Open it again."
        ]
        assert "Somebody deleted one of these" in page.content.decode()

    def test_is_not_what_a_refused_change_makes(self, publisher, pages):
        position = builders.position(public=True)
        sent = pages.sent(publisher.get(pages.change(position)))
        page = publisher.post(pages.change(position), sent | {"citations-0-role": "context"})
        assert page.context["adminform"].form.non_field_errors() == []
        assert publisher.post(pages.change(position), sent | WHY | {"stance": "leads"}).status_code == 302


JOINED = {
    Position: ["actor", "measure"],
    Membership: ["member", "organisation"],
    Statement: ["actor"],
    Assessment: ["measure"],
    Enquiry: ["actor", "measure"],
}


class TestWhatAMadeIdentityNames:
    @pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
    @pytest.mark.parametrize("model", JOINED, ids=lambda model: model.__name__)
    def test_stays_once_the_record_was_public(self, model, state, publisher, pages):
        who, what = builders.actor(public=True), builders.measure(public=True)
        other = {name: builders.actor("DEU", public=True) for name in ("actor", "member", "organisation")}
        other["measure"] = builders.measure("iamd", public=True)
        builders.source(public=True)
        record = {
            Position: lambda: builders.position(who, what),
            Membership: lambda: builders.membership(who, builders.actor("UNO", kind="organisation", public=True)),
            Statement: lambda: builders.statement(who, what),
            Assessment: lambda: builders.assessment(what),
            Enquiry: lambda: builders.enquiry(who, what),
        }[model]()
        model.objects.filter(pk=record.pk).update(publication=state)
        page = publisher.get(pages.change(record))
        before = {name: getattr(record, name) for name in JOINED[model]}
        moved = {name: other[name] for name in JOINED[model][:1]}
        publisher.post(pages.change(record), pages.sent(page) | {name: to.pk for name, to in moved.items()})
        record.refresh_from_db()
        for name, was in before.items():
            assert (name in page.context["adminform"].form.fields) == (state == "draft")
            assert getattr(record, name) == (moved.get(name, was) if state == "draft" else was)


class TestSeveralAtOnce:
    @pytest.fixture
    def actors(self, db):
        return [builders.actor(code, name=code) for code in sorted(f"{a}{b}X" for a in "ABCD" for b in "ABC")]

    def test_are_published_only_after_a_question(self, actors, publisher, pages):
        page = pages.act(publisher, Actor, "publish_selected", *actors, confirmed="")
        text = page.content.decode()
        assert page.context["title"] == "Publish 12 actors?"
        assert [actor.code in text for actor in actors] == [True] * 10 + [False] * 2
        assert "and 2 more" in text
        assert not Actor.objects.published().exists()
        answer = pages.act(publisher, Actor, "publish_selected", *actors)
        keys = ", ".join(actor.code for actor in actors[:10])
        assert told(answer) == [f"Published: {keys} and 2 more."]
        assert Actor.objects.published().count() == 12

    def test_are_asked_for_again_where_their_number_changed(self, actors, publisher, pages):
        across = {"select_across": "1", "confirmed": "11"}
        page = pages.act(publisher, Actor, "publish_selected", actors[0], **across)
        assert page.context["title"] == "Publish 12 actors?"
        assert page.content.decode().count('name="_selected_action"') == 1
        pages.act(publisher, Actor, "publish_selected", actors[0], **across | {"confirmed": "12"})
        assert Actor.objects.published().count() == 12

    def test_one_is_published_at_once(self, actors, publisher, pages):
        pages.act(publisher, Actor, "publish_selected", actors[0], confirmed="")
        assert Actor.objects.published().count() == 1

    def test_refusals_are_counted_beyond_the_first_ten(self, actors, publisher, pages):
        answer = told(pages.act(publisher, Actor, "withdraw_selected", *actors))
        assert len(answer) == 11
        assert answer[-1] == "Cannot withdraw 2 more actors."

    def test_drafts_are_not_deleted_with_what_is_public(self, actors, publisher, pages):
        Actor.objects.update(publication="published")
        answer = told(pages.act(publisher, Actor, "delete_selected", *actors))

        assert "and 2 more are or were public" in answer[0]


def test_a_help_text_shows_values_as_code_and_escapes_the_rest(publisher, pages):
    assert as_html("`<b>` or <i>") == "<code>&lt;b&gt;</code> or &lt;i&gt;"
    for model in (Measure, Position):
        form = publisher.get(pages.add(model)).context["adminform"].form
        assert not [name for name, field in form.fields.items() if "`" in str(field.help_text)]

"""The past of a record in the admin: what it shows, what it compares, what it brings back."""

import pytest
from django.urls import reverse

from actors.models import Actor
from options.models import Category, Position
from policyhub.records.models import Revision, Version
from policyhub.records.publication import publish
from policyhub.records.revisions import proposal, revision
from tests import builders
from tests.admin.conftest import told, waiting

DELETED = reverse("admin:options_category_deleted")


def renamed(record, name, **how):
    """Give a record another name, in a revision of its own."""
    record.refresh_from_db()
    with revision(reason=f"Now {name}.", **how):
        record.name = name
        record.save()


@pytest.fixture
def category(db):
    """A draft with three versions: One, Two, Three."""
    with revision(reason="First.", by=builders.user("ada", first_name="Ada", last_name="Lovelace")):
        made = Category.objects.create(slug="field", name="One", definition="What belongs here.")
    renamed(made, "Two")
    renamed(made, "Three")
    return made


@pytest.fixture
def public(category):
    """The same, published since."""
    with revision(reason="Published."):
        publish(record=category)
    return category


@pytest.fixture
def gone(category):
    """The deletion of it."""
    with revision(reason="Not needed."):
        category.delete()
    return Version.objects.get(action="delete")


def version(number):
    return Version.objects.get(number=number, key="field")


def bring_back(client, pages, what, **more):
    page = client.get(pages.bring_back(what))
    sent = {"reason": "It was right.", "digest": page.context["digest"]} | more
    return client.post(pages.bring_back(what), sent, follow=True)


class TestHistory:
    def test_lists_the_versions_newest_first_with_who_when_and_why(self, category, reader, pages):
        page = reader.get(pages.history(category))
        told_of = [(entry["version"].number, entry["revision"].reason) for entry in page.context["entries"]]
        assert told_of == [(3, "Now Three."), (2, "Now Two."), (1, "First.")]
        text = page.content.decode()
        assert "Ada Lovelace (ada)" in text
        assert "<del>Two</del>" in text
        assert "<ins>Three</ins>" in text

    def test_is_for_those_who_see_drafts(self, public, sign_in, pages):
        visitor = sign_in(permissions=["options.view_category", "options.change_category"])
        for address in (pages.history(public), DELETED, pages.bring_back(version(3))):
            assert visitor.get(address).status_code == 403
            assert visitor.post(address, {"reason": "x"}).status_code == 403
        assert DELETED not in visitor.get(pages.list(Category)).content.decode()

    def test_tells_nothing_of_proposals(self, public, reader, pages):
        with proposal(reason="In my view.", by=builders.user("bob")):
            public.refresh_from_db()
            public.name = "Proposed"
            public.save()
        assert "In my view." not in reader.get(pages.history(public)).content.decode()

    def test_compares_any_two_whichever_is_named_first(self, category, reader, pages):
        for query in ("?from=1&to=3", "?from=3&to=1"):
            (change,) = reader.get(pages.history(category) + query).context["compared"]
            (line,) = change.lines
            assert (line.before, line.after) == ("<del>One</del>", "<ins>Three</ins>")
        assert b"say the same" in reader.get(pages.history(category) + "?from=2&to=2").content

    @pytest.mark.parametrize(
        "query", ["?from=1", "?from=1&to=9", "?from=a&to=2", "?from=1&to=" + "9" * 30, "?from=&to="]
    )
    def test_says_where_there_is_no_such_pair(self, query, category, reader, pages):
        page = reader.get(pages.history(category) + query)
        assert b"Choose two versions of this record" in page.content

    def test_is_paged_and_brings_back_across_pages(self, category, publisher, pages):
        for number in range(4, 56):
            renamed(category, f"Name {number}")
        page = publisher.get(pages.history(category) + "?p=2")
        assert [entry["version"].number for entry in page.context["entries"]] == [5, 4, 3, 2, 1]
        assert page.context["entries"][0]["undo"].number == 6

    def test_of_a_record_from_before_the_log_says_so(self, reader, pages):
        assert b"before the log began" in reader.get(pages.history(builders.category())).content

    def test_takes_as_many_statements_for_one_version_as_for_many(
        self, category, reader, pages, django_assert_max_num_queries
    ):
        for number in range(20):
            renamed(category, f"Name {number}", by=builders.user(f"u{number}"))
        reader.get(pages.history(category))
        with django_assert_max_num_queries(20):
            reader.get(pages.history(category))


class TestBringingBack:
    def test_a_draft_changes_at_once(self, category, contributor, pages):
        page = contributor.get(pages.bring_back(version(2)))
        (change,) = page.context["changes"]
        assert [(line.label, line.before, line.after) for line in change.lines] == [
            ("Name", "<del>Three</del>", "<ins>One</ins>")
        ]
        answer = bring_back(contributor, pages, version(2))
        assert answer.redirect_chain == [(pages.history(category), 302)]
        assert "field was brought back." in told(answer)[0]
        category.refresh_from_db()
        made = Revision.objects.get(number=4)
        assert (category.name, made.reason, made.origin) == ("One", "It was right.", "admin")
        assert len(made.request_id) == 36

    def test_of_a_public_record_is_proposed_and_leaves_it_public(self, public, contributor, pages):
        answer = bring_back(contributor, pages, version(2))
        assert "bringing field back waits for a second person" in told(answer)[0]
        public.refresh_from_db()
        assert (public.name, public.publication) == ("Three", "published")
        assert waiting().versions.get().after == {
            "slug": "field",
            "name": "One",
            "definition": "What belongs here.",
            "publication": "published",
        }

    def test_of_a_withdrawn_record_is_for_those_who_publish(self, public, contributor, publisher, pages):
        pages.act(publisher, Category, "withdraw_selected", public)
        assert contributor.get(pages.bring_back(version(2))).status_code == 403
        assert pages.bring_back(version(2)) not in contributor.get(pages.history(public)).content.decode()
        bring_back(publisher, pages, version(2))
        public.refresh_from_db()
        assert (public.name, public.publication) == ("One", "withdrawn")

    def test_says_why(self, category, contributor, pages):
        answer = bring_back(contributor, pages, version(2), reason=" ")
        assert b"Say why the change is made." in answer.content
        assert Revision.objects.count() == 3

    def test_changes_just_what_was_shown(self, category, contributor, pages):
        address = pages.bring_back(version(2))
        digest = contributor.get(address).context["digest"]
        renamed(category, "Four")
        page = contributor.post(address, {"reason": "x", "digest": digest})
        assert b"It would change something else by now" in page.content
        assert Category.objects.get().name == "Four"

    def test_to_what_it_says_already_does_nothing(self, category, contributor, pages):
        renamed(category, "Two")
        page = contributor.get(pages.bring_back(version(3)))
        assert b"there is nothing to bring back" in page.content
        assert "Two" not in str(page.context["changes"])
        answer = bring_back(contributor, pages, version(3))
        assert told(answer) == ["field says just that already; nothing was changed."]
        assert Revision.objects.count() == 4

    def test_is_not_for_readers(self, category, reader, pages):
        assert pages.bring_back(version(2)) not in reader.get(pages.history(category)).content.decode()
        assert reader.get(pages.bring_back(version(2))).status_code == 403
        assert reader.post(pages.bring_back(version(2)), {"reason": "x"}).status_code == 403

    def test_of_no_version_or_one_of_another_kind_or_of_a_proposal_finds_nothing(self, public, publisher, pages):
        address = reverse("admin:actors_actor_bring_back", args=[version(2).pk])
        with proposal(reason="In my view.", by=builders.user("bob")) as edit:
            public.refresh_from_db()
            public.name = "Proposed"
            public.save()
        addresses = [address, pages.bring_back(edit.revision.versions.get()), pages.bring_back(version(1))]
        addresses += [pages.bring_back(Version(kind="options.category", pk=number)) for number in (999, 10**30)]
        for one in addresses:
            assert publisher.get(one).status_code == 404, one
            assert publisher.post(one, {"reason": "x"}).status_code == 404

    @pytest.mark.parametrize("text", ["a\0", "\0"])
    def test_takes_no_null_characters(self, text, category, contributor, pages):
        assert contributor.post(pages.bring_back(version(2)), {"reason": text, "digest": ""}).status_code == 400

    def test_alone_is_for_those_who_may(self, public, publisher, sign_in, pages):
        why = {"emergency": "Nobody else is awake."}
        assert bring_back(publisher, pages, version(2), **why).status_code == 403
        bring_back(sign_in("administrator"), pages, version(2), **why)
        public.refresh_from_db()
        assert (public.name, public.publication) == ("One", "published")

    def test_says_where_it_refers_to_what_is_gone(self, contributor, publisher, pages):
        with revision(reason="First."):
            position = builders.position(builders.actor("DEU"), builders.measure())
        pages.act(publisher, Position, "delete_selected", position, post="yes")
        pages.act(publisher, Actor, "delete_selected", Actor.objects.get(code="DEU"), post="yes")
        deletion = Version.objects.get(kind="options.position", action="delete")
        page = contributor.get(pages.bring_back(deletion))
        assert "DEU" in page.context["problems"][0]
        assert page.context["changes"] == []
        answer = bring_back(contributor, pages, deletion)
        assert b"errornote" in answer.content
        assert not Position.objects.exists()


class TestWhatWasDeleted:
    def test_is_listed_and_brought_back(self, gone, contributor, pages):
        assert DELETED in contributor.get(pages.list(Category)).content.decode()
        page = contributor.get(DELETED)
        assert [entry["version"] for entry in page.context["entries"]] == [gone]
        assert b"Not needed." in page.content
        answer = bring_back(contributor, pages, gone)
        assert "field was brought back." in told(answer)[0]
        back = Category.objects.get()
        assert (back.name, back.publication) == ("Three", "draft")
        assert contributor.get(DELETED).context["entries"] == []

    def test_comes_back_with_its_parts(self, contributor, publisher, pages):
        with revision(reason="First."):
            measure = builders.measure(status="agreed")
        pages.act(publisher, type(measure), "delete_selected", measure, post="yes")
        bring_back(contributor, pages, Version.objects.get(kind="options.measure", action="delete"))
        back = type(measure).objects.get()
        assert (back.stages.get().status, back.citations.count()) == ("agreed", 1)

    def test_is_brought_back_once(self, gone, contributor, pages):
        address = pages.bring_back(gone)
        sent = {"reason": "It was right.", "digest": contributor.get(address).context["digest"]}
        contributor.post(address, sent)
        page = contributor.post(address, sent)
        assert b"It would change something else by now" in page.content
        assert (Category.objects.count(), Revision.objects.count()) == (1, 5)

    def test_a_deletion_that_is_over_is_not_listed(self, gone, reader):
        with revision(reason="Anew."):
            Category.objects.create(slug="field", name="Another", definition="D.")
        assert reader.get(DELETED).context["entries"] == []

    def test_readers_look_at_it(self, gone, reader, pages):
        page = reader.get(DELETED)
        assert b"Not needed." in page.content
        assert pages.bring_back(gone).encode() not in page.content

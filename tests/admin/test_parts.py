"""Parts edited in place: what is refused in the form, so that the database never has to."""

import pytest

from options.models import Position, Statement
from tests import builders
from tests.builders import day


def errors(page):
    """Return the errors of every part on a page."""
    found = []
    for inline in page.context["inline_admin_formsets"]:
        found += inline.formset.non_form_errors()
        for form in inline.formset.forms:
            found += [f"{name}: {text}" for name, texts in form.errors.items() for text in texts]
    return found


def rows(prefix, *rows, initial=0):
    """Return what a browser sends for these rows of parts."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def staged(db):
    """A measure that was proposed in March and agreed in June."""
    made = builders.measure()
    made.stages.create(status="proposed", since=day("2025-03-01"), until=day("2025-06-01"))
    made.stages.create(status="agreed", since=day("2025-06-01"))
    return made


def days(measure):
    return [(stage.status, str(stage.since), str(stage.until or "")) for stage in measure.stages.all()]


def test_a_stage_is_closed_and_the_next_one_added_in_one_go(staged, contributor, pages):
    sent = pages.sent(contributor.get(pages.change(staged)))
    new = {"status": "operational", "since": "2025-09-01", "since_precision": "day", "measure": staged.pk}
    sent |= {"stages-TOTAL_FORMS": "3", "stages-1-until": "2025-09-01"}
    sent |= {f"stages-2-{name}": value for name, value in new.items()}
    assert contributor.post(pages.change(staged), sent).status_code == 302
    assert days(staged) == [
        ("proposed", "2025-03-01", "2025-06-01"),
        ("agreed", "2025-06-01", "2025-09-01"),
        ("operational", "2025-09-01", ""),
    ]


@pytest.mark.parametrize("boundary", ["2025-04-01", "2025-08-01"])
def test_the_day_between_two_stages_moves_either_way(staged, contributor, pages, boundary):
    numbers = [stage.pk for stage in staged.stages.all()]
    sent = pages.sent(contributor.get(pages.change(staged))) | {"stages-0-until": boundary, "stages-1-since": boundary}
    assert contributor.post(pages.change(staged), sent).status_code == 302
    assert days(staged) == [("proposed", "2025-03-01", boundary), ("agreed", boundary, "")]
    assert [stage.pk for stage in staged.stages.all()] == numbers


def test_two_citations_trade_places(contributor, pages):
    position = builders.position()
    position.citations.create(source=builders.source("another"), role="context")
    one, other = position.citations.all()
    sent = pages.sent(contributor.get(pages.change(position)))
    sent |= {"citations-0-source": other.source_id, "citations-1-source": one.source_id}
    assert contributor.post(pages.change(position), sent).status_code == 302
    assert position.citations.get(pk=one.pk).source == other.source


def test_a_source_that_was_cited_is_cited_again_in_another_row(contributor, pages):
    position = builders.position()
    position.citations.create(source=builders.source("another"), role="context")
    _, second = position.citations.all()
    sent = pages.sent(contributor.get(pages.change(position)))
    sent |= {"citations-0-source": second.source_id, "citations-1-DELETE": "on"}
    assert contributor.post(pages.change(position), sent).status_code == 302
    assert position.citations.get().source == second.source


def test_stages_that_overlap_are_refused(staged, contributor, pages):
    sent = pages.sent(contributor.get(pages.change(staged))) | {"stages-0-until": "2025-07-01"}
    page = contributor.post(pages.change(staged), sent)
    assert errors(page) == [
        "since: The period overlaps another one of the same sequence. “proposed” must end by 2025-06-01."
    ]


def test_a_page_that_is_out_of_date_is_refused(staged, contributor, pages):
    sent = pages.sent(contributor.get(pages.change(staged)))
    added = staged.stages.create(status="proposed", since=day("2025-01-01"), until=day("2025-02-01"))
    stale = "Somebody added to these since the page was opened. Open it again."
    assert errors(contributor.post(pages.change(staged), sent)) == [stale]
    sent = pages.sent(contributor.get(pages.change(staged)))
    added.delete()
    assert contributor.post(pages.change(staged), sent).status_code == 200


def test_a_stage_that_ends_before_it_begins_is_refused(staged, contributor, pages):
    sent = pages.sent(contributor.get(pages.change(staged))) | {"stages-0-until": "2025-01-01"}
    assert "until: The period must end after it begins." in errors(contributor.post(pages.change(staged), sent))


def test_a_measure_is_not_linked_to_itself(staged, contributor, pages):
    sent = pages.sent(contributor.get(pages.change(staged)))
    sent |= rows("links", {"kind": "requires", "target": staged.pk, "measure": staged.pk})
    assert errors(contributor.post(pages.change(staged), sent)) == ["__all__: A measure is not linked to itself."]


def test_a_source_is_cited_once(contributor, pages):
    position = builders.position()
    sent = pages.sent(contributor.get(pages.change(position)))
    row = {"source": position.citations.get().source_id, "role": "context", "claim": position.pk}
    sent |= {"citations-TOTAL_FORMS": "2"} | {f"citations-1-{name}": value for name, value in row.items()}
    assert any("duplicate" in text for text in errors(contributor.post(pages.change(position), sent)))


def new_position(*links):
    """Return what a browser sends for a new position with these links to conditions."""
    return {
        "actor": builders.actor().pk,
        "measure": builders.measure().pk,
        "stance": "open",
        "own_part": "possible",
        "since": "2025-03-02",
        "since_precision": "day",
        "summary": "It would.",
        "confidence": "reported",
        **rows("conditions", *links),
        **rows("citations", {"source": builders.source().pk, "role": "supports"}),
        **rows("forms", {"form": "money"}, {"form": "air"}),
    }


def test_a_position_is_written_with_all_its_parts_at_once(contributor, pages):
    links = [{"condition": builders.condition(key).pk, "role": "opens", "group": "1"} for key in ("one", "two")]
    assert contributor.post(pages.add(Position), new_position(*links)).status_code == 302
    position = Position.objects.get()
    assert (position.key, position.publication) == ("mnfu-fra-2025-03-02", "draft")
    assert [str(link) for link in position.conditions.all()] == ["opens one", "opens two"]
    assert [form.form for form in position.forms.all()] == ["air", "money"]
    assert position.citations.get().source.slug == "official-text"


def test_a_group_has_one_role_also_where_all_is_new(contributor, pages):
    roles = {"one": "opens", "two": "limits"}
    links = [{"condition": builders.condition(key).pk, "role": role, "group": "1"} for key, role in roles.items()]
    page = contributor.post(pages.add(Position), new_position(*links))
    assert errors(page) == ["group: The group has links of another role; a group has one role."]
    assert not Position.objects.exists()


def test_a_way_out_belongs_to_a_stance_that_does_not_back(contributor, pages):
    sent = new_position({"condition": builders.condition().pk, "role": "opens"}) | {"stance": "leads"}
    page = contributor.post(pages.add(Position), sent)
    assert errors(page) == ["role: `opens` is a way out of a stance of rank 1 or below."]


class TestStatement:
    def sent(self, **more):
        words = {"speaker": "A minister", "actor": builders.actor().pk, "paraphrase": "They would."}
        return words | rows("citations") | more

    def test_its_identity_is_made_from_the_first_measure_it_speaks_of(self, contributor, pages):
        measures = [builders.measure(slug).pk for slug in ("mnfu", "iamd")]
        for _ in range(2):
            contributor.post(pages.add(Statement), self.sent(made_on="2025-03-02", measures=measures))
        assert [made.key for made in Statement.objects.all()] == ["iamd-fra-2025-03-02", "iamd-fra-2025-03-02-2"]

    def test_its_identity_is_made_from_actor_and_day_where_it_speaks_of_none(self, contributor, pages):
        contributor.post(pages.add(Statement), self.sent(made_on=""))
        assert Statement.objects.get().key == "fra-undated"

"""What a load does when nothing is wrong."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actors.models import Actor
from options.models import Category, Condition, Measure, Position, Stage
from policyhub.records.folding import contains
from policyhub.records.models import Part, Record
from tests.builders import day
from tests.commands.conftest import BASE, Loading, line


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every column of every row of every record and part."""
    from django.apps import apps

    ours = [model for model in apps.get_models() if issubclass(model, Record | Part)]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in ours}


def test_records_parts_and_references_are_stored(load: Loading):
    load(
        *BASE,
        line("condition", needs=["FRA"]),
        line("position", conditions=[{"condition": "ceasefire", "role": "rule"}]),
    )
    position = Position.objects.published().get()
    assert (position.actor.code, position.measure.slug, position.since) == ("FRA", "mnfu", day("2025-01-01"))
    assert position.conditions.get().condition.needs.get().code == "FRA"
    assert position.citations.get().source.slug == "text"
    assert position.holds_from == position.since


def test_what_is_stored_can_be_found_whatever_its_case_and_diacritics(load: Loading):
    load(*BASE, line("position", summary="Støre said so."))
    assert Position.objects.filter(contains("summary", "STORE SAID")).exists()
    load(line("position", summary="Île"))
    assert Position.objects.get().folded == {"slug": "mnfu-fra", "summary": "ile"}


def test_the_order_of_lines_and_files_does_not_matter(load: Loading):
    child = line("category", slug="child", parent="training")
    load(a=[line("position"), child, line("measure", links=[])], b=[*BASE[:3]])
    assert Category.objects.get(slug="child").parent.slug == "training"
    assert Position.objects.published().count() == 1


def test_a_second_load_changes_nothing(load: Loading):
    stages = [{"status": "agreed", "since": "2025-01-01"}]
    texts = [*BASE[:3], line("condition", needs=["FRA"]), line("measure", stages=stages), line("position")]
    load(*texts)
    before = everything()
    load(*texts)
    assert everything() == before


def test_a_changed_line_updates_the_record(load: Loading):
    load(*BASE, line("position", quantity="two ships"))
    first = Position.objects.get()
    load(line("position", stance="opposes"))
    position = Position.objects.get()
    assert (position.pk, position.created_at) == (first.pk, first.created_at)
    assert (position.stance, position.stance_rank, position.quantity) == ("opposes", -2, "")
    assert position.updated_at > first.updated_at


def test_a_changed_line_replaces_the_parts(load: Loading):
    load(*BASE[:3], line("measure", stages=[{"status": "agreed", "since": "2025-01-01"}]))
    stages = [
        {"status": "proposed", "since": "2024-01-01", "until": "2025-02-01"},
        {"status": "agreed", "since": "2025-02-01"},
    ]
    load(line("measure", stages=stages))
    assert [str(stage.since) for stage in Stage.objects.all()] == ["2024-01-01", "2025-02-01"]
    load(line("measure"))
    assert not Stage.objects.exists()


def test_a_changed_line_replaces_the_references(load: Loading):
    load(line("source"), line("actor"), line("actor", code="DEU"), line("condition", needs=["FRA"]))
    load(line("condition", needs=["DEU"]))
    assert [actor.code for actor in Condition.objects.get().needs.all()] == ["DEU"]


def test_what_is_not_in_the_files_stays(load: Loading):
    load(*BASE, line("position"))
    load(line("actor", code="DEU", name="Germany"))
    assert (Actor.objects.count(), Position.objects.count()) == (2, 1)


@pytest.mark.parametrize("turn", [1, -1], ids=["in-order", "the-other-way-round"])
def test_a_period_may_be_closed_and_followed_in_one_load(load: Loading, turn: int):
    load(*BASE, line("position"))
    closed = line("position", until="2025-06-01")
    load(*[closed, line("position", slug="next", since="2025-06-01")][::turn])
    assert Position.objects.get(slug="mnfu-fra").until == day("2025-06-01")


def test_two_periods_may_trade_places(load: Loading):
    first, second = {"slug": "a", "since": "2024-01-01", "until": "2025-01-01"}, {"slug": "b", "since": "2025-01-01"}
    load(*BASE, line("position", **first), line("position", **second))
    load(line("position", **{**first, "slug": "b"}), line("position", **{**second, "slug": "a"}))
    assert [position.slug for position in Position.objects.order_by("since")] == ["b", "a"]


def test_what_rests_on_evidence_is_settled(load: Loading):
    undated = {"since": None, "since_precision": "unknown"}
    texts = [line("position", **undated), *BASE]
    load(*texts)
    assert Position.objects.get().holds_from == day("2025-01-01")
    load(line("source", published_on="2024-01-01"))
    assert Position.objects.get().holds_from == day("2024-01-01")
    load(line("source", published_on=None), line("measure", stages=[{"status": "agreed", "since": "2023-01-01"}]))
    assert Position.objects.get().holds_from == day("2023-01-01")


def test_drafts_need_no_source_and_may_name_drafts(load: Loading):
    load(line("actor", publication="draft"), line("condition", publication="draft", needs=["FRA"], citations=[]))
    assert Condition.objects.get().publication == "draft"


def test_every_character_of_a_text_is_kept(load: Loading):
    name = "a\u2028b\u0085c\x0bd\u2029e ç"
    load(line("category", name=name))
    assert Category.objects.get().name == name


def test_empty_lines_and_windows_line_ends_are_passed_over(load: Loading):
    load("", line("actor") + "\r", "  ")
    assert Actor.objects.count() == 1


def test_a_reference_may_be_written_as_null(load: Loading):
    load(line("category", parent=None))
    assert Category.objects.get().parent is None


class TestTheCommand:
    def run(self, *names: str) -> str:
        out = StringIO()
        call_command("loaddata", *names, stdout=out, stderr=out)
        return out.getvalue()

    @pytest.fixture(autouse=True)
    def folder(self, db: None, settings: Any, tmp_path: Path) -> Path:
        """Let fixtures/ be a folder of our own."""
        settings.FIXTURES_DIR = tmp_path / "fixtures"
        (tmp_path / "fixtures" / "reference").mkdir(parents=True)
        (tmp_path / "fixtures" / "reference" / "actors.jsonl").write_text(line("actor") + "\n")
        (tmp_path / "fixtures" / "categories.jsonl").write_text(line("category") + "\n")
        return tmp_path / "fixtures"

    def test_without_a_name_loads_all_of_fixtures(self):
        assert "2 records loaded from 2 files." in self.run()
        assert (Actor.objects.count(), Category.objects.count()) == (1, 1)

    @pytest.mark.parametrize("name", ["reference", "reference/actors", "reference/actors.jsonl"])
    def test_takes_names_under_fixtures(self, name: str):
        assert "1 records loaded from 1 files." in self.run(name)

    def test_takes_paths_and_each_file_once(self, folder: Path):
        names = [str(folder / "reference" / "actors.jsonl"), str(folder / "reference"), "reference"]
        assert "1 records loaded from 1 files." in self.run(*names)

    def test_refuses_a_name_that_means_nothing(self):
        with pytest.raises(CommandError, match="No fixture 'nowhere'"):
            self.run("nowhere")

    def test_refuses_an_empty_folder(self, folder: Path):
        (folder / "empty").mkdir()
        with pytest.raises(CommandError, match=r"No \.jsonl file lies under"):
            self.run("empty")

    def test_passes_over_files_of_another_kind_and_says_so(self, folder: Path):
        (folder / "README.md").write_text("Read me.")
        assert "Passed over" in self.run(str(folder / "README.md"), "reference")

    def test_says_what_one_problem_is(self, folder: Path):
        (folder / "categories.jsonl").write_text("{")
        with pytest.raises(CommandError, match=r"Nothing was loaded; 1 problem:\n.*categories\.jsonl:1:-: not JSON"):
            self.run()
        assert not Actor.objects.exists()


def test_measures_refer_to_measures_of_the_same_load(load: Loading):
    load(*BASE[:3], line("measure", links=[{"kind": "requires", "target": "other"}]), line("measure", slug="other"))
    assert Measure.objects.get(slug="mnfu").links.get().target.slug == "other"

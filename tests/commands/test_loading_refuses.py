"""What a load refuses: all or nothing, every error as file:line:field."""

from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import BASE, LEFT_OUT, Loading, Refusal, line

SHAPE = 'a.jsonl:1:-: a line is {"model": "app.kind", "fields": {...}}'


def one(problems: list[str]) -> str:
    (problem,) = problems
    return problem


class TestALine:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ('{"model": ', "a.jsonl:1:-: not JSON: Expecting value at column 11"),
            ("[1, 2]", 'a.jsonl:1:-: a line is {"model": "app.kind", "fields": {...}}'),
            ('{"model": "actors.actor"}', 'a.jsonl:1:-: a line is {"model": "app.kind", "fields": {...}}'),
            (
                '{"model": "actors.actor", "fields": []}',
                'a.jsonl:1:-: a line is {"model": "app.kind", "fields": {...}}',
            ),
        ],
        ids=["half-a-line", "not-an-object", "no-fields", "fields-no-object"],
    )
    def test_that_is_no_record(self, refused: Refusal, text: str, says: str):
        assert refused(text) == [says]

    @pytest.mark.parametrize("model", ["actors.person", "actors.Actor", "accounts.user", "options.stage", 5])
    def test_of_an_unknown_kind(self, refused: Refusal, model: Any):
        text = line("actor").replace('"actors.actor"', str(model) if model == 5 else f'"{model}"')
        problem = one(refused(text))
        assert problem.startswith(f"a.jsonl:1:model: no kind of record {model!r}; there are ")
        assert "options.position" in problem

    def test_with_an_unknown_field(self, refused: Refusal):
        problem = one(refused(line("actor", colour="blue")))
        assert problem.startswith("a.jsonl:1:colour: no such field; there are code, ")

    @pytest.mark.parametrize("field", ["id", "created_at", "folded", "holds_from", "stance_rank"])
    def test_with_a_field_that_the_system_fills(self, refused: Refusal, field: str):
        problem = one(refused(*BASE, line("position", **{field: 1})))
        assert problem.startswith(f"a.jsonl:5:{field}: no such field")

    @pytest.mark.parametrize("key", [LEFT_OUT, "", None])
    def test_without_an_identity(self, refused: Refusal, key: Any):
        assert refused(line("actor", code=key)) == ["a.jsonl:1:code: the public identity is missing"]

    def test_without_a_field_that_is_needed(self, refused: Refusal):
        assert refused(line("actor", name=LEFT_OUT)) == ["a.jsonl:1:name: This field cannot be blank."]

    def test_without_a_reference_that_is_needed(self, refused: Refusal):
        text = line("measure", category=LEFT_OUT)
        assert refused(line("source"), text) == ["a.jsonl:2:category: This field cannot be null."]

    def test_with_a_word_of_no_vocabulary(self, refused: Refusal):
        assert refused(line("actor", kind="empire")) == ["a.jsonl:1:kind: Value 'empire' is not a valid choice."]

    def test_with_a_name_that_stands_twice(self, refused: Refusal):
        text = line("actor").replace('"name"', '"name": "Gaul", "name"')
        assert refused(text) == ["a.jsonl:1:-: 'name' stands twice"]

    def test_that_a_constraint_refuses(self, refused: Refusal):
        assert refused(line("actor", code="FR")) == ["a.jsonl:1:-: A state's code is its ISO 3166-1 alpha-3 code."]

    def test_that_takes_what_another_line_has(self, refused: Refusal):
        problem = one(refused(line("source"), line("source", slug="other")))
        assert problem == "a.jsonl:2:url: Source with this Url already exists."


class TestAValueOfAnotherType:
    @pytest.mark.parametrize("value", [5, True, ["x"], {"x": 1}])
    def test_in_the_place_of_text(self, refused: Refusal, value: Any):
        assert refused(line("actor", name=value)) == [f"a.jsonl:1:name: {value!r} is not the right type"]

    @pytest.mark.parametrize("value", ["3", True, 3.5, [3]])
    def test_in_the_place_of_a_whole_number(self, refused: Refusal, value: Any):
        problems = refused(*BASE, line("assessment", score=value))
        assert problems == [f"a.jsonl:5:score: {value!r} is not the right type"]

    @pytest.mark.parametrize("value", [True, [1], {}])
    def test_in_the_place_of_a_sum(self, refused: Refusal, value: Any):
        money = {"currency": "EUR", "amount_basis": "one-off"}
        problems = refused(*BASE, line("position", amount=value, **money))
        assert problems == [f"a.jsonl:5:amount: {value!r} is not the right type"]

    @pytest.mark.parametrize("value", ["much", "NaN", "1.234", "1e20"])
    def test_that_is_no_sum(self, refused: Refusal, value: str):
        money = {"currency": "EUR", "amount_basis": "one-off"}
        assert one(refused(*BASE, line("position", amount=value, **money))).startswith("a.jsonl:5:amount: ")

    @pytest.mark.parametrize("value", [20250101, True, ["2025-01-01"]])
    def test_in_the_place_of_a_day(self, refused: Refusal, value: Any):
        assert refused(*BASE, line("position", since=value)) == [f"a.jsonl:5:since: {value!r} is not the right type"]

    @pytest.mark.parametrize("value", ["yesterday", "2025-02-30", "2025-1-1x", "2025-01-01T00:00:00", ""])
    def test_that_is_no_day(self, refused: Refusal, value: str):
        assert one(refused(*BASE, line("position", since=value))).startswith("a.jsonl:5:since: ")

    @pytest.mark.parametrize("value", [5, ["FRA"], {"code": "FRA"}, True])
    def test_in_the_place_of_a_reference(self, refused: Refusal, value: Any):
        assert refused(*BASE, line("position", actor=value)) == [f"a.jsonl:5:actor: no actor {value!r}"]

    @pytest.mark.parametrize("value", [5, "FRA", {"a": 1}, [5], [["FRA"]], None])
    def test_in_the_place_of_many_references(self, refused: Refusal, value: Any):
        problems = refused(line("source"), line("actor"), line("condition", needs=value))
        assert problems == ["a.jsonl:3:needs: a list of natural keys is wanted"]

    @pytest.mark.parametrize("value", [5, "agreed", {"status": "agreed"}, ["agreed"], None])
    def test_in_the_place_of_parts(self, refused: Refusal, value: Any):
        assert refused(*BASE[:3], line("measure", stages=value)) == ["a.jsonl:4:stages: a list of objects is wanted"]

    def test_in_the_place_of_a_reference_of_a_part(self, refused: Refusal):
        problems = refused(line("source"), line("condition", citations=[{"source": "text"}, {"source": ["text"]}]))
        assert problems == ["a.jsonl:2:citations[1].source: no source ['text']"]

    @pytest.mark.parametrize("value", ["a\x00b", "a\ud800b"])
    def test_that_no_database_stores(self, refused: Refusal, value: str):
        text = line("actor").replace("France", value.encode("unicode_escape").decode().replace("\\x", "\\u00"))
        assert refused(text) == [f"a.jsonl:1:name: {value!r} holds a character that cannot be stored"]


class TestAReference:
    def test_to_what_is_nowhere(self, refused: Refusal):
        assert refused(*BASE, line("position", actor="DEU")) == ["a.jsonl:5:actor: no actor 'DEU'"]

    def test_to_what_is_nowhere_among_many(self, refused: Refusal):
        problems = refused(line("source"), line("actor"), line("condition", needs=["FRA", "DEU"]))
        assert problems == ["a.jsonl:3:needs: no actor 'DEU'"]

    def test_to_what_is_nowhere_in_a_part(self, refused: Refusal):
        problems = refused(line("source"), line("condition", citations=[{"source": "text"}, {"source": "gone"}]))
        assert problems == ["a.jsonl:2:citations[1].source: no source 'gone'"]

    def test_to_a_draft(self, refused: Refusal):
        texts = [BASE[0], line("actor", publication="draft"), *BASE[2:], line("position")]
        assert refused(*texts) == ["a.jsonl:5:actor: actor 'FRA' is not published"]

    def test_to_a_draft_among_many(self, refused: Refusal):
        texts = [line("source"), line("actor", publication="draft"), line("condition", needs=["FRA"])]
        assert refused(*texts) == ["a.jsonl:3:needs: actor 'FRA' is not published"]

    def test_to_a_draft_in_a_part(self, refused: Refusal):
        texts = [line("source"), line("source", slug="b", url="https://example.org/b", publication="draft")]
        cited = [{"source": "text"}, {"source": "b", "role": "context"}]
        problems = refused(*texts, line("condition", citations=cited))
        assert problems == ["a.jsonl:3:citations[1].source: source 'b' is not published"]

    def test_in_a_circle(self, refused: Refusal):
        texts = [line("category", slug="a", parent="b"), line("category", slug="b", parent="a")]
        assert refused(*texts) == [
            "a.jsonl:1:parent: leads back to 'a' itself",
            "a.jsonl:2:parent: leads back to 'b' itself",
        ]

    def test_to_itself(self, refused: Refusal):
        text = line("category", slug="a", parent="a")
        assert refused(text) == ["a.jsonl:1:parent: leads back to 'a' itself"]

    def test_from_a_public_record_to_what_the_load_withdraws(self, refused: Refusal, load: Loading):
        load(*BASE, line("position"))
        problems = refused(line("actor", publication="withdrawn"))
        assert problems == ["a.jsonl:1:publication: still referred to by mnfu-fra"]


class TestAClaim:
    def test_without_a_source(self, refused: Refusal):
        problems = refused(line("condition", citations=LEFT_OUT))
        assert problems == ["a.jsonl:1:citations: A supporting citation is needed."]

    @pytest.mark.parametrize("role", ["contradicts", "context"])
    def test_that_nothing_supports(self, refused: Refusal, role: str):
        problems = refused(line("source"), line("condition", citations=[{"source": "text", "role": role}]))
        assert problems == ["a.jsonl:2:citations: A supporting citation is needed."]

    def test_that_cites_a_source_twice(self, refused: Refusal):
        problems = refused(line("source"), line("condition", citations=[{"source": "text"}] * 2))
        assert problems == ["a.jsonl:2:citations[1]: The source is cited twice for one claim."]


class TestPeriods:
    OVERLAP = "Another published position of this actor covers part of the period."

    def test_that_overlap(self, refused: Refusal):
        problems = refused(*BASE, line("position", slug="b"), line("position", slug="a", since="2025-06-01"))
        assert problems == [f"a.jsonl:6:since: {self.OVERLAP}"]

    def test_that_overlap_in_parts(self, refused: Refusal):
        stages = [{"status": "proposed", "since": "2025-01-01"}, {"status": "agreed", "since": "2025-06-01"}]
        problems = refused(*BASE[:3], line("measure", stages=stages))
        assert problems == ["a.jsonl:4:stages[1].since: The period overlaps another one of the same sequence."]

    def test_that_end_before_they_begin(self, refused: Refusal):
        problems = refused(*BASE, line("position", until="2024-01-01"))
        assert problems == ["a.jsonl:5:until: The period must end after it begins."]

    def test_that_overlap_with_what_is_stored(self, refused: Refusal, load: Loading):
        load(*BASE, line("position"))
        assert refused(line("position", slug="b", since="2025-06-01")) == [f"a.jsonl:1:since: {self.OVERLAP}"]


class TestEverything:
    def test_that_is_wrong_in_one_line_is_listed(self, refused: Refusal):
        stages = [{"status": "gone", "since": "2025-01-01"}, {"status": "agreed", "since": "x"}]
        cited = [{"source": "gone"}, {"source": "text"}]
        text = line("measure", title=5, category="gone", presence="odd", citations=cited, stages=stages, more=1)
        problems = refused(BASE[0], text)
        assert [problem.rsplit(":", 1)[0].split(": ")[0] for problem in problems] == [
            "a.jsonl:2:category",
            "a.jsonl:2:citations[0].source",
            "a.jsonl:2:more",
            "a.jsonl:2:presence",
            "a.jsonl:2:stages[0].status",
            "a.jsonl:2:stages[1].since",
            "a.jsonl:2:title",
        ]

    def test_that_is_wrong_in_several_files_is_listed_in_one_run(self, refused: Refusal):
        problems = refused(
            a=[line("actor", kind="empire"), "{", line("category")],
            b=[line("source", language=5), "", line("actor", code="DEU", part_of="ROM")],
        )
        assert [problem.split(" ")[0] for problem in problems] == [
            "a.jsonl:1:kind:",
            "a.jsonl:2:-:",
            "b.jsonl:1:language:",
            "b.jsonl:3:part_of:",
        ]

    def test_that_stands_in_two_files_is_named_with_the_first_place(self, refused: Refusal):
        problem = one(refused(a=[line("actor")], b=[line("category"), line("actor", name="Gaul")]))
        assert problem == "b.jsonl:2:code: 'FRA' stands already in a.jsonl:1"

    def test_that_rests_on_a_line_that_failed_is_not_reported_again(self, refused: Refusal):
        problems = refused(*BASE[:1], line("actor", kind="empire"), *BASE[2:], line("position"))
        assert problems == ["a.jsonl:2:kind: Value 'empire' is not a valid choice."]

    def test_of_a_file_that_is_not_text(self, refused: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        read = Path.read_bytes
        monkeypatch.setattr(Path, "read_bytes", lambda path: read(path).replace("ç".encode(), b"\xe7"))
        problem = one(refused(line("category"), line("actor", name="Français")))
        assert problem.startswith("a.jsonl:2:-: not UTF-8: invalid continuation byte at byte ")

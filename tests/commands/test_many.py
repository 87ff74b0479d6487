"""Loading and dumping keep working where there is more than SQLite takes in one list."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from options.models import Position, PositionCitation
from policyhub.sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


def test_more_than_a_thousand_sources_are_cited(tmp_path: Path):
    fields = {"publisher": "Office", "language": "en", "kind": "official", "publication": "published"}
    many = [Source(slug=f"s-{n}", title=f"{n}", url=f"https://example.org/{n}", **fields) for n in range(1001)]
    Source.objects.bulk_create(many)
    position = builders.position(public=True)
    PositionCitation.objects.bulk_create([PositionCitation(claim=position, source=source) for source in many])
    out = StringIO()
    call_command("dumpdata", stdout=out)
    line = next(text for text in out.getvalue().splitlines() if '"options.position"' in text)
    assert len(json.loads(line)["fields"]["citations"]) == 1002
    (tmp_path / "one.jsonl").write_text(line + "\n", encoding="utf-8")
    call_command("loaddata", str(tmp_path / "one.jsonl"), verbosity=0)


def test_a_line_that_leaves_publication_out_makes_no_draft_of_what_is_public(tmp_path: Path):
    position = builders.position(public=True)
    out = StringIO()
    call_command("dumpdata", stdout=out)
    record = json.loads(next(text for text in out.getvalue().splitlines() if '"options.position"' in text))
    del record["fields"]["publication"]
    (tmp_path / "one.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"one\.jsonl:1:publication: it is published, and never a draft again"):
        call_command("loaddata", str(tmp_path / "one.jsonl"), verbosity=0)
    assert Position.objects.get().slug == position.slug
    assert Position.objects.get().publication == "published"

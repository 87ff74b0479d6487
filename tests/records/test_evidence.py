"""From which day a period of unknown beginning counts, by its evidence and its end."""

import pytest

from options.models import Position
from policyhub.sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


class TestAnEndBeforeTheEvidence:
    """Evidence from the day of its end or later cannot be where a period of unknown beginning began."""

    def undated(self, until: str | None, seen: str | None = None) -> Position:
        source = builders.source(published_on=builders.day("2025-05-01"), accessed_on=seen and builders.day(seen))
        what = builders.measure(status="proposed")
        made = builders.position(what=what, since=None, since_precision="unknown", until=until and builders.day(until))
        made.citations.all().delete()
        made.citations.create(source=source)
        made.settle()
        made.refresh_from_db()
        return made

    def test_the_evidence_counts_where_it_came_before(self):
        assert self.undated("2025-05-02").holds_from == builders.day("2025-05-01")

    def test_else_the_first_stage(self):
        assert self.undated("2025-05-01").holds_from == builders.DAY

    def test_else_the_last_day(self):
        assert self.undated("2025-03-02").holds_from == builders.day("2025-03-01")

    def test_a_source_without_a_day_counts_from_its_reading(self):
        made = self.undated(None, seen="2025-06-01")
        made.measure.stages.all().delete()
        Source.objects.update(published_on=None)
        made.settle()
        made.refresh_from_db()
        assert made.holds_from == builders.day("2025-06-01")

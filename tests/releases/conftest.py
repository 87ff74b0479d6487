"""A catalogue with a history, and a place of their own for the files of releases."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests import worlds


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keep the files of each test to itself."""
    settings.RELEASES_DIR = tmp_path / "releases"


@pytest.fixture
def world(db: None) -> None:
    """A catalogue of public records of every kind, with a history."""
    worlds.public()
    call_command("baseline", verbosity=0)

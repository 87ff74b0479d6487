"""A catalogue of every kind of record whose history has begun, and two people."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests import builders as make
from tests import worlds


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where snapshots lie, so that the template is made once."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture
def author(db: None) -> Any:
    """Return somebody who may decide on the proposals of others."""
    return make.user("author", permissions=["accounts.review_changes", "accounts.see_drafts"])


@pytest.fixture
def reviewer(db: None) -> Any:
    """Return another one."""
    return make.user("reviewer", permissions=["accounts.review_changes", "accounts.see_drafts"])


@pytest.fixture
def begun(db: None) -> None:
    """Fill the catalogue with records of every kind, and begin its history with them."""
    fill()
    call_command("baseline", verbosity=0)


def fill() -> None:
    """Store public records of every kind, and drafts of every kind that no public record refers to."""
    worlds.public()
    worlds.hide_made("draft", worlds.hide_named("draft"))

"""What the tests of releases do in one call each."""

import json
from typing import Any

from django.test import Client

from options.models import Measure
from policyhub.records.revisions import revision


def change(**fields: str) -> Measure:
    """Change the first measure in a revision of its own."""
    measure = Measure.objects.get(slug="open-measure")
    with revision(reason="Changed."):
        vars(measure).update(fields)
        measure.save()
    return measure


def ask(address: str, client: Client | None = None, status: int = 200) -> Any:
    """Ask an address below the releases, and read the answer."""
    response = (client or Client()).get(f"/api/v1/releases/{address}")
    assert response.status_code == status, response.content
    return json.loads(response.content)

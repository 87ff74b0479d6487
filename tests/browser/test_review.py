"""Review in a real browser: one person proposes, another one looks at the exact change and approves it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from options.models import Measure
from policyhub.records.models import Revision
from policyhub.records.publication import publish
from policyhub.records.revisions import revision
from tests import builders
from tests.browser.conftest import failed
from tests.browser.test_admin_pages import photograph

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "European forces far from the line, with a headquarters near Paris."
NEW = "European forces far from the line, with two headquarters near Paris."


@pytest.fixture
def measure(transactional_db: None) -> Measure:
    """A published measure whose log holds how it was written and published."""
    with revision(reason="Read from the declaration."):
        builders.source(public=True)
        made = builders.measure("mnfu", title="Multinational Force Ukraine", summary=OLD)
        publish(record=made.category)
    with revision(reason="Checked against the declaration."):
        made.stages.create(status="agreed", since=builders.DAY)
    with revision(reason="Ready for the public."):
        publish(record=made)
    return made


@pytest.fixture
def sign_in(browser: Browser, live_server: Any) -> Any:
    """Return a function that opens a browser of its own for a person; the pages must have no fault."""
    contexts, wrong = [], []

    def signed_in(name: str, *roles: str) -> Page:
        client = Client()
        client.force_login(builders.user(name, roles=roles))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([session])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("requestfailed", lambda request: failed(request, wrong))
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert wrong == []


def propose(page: Page, live_server: Any, measure: Measure) -> None:
    """Change the summary of a measure on its page, and say why."""
    page.goto(live_server.url + reverse("admin:options_measure_change", args=[measure.pk]))
    page.fill("#id_summary", NEW)
    page.fill("#id_reason", "The second headquarters was opened in March.")
    page.get_by_role("button", name="Propose this change").click()
    expect(page.locator(".messagelist .success")).to_contain_text("waits for a second person")


def test_a_change_is_proposed_by_one_and_approved_by_another(
    sign_in: Callable[..., Page], live_server: Any, measure: Measure
) -> None:
    author, reviewer = sign_in("ada", "contributor"), sign_in("grace", "reviewer")
    author.goto(live_server.url + reverse("admin:options_measure_change", args=[measure.pk]))
    photograph(author, "review-form")
    propose(author, live_server, measure)
    answer = f"{live_server.url}/api/v1/measures/mnfu/"
    assert author.request.get(answer).json()["summary"] == OLD
    author.locator(".messagelist .success a").click()
    expect(author.get_by_role("heading", level=1)).to_contain_text("The second headquarters")
    expect(author.get_by_role("button", name="Approve")).to_have_count(0)
    expect(author.get_by_role("button", name="Take it back")).to_be_visible()
    photograph(author, "review-author")

    reviewer.goto(f"{live_server.url}/admin/")
    photograph(reviewer, "review-index")
    reviewer.get_by_role("link", name="1 proposal waits for your review").click()
    photograph(reviewer, "review-queue")
    reviewer.get_by_role("link", name="Measure mnfu").click()
    row = reviewer.get_by_role("row", name="Summary")
    expect(row.locator("del")).to_have_text(["a "])
    expect(row.locator("ins")).to_have_text(["two "])
    expect(row.get_by_role("cell").nth(0)).to_contain_text(OLD)
    expect(row.get_by_role("cell").nth(1)).to_contain_text(NEW)
    expect(reviewer.locator(".changes tbody tr")).to_have_count(1)
    photograph(reviewer, "review-diff")
    reviewer.fill("#id_comment", "Checked.")
    reviewer.get_by_role("button", name="Approve").click()
    expect(reviewer.locator(".messagelist .success")).to_contain_text("The proposal was approved")
    photograph(reviewer, "review-approved")
    assert reviewer.request.get(answer).json()["summary"] == NEW
    assert Revision.objects.filter(state="proposed").count() == 0


def test_an_older_state_is_compared_and_brought_back(
    sign_in: Callable[..., Page], live_server: Any, measure: Measure
) -> None:
    with revision(reason="Says more.", origin="command"):
        measure.refresh_from_db()
        measure.summary = NEW
        measure.save()
    page = sign_in("grace", "publisher")
    page.goto(live_server.url + reverse("admin:options_measure_history", args=[measure.pk]))
    page.locator("summary").first.click()
    photograph(page, "history")
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("From revision")
    photograph(page, "history-compared")
    page.get_by_role("link", name="Bring back").first.click()
    expect(page.locator("tr", has_text="Summary").locator("ins")).to_have_text(["a "])
    photograph(page, "bring-back")
    page.fill("#id_reason", "The second headquarters was closed.")
    page.get_by_role("button", name="Propose to bring it back").click()
    expect(page.locator(".messagelist .success")).to_contain_text("waits for a second person")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_review_fit(
    sign_in: Callable[..., Page], live_server: Any, measure: Measure, scheme: str, width: int
) -> None:
    propose(sign_in("ada", "contributor"), live_server, measure)
    page = sign_in("grace", "administrator")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 850})
    proposal = Revision.objects.get(state="proposed")
    addresses = {
        "index": "/admin/",
        "queue": reverse("admin:records_revision_changelist"),
        "proposal": reverse("admin:records_revision_change", args=[proposal.pk]),
        "applied": reverse("admin:records_revision_change", args=[Revision.objects.get(number=1).pk]),
        "history": reverse("admin:options_measure_history", args=[measure.pk]),
        "deleted": reverse("admin:options_measure_deleted"),
        "form": reverse("admin:options_measure_change", args=[measure.pk]),
    }
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        photograph(page, f"review-{name}-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

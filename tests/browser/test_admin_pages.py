"""The admin in a real browser: it works under the Content-Security-Policy, in the dark and on a phone."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from options.models import Position
from policyhub.records.models import Revision
from policyhub.records.review import approve
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = [
    "options_measure",
    "options_position",
    "options_condition",
    "options_option",
    "options_instrument",
    "options_statement",
    "options_assessment",
    "options_enquiry",
    "options_category",
    "actors_actor",
    "actors_membership",
    "sources_source",
    "accounts_user",
    "auth_group",
]


@pytest.fixture
def catalogue(transactional_db) -> Position:
    """A small catalogue; returns a published position with terms."""
    what = builders.measure("mnfu", title="Multinational Force Ukraine", status="agreed", public=True)
    ceasefire = builders.condition("ceasefire", state="unmet", public=True)
    mandate = builders.condition("parliament-mandate", kind="parliamentary-mandate", nature="legal", public=True)
    for code, name, stance in [
        ("GBR", "United Kingdom", "leads"),
        ("FRA", "France", "leads"),
        ("DEU", "Germany", "open"),
        ("ITA", "Italy", "reserved"),
        ("HUN", "Hungary", "opposes"),
    ]:
        builders.position(builders.actor(code, name=name, public=True), what, stance, public=True)
    builders.position(builders.actor("POL", name="Poland"), what, "supports")
    builders.option("reassurance", [what], public=True)
    builders.statement(builders.actor("FRA"), what, public=True)
    builders.instrument(public=True)
    builders.assessment(what)
    builders.enquiry(builders.actor("POL"), what)
    builders.membership(builders.actor("FRA"), builders.actor("NATO", kind="organisation", public=True), public=True)
    return builders.position(
        builders.actor("NLD", name="Netherlands", public=True),
        what,
        "supports",
        terms={ceasefire: "requires", mandate: "requires"},
        public=True,
        since=day("2025-04-10"),
        summary="Would send forces once there is a ceasefire and parliament agrees.",
    )


@pytest.fixture
def admin_page(catalogue, live_server, browser_context, browser_page) -> Page:
    """The browser with a publisher signed in."""
    client = Client()
    client.force_login(builders.user(is_superuser=True))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    browser_context.add_cookies([session])
    return browser_page


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the page where a folder is named for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def change_page(position: Position) -> str:
    return reverse("admin:options_position_change", args=[position.pk])


def test_every_list_and_form_opens(admin_page, live_server, catalogue):
    admin_page.goto(live_server.url + "/admin/")
    expect(admin_page.locator("h1")).to_have_text("Catalogue")
    photograph(admin_page, "index")
    for name in LISTS:
        admin_page.goto(live_server.url + reverse(f"admin:{name}_changelist"))
        photograph(admin_page, name)
        if name != "auth_group":
            admin_page.locator("#result_list tbody th a").first.click()
            photograph(admin_page, f"{name}-change")
        admin_page.goto(live_server.url + reverse(f"admin:{name}_add"))
        photograph(admin_page, f"{name}-add")


def test_a_person_signs_in(live_server, browser_page, catalogue):
    builders.user("ada", is_superuser=True)
    browser_page.goto(live_server.url + "/admin/")
    photograph(browser_page, "login")
    browser_page.fill("#id_username", "ada")
    browser_page.fill("#id_password", "a long enough password")
    browser_page.click("input[type=submit]")
    expect(browser_page.locator("h1")).to_have_text("Catalogue")


def test_a_position_is_written_with_its_terms_and_published_by_a_second_person(admin_page, live_server, catalogue):
    page = admin_page
    page.goto(live_server.url + reverse("admin:options_position_add"))

    def choose(field: str, typed: str) -> None:
        page.locator(f"#id_{field} + .select2-container").click()
        page.locator(".select2-search__field").last.fill(typed)
        page.locator(".select2-results__option--highlighted", has_text=typed).click()

    choose("actor", "France")
    choose("measure", "Multinational")
    page.select_option("#id_stance", "open")
    page.fill("#id_since", "2026-01-06")
    page.fill("#id_summary", "Would take part.")
    page.select_option("#id_confidence", "reported")
    page.locator("#conditions-group .add-row a").click()
    choose("conditions-0-condition", "Ceasefire")
    page.select_option("#id_conditions-0-role", "opens")
    page.locator("#citations-group .add-row a").click()
    choose("citations-0-source", "Official text")
    photograph(page, "position-filled")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist .success").first).to_contain_text("You wrote it; it waits for a second person")
    proposal = Revision.objects.get(state="proposed")
    approve(revision=proposal, by=builders.user("second", roles=["reviewer"]), digest=proposal.digest)
    made = Position.objects.get(slug="mnfu-fra-2026-01-06")
    assert (made.publication, made.conditions.get().role) == ("published", "opens")
    assert Position.objects.get(slug="mnfu-fra-2025-03-02").until == day("2026-01-06")


def test_what_is_refused_stands_beside_the_field(admin_page, live_server, catalogue):
    admin_page.goto(live_server.url + change_page(catalogue))
    admin_page.select_option("#id_citations-0-role", "context")
    admin_page.get_by_role("button", name="Propose this change").click()
    expect(admin_page.locator("#citations-group .errorlist")).to_have_text("A supporting citation is needed.")
    photograph(admin_page, "position-refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_in_the_dark_and_on_a_phone(admin_page, live_server, catalogue, scheme, width):
    admin_page.emulate_media(color_scheme=scheme)
    admin_page.set_viewport_size({"width": width, "height": 850})
    addresses = {
        "index": "/admin/",
        "positions": reverse("admin:options_position_changelist"),
        "position": change_page(catalogue),
    }
    for name, address in addresses.items():
        admin_page.goto(live_server.url + address)
        photograph(admin_page, f"{name}-{scheme}-{width}")
        assert admin_page.evaluate("document.documentElement.scrollWidth") <= width


UNNAMED = """() => [...document.querySelectorAll(
  "#content input:not([type=hidden]), #content select, #content textarea, #content [role=combobox]")]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.matches(".select2-hidden-accessible"))
  .filter(one => !one.getAttribute("aria-label") && !(one.labels && one.labels.length)
    && !["submit", "button"].includes(one.type))
  .map(one => one.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("kind", ["position", "measure"])
def test_every_field_of_a_form_has_a_name(admin_page, live_server, catalogue, kind):
    record = catalogue if kind == "position" else catalogue.measure
    admin_page.goto(live_server.url + reverse(f"admin:options_{kind}_change", args=[record.pk]))
    group = admin_page.locator("#citations-group")
    for _ in range(2):
        group.locator(".add-row a").click()
    assert admin_page.evaluate(UNNAMED) == []
    row = group.locator("tr.form-row:not(.empty-form)")
    expect(row.nth(0).locator("input[name$=locator]")).to_have_attribute("aria-label", "Citation 1, locator")
    expect(row.nth(2).locator("input[name$=locator]")).to_have_attribute("aria-label", "Citation 3, locator")
    box = row.nth(2).get_by_role("combobox", name="Citation 3, source", exact=True)
    box.click()
    expect(admin_page.get_by_role("searchbox", name="Citation 3, source, search")).to_be_visible()
    admin_page.keyboard.press("Escape")
    row.nth(1).locator(".inline-deletelink").click()
    expect(row.nth(1).locator("input[name$=locator]")).to_have_attribute("aria-label", "Citation 2, locator")


def test_a_box_says_its_label_and_what_is_chosen(admin_page, live_server, catalogue):
    admin_page.goto(live_server.url + reverse("admin:options_measure_change", args=[catalogue.measure.pk]))
    chosen = admin_page.get_by_role("combobox", name="Category Training", exact=False)
    expect(chosen.first).to_be_visible()
    expect(admin_page.get_by_role("searchbox", name="Addressees, search")).to_be_visible()

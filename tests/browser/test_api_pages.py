"""The documentation in a real browser: it shows itself, without an error on the console."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import builders as make

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("SCREENSHOTS")


@pytest.fixture(autouse=True)
def world() -> None:
    """Hold a measure and somebody who backs it."""
    make.position(public=True)


def picture(page: Page, name: str) -> None:
    """Keep a picture where SCREENSHOTS names a folder."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_the_front_page(browser_page: Page, live_server: Any) -> None:
    browser_page.goto(live_server.url)
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("who says so")
    picture(browser_page, "home")
    browser_page.set_viewport_size({"width": 390, "height": 844})
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    browser_page.emulate_media(color_scheme="dark")
    picture(browser_page, "home-phone-dark")
    browser_page.get_by_role("link", name="measures", exact=True).focus()
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/api/v1/measures/")


def test_swagger_tries_a_call(browser_page: Page, live_server: Any) -> None:
    browser_page.goto(f"{live_server.url}/api/docs/")
    operation = browser_page.locator("#operations-measures-list_measures")
    expect(operation).to_be_visible(timeout=20_000)
    picture(browser_page, "swagger")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    status = operation.locator(".live-responses-table .response .response-col_status")
    expect(status).to_contain_text("200", timeout=20_000)
    expect(operation.locator(".live-responses-table")).to_contain_text("backed_by")
    picture(browser_page, "swagger-tried")


def test_redoc_reads_as_a_book(browser_page: Page, live_server: Any) -> None:
    browser_page.goto(f"{live_server.url}/api/redoc/")
    expect(browser_page.get_by_role("heading", name="List measures")).to_be_visible(timeout=30_000)
    picture(browser_page, "redoc")


def test_a_problem_explains_itself(browser_page: Page, live_server: Any) -> None:
    browser_page.goto(f"{live_server.url}/api/problems/")
    browser_page.get_by_role("link", name="Nothing is here").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Nothing is here")
    picture(browser_page, "problem")

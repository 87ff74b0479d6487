"""A real browser against a live server: `pytest tests/browser`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's loop runs in this thread, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """
    Keep SQLite in a file: the live server answers in threads while a test arranges its next step.

    A database in memory that threads share has no waiting: whoever comes second fails with "table is locked".
    """
    if connection.vendor == "sqlite":
        test: dict[str, Path] = connection.settings_dict["TEST"]
        test["NAME"] = tmp_path_factory.mktemp("database") / "browser.sqlite3"


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Start the server after the database is made: before, it is still in memory, and its threads would share one."""
    return live_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh browser profile: no cookie, nothing stored."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def browser_page(browser_context: BrowserContext) -> Iterator[Page]:
    """
    Return a page; the test fails if its console reports an error or anything does not load.

    Violations of the Content-Security-Policy are such errors.
    """
    page = browser_context.new_page()
    wrong: list[str] = []
    page.on(
        "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: failed(request, wrong))
    page.on("response", lambda answer: wrong.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    yield page
    assert wrong == []


def failed(request: Request, wrong: list[str]) -> None:
    """Note a request that failed; one that the page itself gave up (a suggestion, as typing went on) did not."""
    if request.failure != "net::ERR_ABORTED":
        wrong.append(f"{request.url}: {request.failure}")

"""The pages of the API load nothing from elsewhere and run no inline script."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = ["/", "/api/docs/", "/api/redoc/", "/api/problems/", "/api/problems/not-found/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_self_contained(client: Client, address: str) -> None:
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"\bon\w+=|javascript:", text) == []
    loaded = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert loaded
    assert [link for link in loaded if re.match(r"(https?:)?//", link)] == []


@pytest.mark.parametrize("address", [*PAGES, "/admin/login/", "/api/v1/"])
def test_scripts_are_strict_everywhere(client: Client, address: str) -> None:
    policy = dict(part.strip().split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in str(policy)


def test_redoc_asks_nobody_for_its_picture(client: Client) -> None:
    script = client.get("/api/redoc/redoc.js")
    assert script["Content-Type"] == "text/javascript"
    assert len(script.content) > 100_000
    assert b"cdn.redoc.ly" not in script.content


@pytest.mark.parametrize("accept", ["application/json", "application/yaml", "application/vnd.oai.openapi", "*/*"])
def test_the_openapi_document_is_served(client: Client, accept: str) -> None:
    answer = client.get("/api/schema/", headers={"accept": accept})
    assert answer.status_code == 200
    assert b"3.1.1" in answer.content


def test_the_front_page_leads_on(client: Client) -> None:
    text = client.get("/").content.decode()
    for address in ("/api/docs/", "/api/redoc/", "/api/v1/", "/api/schema/", "/admin/"):
        assert f'href="{address}"' in text

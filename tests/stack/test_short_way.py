"""Which headers each kind of answer has, by whichever way its request comes."""

import json
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DATA = ["/api/v1/", "/api/v1/measures/", "/api/v1/measures/none/", "/api/v1/measures/?nonsense=1", "/api/schema/"]
PAGES = ["/", "/api/docs/", "/api/redoc/", "/api/problems/", "/admin/login/", "/nothing/here/"]


def headers_of(response: HttpResponse) -> dict[str, str]:
    return {name: response[name] for name in ALWAYS if name in response}


def vary(response: HttpResponse) -> set[str]:
    return set(response.get("Vary", "").split(", ")) - {""}


def policy(response: HttpResponse) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.fixture
def member(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_user("reader", password="x"))
    return client


@pytest.mark.parametrize("address", [*DATA, "/api/v1/measures"])
def test_data_for_anybody(client: Client, address: str):
    response = client.get(address)
    redirect = {"X-Frame-Options"} if response.status_code == 301 else set()  # a redirect has no body to frame
    assert headers_of(response) == {name: value for name, value in ALWAYS.items() if name not in redirect}
    assert policy(response) == policy(client.get("/"))
    assert response["X-Request-ID"]
    assert "Cookie" in vary(response)
    assert "Accept-Encoding" in vary(response) or redirect
    assert not response.cookies


@pytest.mark.parametrize("address", DATA)
def test_data_for_a_person(member: Client, address: str):
    response = member.get(address)
    assert headers_of(response) == ALWAYS
    assert response["Content-Security-Policy"]
    assert {"Cookie", "Accept-Encoding"} <= vary(response) or response.status_code == 404 or "schema" in address


@pytest.mark.parametrize("address", PAGES)
def test_pages(client: Client, address: str):
    response = client.get(address)
    assert headers_of(response) == ALWAYS
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("method", ["head", "options", "post", "put", "delete"])
def test_other_methods_have_the_headers_too(client: Client, method: str):
    response = getattr(client, method)("/api/v1/measures/")
    assert headers_of(response) == ALWAYS
    assert policy(response) == policy(client.get("/"))


def test_a_stranger_host_is_refused(client: Client):
    response = client.get("/api/v1/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert headers_of(response)["X-Content-Type-Options"] == "nosniff"


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=60)
def test_data_are_given_over_https_alone(client: Client):
    client = Client()  # whose way is put together anew
    assert client.get("/api/v1/")["Location"] == "https://testserver/api/v1/"
    assert client.get("/api/v1/", secure=True)["Strict-Transport-Security"] == "max-age=60"


def test_any_other_cookie_leaves_the_way_short(client: Client):
    client.cookies["theme"] = "dark"
    assert client.get("/api/v1/").wsgi_request.short_way


def test_a_session_is_known_to_the_api_and_keeps_others_out(member: Client):
    assert member.get("/api/v1/measures/")["Cache-Control"] == "private, no-store"
    member.cookies.clear()
    assert "Cache-Control" not in member.get("/api/v1/measures/") or "private" not in member.get("/api/v1/measures/")


def test_a_session_needs_its_token_to_change_anything():
    user = get_user_model().objects.create_user("reader", password="x")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post("/api/v1/measures/").status_code == 403
    assert "CSRF" in strict.post("/api/v1/measures/").json()["detail"]


def test_a_dead_session_reads_as_anybody(client: Client):
    client.cookies["sessionid"] = "gone"
    assert client.get("/api/v1/measures/").status_code == 200


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_head_has_the_headers_of_get(accepted: str):
    told = []
    for method in ("GET", "HEAD"):
        handler = ClientHandler()
        environ = {"REQUEST_METHOD": method, "PATH_INFO": "/api/v1/", "SERVER_NAME": "testserver", "SERVER_PORT": "80"}
        environ |= {"wsgi.input": BytesIO(), "HTTP_ACCEPT_ENCODING": accepted, "QUERY_STRING": ""}
        response = handler(environ)
        assert response["Content-Encoding"] == accepted
        told.append({name: value for name, value in response.headers.items() if name != "X-Request-ID"})
    assert told[0] == told[1]


def test_the_short_way_asks_for_no_session(client: Client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the number of the catalogue
        assert json.loads(client.get("/api/v1/").content)

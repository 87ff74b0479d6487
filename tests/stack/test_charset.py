"""What is asked is UTF-8, whatever charset a request names."""

from typing import Any

import pytest
from django.test import RequestFactory

from policyhub.serving import Handler

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("charset", ["idna", "utf-7", "iso-8859-1", "undefined"])
def test_no_charset_of_a_request_is_a_fault(charset: str) -> None:
    told: list[Any] = []
    asked = RequestFactory().get("/api/v1/measures/?q=caf%C3%A9").environ
    environ = {**asked, "CONTENT_TYPE": f"text/plain; charset={charset}", "HTTP_HOST": "localhost"}
    body = b"".join(Handler()(environ, lambda status, headers: told.append(status)))
    assert told == ["200 OK"], body

"""What is asked is UTF-8, whatever charset a request names."""

import pytest
from django.test import RequestFactory

from policyhub.serving import Handler


@pytest.mark.parametrize("charset", ["idna", "utf-7", "iso-8859-1", "undefined", "utf-8"])
def test_no_charset_says_how_a_query_string_is_read(charset: str) -> None:
    asked = RequestFactory().get("/api/v1/measures/?q=caf%C3%A9").environ
    request = Handler.request_class({**asked, "CONTENT_TYPE": f"text/plain; charset={charset}"})
    assert request.GET["q"] == "café"
    assert request.content_type == "text/plain"

"""The coding of an answer follows what its caller accepts."""

import zlib

import brotli
import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from policyhub.api.codings import LEAST, coding_for, coding_of, encode
from policyhub.api.middleware import CodingMiddleware

LONG = b'{"a": "' + b"x" * LEAST + b'"}'
DECODE = {"": bytes, "gzip": lambda body: zlib.decompress(body, wbits=31), "br": brotli.decompress}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("br", "br"),
        ("GZIP;Q=0.3", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.9", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("gzip ; q=0.001", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("*;q=0", ""),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("identity;q=0", ""),
        ("identity, br;q=0.5", ""),
        ("identity;q=0.5, br", "br"),
        ("identity, br", "br"),
        ("deflate, zstd", ""),
        ("gzip;q=1.5", ""),
        ("gzip;q=much, br;q=", ""),
        ("gzip" + " " * 300, "gzip"),
    ],
)
def test_the_coding_is_the_one_that_is_liked_best(header: str, coding: str):
    assert coding_of(header) == coding


@given(st.text(max_size=300))
def test_any_header_has_an_answer(header: str):
    assert coding_of(header) in DECODE


@given(st.binary(max_size=2000), st.sampled_from(["", "gzip", "br"]))
def test_what_is_encoded_can_be_read_and_is_the_same_each_time(body: bytes, coding: str):
    assert DECODE[coding](encode(body, coding)) == body
    assert encode(body, coding) == encode(body, coding)


def request(accepted: str = "gzip, br", path: str = "/api/v1/measures/", **more: str) -> HttpRequest:
    made = HttpRequest()
    made.path_info = made.path = path
    made.META = {"HTTP_ACCEPT_ENCODING": accepted, **more}
    return made


def answered(response: HttpResponse, asked: HttpRequest | None = None) -> HttpResponse:
    return CodingMiddleware(lambda _: response)(asked or request())


def long(**headers: str) -> HttpResponse:
    return HttpResponse(LONG, content_type="application/json", headers=headers)


@pytest.mark.parametrize("accepted", ["gzip", "br"])
def test_a_long_answer_is_encoded(accepted: str):
    answer = answered(long(**{"Content-Length": str(len(LONG)), "Vary": "Cookie"}), request(accepted))
    assert answer["Content-Encoding"] == accepted
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Vary"] == "Cookie, Accept-Encoding"
    assert DECODE[accepted](answer.content) == LONG


def test_a_problem_is_encoded_as_any_answer():
    answer = answered(HttpResponse(LONG, status=400, content_type="application/problem+json"))
    assert answer["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    "response",
    [
        lambda: JsonResponse({"short": True}),
        lambda: long(**{"Content-Encoding": "identity"}),
        lambda: long(**{"Content-Range": "bytes 0-99/1000"}),
        lambda: long(ETag='"made-for-these-bytes"'),
        lambda: HttpResponse(LONG, content_type="text/html; charset=utf-8"),
        lambda: HttpResponse(LONG, content_type="application/vnd.sqlite3"),
    ],
    ids=["short", "encoded", "a part", "tagged", "a page", "a file"],
)
def test_what_stays_as_it_is(response):
    made = response()
    body = made.content
    assert answered(made).content == body


def test_a_tag_that_names_the_coding_stands_for_the_encoded_bytes():
    assert answered(long(ETag='"17-br"'))["Content-Encoding"] == "br"
    assert answered(long(ETag='W/"17"'))["Content-Encoding"] == "br"
    assert "Content-Encoding" not in answered(long(ETag='"17-gzip"'))


def test_an_answer_that_is_encoded_already_is_not_encoded_again():
    body = encode(LONG, "br")
    answer = answered(HttpResponse(body, content_type="application/json", headers={"Content-Encoding": "br"}))
    assert answer.content == body
    assert answer["Vary"] == "Accept-Encoding"


def test_a_stream_is_left_alone():
    answer = answered(StreamingHttpResponse([LONG], content_type="application/json"))
    assert b"".join(answer) == LONG
    assert "Content-Encoding" not in answer


def test_a_file_is_left_alone(tmp_path):
    (tmp_path / "file.json").write_bytes(LONG)
    with (tmp_path / "file.json").open("rb") as file:
        assert "Content-Encoding" not in answered(FileResponse(file, content_type="application/json"))


def test_not_modified_has_no_body_and_varies_as_the_answer_would():
    answer = answered(HttpResponse(status=304, headers={"Content-Length": "0"}))
    assert answer.content == b""
    assert "Content-Length" not in answer
    assert answer["Vary"] == "Accept-Encoding"


def test_vary_is_said_once():
    assert answered(long(Vary="accept-encoding"))["Vary"] == "accept-encoding"


def test_whoever_is_signed_in_gets_it_plain():
    asked = request()
    asked.COOKIES = {"sessionid": "x"}
    assert coding_for(asked) == ""
    assert "Content-Encoding" not in answered(long(), asked)
    assert coding_for(request(HTTP_AUTHORIZATION="Bearer x")) == ""


@pytest.mark.parametrize("path", ["/", "/admin/", "/changes.atom"])
def test_pages_are_left_alone(path: str):
    assert "Content-Encoding" not in answered(long(), request(path=path))

"""No secret is recorded, wherever it occurs in an exchange."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.proxy import har
from workato_embedded_mock.proxy.traffic import Traffic

DOCUMENT_SECRETS = Secrets(load_document().content)
JSON = (b"content-type", b"application/json")
PLAIN_NAMES = ["name", "id", "count", "folder_id", "authorization_status", "notification_email", "page", "key", "code"]
SECRET_NAMES = [
    "password",
    "Password",
    "api_token",
    "apiToken",
    "api-key",
    "client_secret",
    "jwt_secret",
    "refresh_token",
    "oauth_token_pair",
    "private_key",
    "access_key_id",
    "credentials",
    "passphrase",
    "input",
]
SECRET_HEADERS = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-user-token",
    "x-user-email",
    "x-api-key",
]

# A mark that is in no other text, and characters that JSON and URLs escape.
SECRETS = st.text('abcXYZ0189-_/+"\\ é€😀&=%', min_size=1, max_size=20).map(lambda text: f"s3cr3t{text.strip()}zz")
ASCII_SECRETS = st.text("abcXYZ0189-_", min_size=6, max_size=20).map(lambda text: f"s3cr3t{text}")
LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc ", max_size=5)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values nested in JSON, also in texts that contain JSON."""
    return st.recursive(
        inner,
        lambda below: (
            st.tuples(LEAVES, below, LEAVES).map(list)
            | st.tuples(st.sampled_from(PLAIN_NAMES), below).map(lambda pair: {pair[0]: pair[1]})
            | below.filter(lambda value: isinstance(value, dict)).map(json.dumps)
        ),
        max_leaves=4,
    )


def named_secret(secret: str) -> st.SearchStrategy[Any]:
    """Return a secret below a name that marks it as one."""
    named = st.sampled_from(SECRET_NAMES)
    return (
        named.map(lambda name: {name: secret})
        | st.tuples(named, st.sampled_from([["x", secret], {"deep": secret}, {"deep": {"er": [secret]}}])).map(
            lambda pair: {pair[0]: pair[1]}
        )
        | named.map(lambda name: {"name": name, "value": secret})
    )


def traffic(**parts: Any) -> Traffic:
    """Return an exchange."""
    url = parts.pop("url", "http://127.0.0.1/api/x")
    return Traffic("POST", url, "1.1", None, parts.pop("request_headers", [JSON]), request_size=9, **parts)


def entry_of(exchange: Traffic) -> dict[str, Any]:
    """Return the HAR entry of an exchange, redacted with the secrets of the published document."""
    return har.entry_of(exchange, DOCUMENT_SECRETS)


def hides(entry: dict[str, Any], secret: str) -> bool:
    """Return whether an entry does not contain a secret, in any escaped form."""
    text = json.dumps(entry, ensure_ascii=False)
    once = json.dumps(secret, ensure_ascii=False)[1:-1]
    twice = json.dumps(once, ensure_ascii=False)[1:-1]
    return not any(form in text for form in (secret, once, twice, quote(secret), quote(secret, safe="")))


@given(secret=SECRETS, data=st.data())
def test_no_secret_of_a_body_is_recorded(secret: str, data: st.DataObject) -> None:
    """A named secret is redacted at any depth, in JSON within text, and wherever it is repeated."""
    body = data.draw(nested(named_secret(secret)))
    repeated = {"message": f"cannot use {secret}!", secret: [secret]}
    entry = entry_of(
        traffic(
            request_body=json.dumps(body).encode(),
            response_headers=[JSON, (b"location", f"http://h/{quote(secret, safe='')}".encode())],
            response_body=json.dumps(repeated).encode(),
            findings=[Reason(f"/body/{secret}", "type", f"{secret} is wrong")],
            error=f"broken {secret}",
        )
    )
    assert hides(entry, secret)
    assert "REDACTED" in entry["request"]["postData"]["text"]


@given(
    secret=ASCII_SECRETS,
    name=st.sampled_from(SECRET_HEADERS),
    scheme=st.sampled_from(["", "Bearer ", "Basic ", "sid="]),
)
def test_no_secret_of_a_header_is_recorded(secret: str, name: str, scheme: str) -> None:
    """A secret header is redacted in requests and responses, and wherever it is repeated."""
    line = (name.encode(), f"{scheme}{secret}; Path=/".encode())
    body = json.dumps({"message": f"no {secret}", "names": [secret]}).encode()
    in_request = traffic(request_headers=[line, JSON], response_headers=[JSON], response_body=body)
    in_response = traffic(response_headers=[line, JSON], request_body=body)
    assert hides(entry_of(in_request), secret)
    assert hides(entry_of(in_response), secret)


@given(secret=ASCII_SECRETS, name=st.sampled_from([*SECRET_NAMES, "X-Amz-Signature", "sig", "by[password]"]))
def test_no_secret_of_a_url_is_recorded(secret: str, name: str) -> None:
    """Secrets are redacted in queries, redirects and URLs within bodies; the rest of the URL is kept."""
    plain = "http://127.0.0.1/api/x?page=2"
    url = f"{plain}&{quote(name)}={secret}"
    for url_with_secret in (
        url,
        f"http://user:{secret}@127.0.0.1/api/x?page=2",
        f"/api/x?page=2&{quote(name)}={secret}",
    ):
        body = json.dumps({"download_url": url_with_secret}).encode()
        in_response = entry_of(traffic(response_headers=[JSON], response_body=body))
        redirected = entry_of(traffic(response_headers=[(b"location", url_with_secret.encode())]))
        assert hides(in_response, secret)
        assert hides(redirected, secret)
        assert "page=2" in in_response["response"]["content"]["text"]
        assert "page=2" in redirected["response"]["redirectURL"]
    in_request = entry_of(traffic(url=url))
    assert hides(in_request, secret)
    assert in_request["request"]["url"].startswith(plain)
    assert {"name": "page", "value": "2"} in in_request["request"]["queryString"]


def test_secrets_are_recognized_by_their_form() -> None:
    """A JWT, a bearer token and a private key are redacted in any text."""
    texts = [
        "see eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl here",
        "sent Authorization: bearer abcdefgh12345678",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end",
    ]
    cleaned = Redactor(DOCUMENT_SECRETS).scrub(texts)
    assert cleaned == ["see REDACTED here", "sent Authorization: REDACTED", "REDACTED end"]


def test_redaction_keeps_types_and_names() -> None:
    """Types, names and empty values are kept, so that a recording can be checked against a schema."""
    body = {
        "password": "abcdefgh",
        "token": 123456789,
        "secret": None,
        "pwd": "",
        "is_secret": True,
        "input": {"host": "abc", "port": 5432},
        "name": "abc",
        "authorization_status": "success",
        "text": "what? a@example.com",
        "json": "[broken",
    }
    entry = entry_of(traffic(request_body=json.dumps(body).encode()))
    assert json.loads(entry["request"]["postData"]["text"]) == {
        **body,
        "password": "REDACTED",
        "token": 0,
        "input": {"host": "REDACTED", "port": 0},
    }


@pytest.mark.parametrize("name", [*PLAIN_NAMES, "jwt_method", "token_type", "token_expires_in"])
def test_an_ordinary_name_is_not_a_secret(name: str) -> None:
    """Values of ordinary names are recorded."""
    assert not DOCUMENT_SECRETS.names.match(name)


@pytest.mark.parametrize("kind", [b"text/html", b"application/octet-stream", b"application/x-www-form-urlencoded", b""])
def test_other_bodies_are_not_recorded(kind: bytes) -> None:
    """Bodies that are not valid JSON have no names that mark secrets, so they are omitted."""
    for headers in ([(b"content-type", kind)], [JSON]):
        entry = entry_of(
            traffic(
                request_headers=headers,
                request_body=b"password=abcdefgh",
                response_headers=headers,
                response_body=b"password=abcdefgh",
                response_size=17,
            )
        )
        assert "abcdefgh" not in json.dumps(entry)
        assert (entry["response"]["content"]["size"], entry["response"]["bodySize"]) == (17, 17)


def test_an_entry_has_the_required_fields() -> None:
    """An entry has the required fields of HAR 1.2, and consistent times."""
    exchange = traffic(started=datetime(2023, 11, 20, 1, 2, 3, 4000, UTC), waited=5.0, took=7.5)
    entry = entry_of(exchange)
    assert (entry["startedDateTime"], entry["time"]) == ("2023-11-20T01:02:03.004Z", 7.5)
    assert entry["timings"] == {"send": 0, "wait": 5.0, "receive": 2.5}
    request = {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}
    response = {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize"}
    assert request <= entry["request"].keys()
    assert {*response, "bodySize"} <= entry["response"].keys()
    assert {"size", "mimeType"} <= entry["response"]["content"].keys()

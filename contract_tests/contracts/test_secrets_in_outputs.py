"""A secret anywhere in a request is shown in no output of the mock, its proxy or the client.

`PLACES` is the list of places, and `OUTPUTS` the list of outputs. A new place or output is one more entry.
"""

from __future__ import annotations

import asyncio
import copy
import json
import re
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded import APIStatusError
from workato_embedded._runtime.masks import masked
from workato_embedded._runtime.secret_names import SecretNames as ClientNames
from workato_embedded._runtime.secret_texts import SecretTexts as ClientTexts
from workato_embedded_mock import Settings, create_app
from workato_embedded_mock.http.request_log import FinishedRequest
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secret_names import SecretNames
from workato_embedded_mock.openapi.secret_texts import SecretTexts
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.proxy.har import entry_of
from workato_embedded_mock.proxy.traffic import Traffic
from workato_embedded_mock.serving.log_lines import request_line
from workato_embedded_mock.testing.transports import MockTransport

from contract_tests.contracts.secret_fields import FIELDS, SecretField
from contract_tests.contracts.test_secrets import request_of
from contract_tests.support.validator import DOCUMENT

HOST = "http://localhost"
SECRETS = Secrets(DOCUMENT)
PATTERNS = DOCUMENT["x-secret-patterns"]
CUSTOMERS = "/api/managed_users"
HEADERS = [
    *("X-Authorization", "X-Auth-Key", "X-Session", "X-Api-Token", "X-Pass", "X-Authentication", "X-Functions-Key"),
    *(
        "Cookie",
        "Proxy-Authorization",
        "Ocp-Apim-Subscription-Key",
        "x-user-token",
        "X-Signature",
        "X-Amz-Security-Token",
    ),
]
FIELD_NAMES = [
    *("pass", "db_pass", "password", "account_key", "accountKey", "connection_string", "dsn", "jwt_secret", "pw"),
    *("client_assertion", "authKey", "storage-key", "subscription_key", "sessionKey", "recovery_code", "totp", "auth"),
]

Request = dict[str, Any]
Outcome = tuple[httpx2.Request, httpx2.Response]


def customer(**fields: Any) -> Request:
    """Return a request that makes a customer."""
    return {
        "method": "POST",
        "path": CUSTOMERS,
        "json": {"name": "Ann", "notification_email": "a@example.com", **fields},
    }


def put(body: Any, path: tuple[str, ...], value: Any) -> None:
    """Put a value into a body."""
    for name in path[:-1]:
        body = body[0] if name == "[]" else body[name]
    body[path[-1]] = value


def with_header(name: str, secret: str) -> Request:
    """Return a request with a header of its own, which a text of the body repeats."""
    return {**customer(note=f"see {secret}"), "headers": {name: secret}}


def with_field(name: str, secret: str) -> Request:
    """Return a request with a field that no operation has."""
    return customer(**{name: secret})


def with_list(name: str, secret: str) -> Request:
    """Return a request whose error quotes an object with such a field."""
    return customer(name=[{name: [secret]}])


def with_parameter(name: str, secret: str) -> Request:
    """Return a request with a parameter in the query."""
    return {"method": "GET", "path": CUSTOMERS, "params": {name: secret}}


def with_pair(name: str, secret: str) -> Request:
    """Return a request with a pair of name and value."""
    return customer(settings=[{name: "password", "value": secret}])


def documented(field: SecretField, form: str, secret: str) -> Request:
    """Return the documented request of an operation with a secret field as text, as a list, or as other objects."""
    method, path, body = request_of(field.operation_id)
    body = copy.deepcopy(body)
    put(body, field.path, {"text": secret, "list": [secret], "objects": [{"other": [secret]}]}[form])
    return {"method": method, "path": f"/api{path}", "json": body}


# Each place: what it is called, and the request that has a secret there.
PLACES: dict[str, Callable[[str], Request]] = {
    **{f"header {name}": partial(with_header, name) for name in HEADERS},
    **{f"field {name}": partial(with_field, name) for name in FIELD_NAMES},
    **{f"list {name}": partial(with_list, name) for name in FIELD_NAMES},
    **{
        f"query {name}": partial(with_parameter, name)
        for name in (*FIELD_NAMES, "sig", "code", "api_token", "by[token]")
    },
    **{
        f"pair {name}": partial(with_pair, name)
        for name in ("field", "name", "key", "label", "property", "fieldName", "id")
    },
    **{
        f"{field} as {form}": partial(documented, field, form)
        for field in FIELDS
        if field.part == "request"
        for form in ("text", "list", "objects")
    },
    "user of a URL in a text": lambda secret: customer(name=f"see postgres://{secret}@db.example.com/x"),
    "password of a URL in a text": lambda secret: customer(name=[f"see redis://me:{secret}@example.com:6379/0"]),
    "password with a slash": lambda secret: customer(external_id=f"amqp://me:a/{secret}@example.com"),
    "parameter of a URL in a text": lambda secret: customer(
        name=[f"https://example.com/x?page=1&api_key={secret}&b=2"]
    ),
    "fragment of a URL": lambda secret: customer(note=f"https://example.com/#access_token={secret}"),
    "connection string": lambda secret: customer(note=f"Server=db;User Id=sa;Password={secret};Encrypt=true"),
    "assignment": lambda secret: customer(note=f"run with --db-password={secret} please"),
    "quoted assignment": lambda secret: customer(note=f"it says jwt_secret: ['{secret}', 'x'] here"),
    "JSON in a text": lambda secret: customer(note=json.dumps({"steps": [{"client_secret": secret}]})),
    "cut JSON in a text": lambda secret: customer(name=[f'{{"a": 1, "password": "{secret}", "b'[:-4]]),
    "JSON in JSON in a text": lambda secret: customer(note="> " + json.dumps(json.dumps({"api_key": secret}))),
    "bearer token in a text": lambda secret: customer(note=f"curl -H 'Authorization: Bearer {secret}'"),
    "path after a token": lambda secret: {"method": "GET", "path": f"/api/nothing/ghp_{secret.ljust(40, 'x')}"},
}


class Mock:
    """A mock in this process, whose request log is kept. The console needs an event loop, in `runner`."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.logged: list[FinishedRequest] = []
        self.client = httpx2.AsyncClient(
            transport=MockTransport(create_app(Settings(), self.logged.append)), base_url=HOST, follow_redirects=True
        )
        self._runner = runner

    def send(self, method: str, path: str, headers: Any = None, **parts: Any) -> Outcome:
        """Send a request with a token of its own, and return it with the response."""
        given = {"Authorization": "Bearer a-token", **(headers or {})}
        response = self._runner.run(self.client.request(method, path, headers=given, **parts))
        return response.request, response

    def get(self, path: str) -> str:
        """Return what a page or the control plane shows of the account."""
        response = self._runner.run(self.client.get(path, headers={"X-Mock-Namespace": "a-token"}))
        return response.raise_for_status().text

    def send_secret(self, place: str, secret: str) -> Outcome:
        """Send the request of a place with a secret in it."""
        # A header of this name has a scheme.
        return self.send(**PLACES[place](f"Basic {secret}" if "Authorization" in place else secret))


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    """Run one mock for all tests of this module."""
    with asyncio.Runner() as runner:
        mock = Mock(runner)
        yield mock
        runner.run(mock.client.aclose())


@pytest.fixture(scope="module")
def outcomes(mock: Mock) -> dict[str, Outcome]:
    """Return the requests with a secret in each place, and their responses."""
    return {place: mock.send_secret(place, secret) for place, secret in SENT.items()}


def traffic_of(outcome: Outcome) -> Traffic:
    """Return a request and its response as the proxy sees them."""
    request, response = outcome
    return Traffic(
        method=request.method,
        url=str(request.url),
        http_version="1.1",
        operation_id=None,
        request_headers=[(name.lower(), value) for name, value in request.headers.raw],
        request_body=request.content,
        request_size=len(request.content),
        status=response.status_code,
        response_headers=[(b"content-type", b"application/json")],
        response_body=b'{"message": "Bad request"}',
    )


def console_of(mock: Mock, outcomes: list[Outcome]) -> str:
    """Return the pages of the last requests, the list of all, and what it downloads."""
    numbers = [entry["id"] for entry in json.loads(mock.get("/_mock/journal"))["entries"]][-5:]
    paths = ("requests/", *(f"requests/{number}/" for number in numbers), *(DOWNLOADS if len(outcomes) > 1 else ()))
    return "".join(mock.get(f"/_mock/console/accounts/1/{path}") for path in paths)


def request_log_of(mock: Mock, outcomes: list[Outcome]) -> str:
    """Return the last lines of the request log in each form."""
    lines = mock.logged[-len(outcomes) :]
    return "".join(request_line(form, colours=False)(line) for form in ("text", "json") for line in lines)


def recording_of(outcomes: list[Outcome], recorded: str) -> str:
    """Return what the proxy records."""
    return json.dumps([entry_of(traffic_of(outcome), SECRETS, recorded) for outcome in outcomes])


def error_of(outcome: Outcome) -> str:
    """Return what a client shows of an error whose message repeats the request."""
    request, response = outcome
    sent = request.content.decode() or str(request.url)
    failed = httpx2.Response(400, headers=response.headers, json={"message": sent[:250]}, request=request)
    # The length of this body is another one.
    failed.headers.pop("content-length", None)
    error = APIStatusError(response=failed, body={"message": "rejected"})
    shown = "".join(traceback.format_exception(error))
    kept = error.response.request
    return f"{shown}{error!r}{kept!r}{kept.headers!r}{kept.url}{vars(error)!r}"


# Each output: what it is called, and how to read it after requests.
OUTPUTS: dict[str, Callable[[Mock, list[Outcome]], str]] = {
    "journal": lambda mock, _outcomes: mock.get("/_mock/journal"),
    "console": console_of,
    "request log": request_log_of,
    "reasons": lambda _mock, outcomes: "".join(each[1].headers.get("X-Mock-Reason", "") for each in outcomes),
    "masked recording": lambda _mock, outcomes: recording_of(outcomes, "masked"),
    "recording of shapes": lambda _mock, outcomes: recording_of(outcomes, "shapes"),
    "errors of the client": lambda _mock, outcomes: "".join(map(error_of, outcomes)),
}
DOWNLOADS = ("requests/requests.har", "requests/requests.har?values=shapes")
SENT = {place: f"s3cr3t{number:03}Q7vX2mK9" for number, place in enumerate(PLACES)}


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_secret_is_shown_nowhere(output: str, mock: Mock, outcomes: dict[str, Outcome]) -> None:
    """No output shows the secret of any place."""
    text = OUTPUTS[output](mock, list(outcomes.values()))
    assert [place for place, secret in SENT.items() if secret in text] == []


def check_place(place: str, secret: str, mock: Mock) -> None:
    """Send a secret in a place, and check all outputs."""
    outcome = mock.send_secret(place, secret)
    assert [name for name, output in OUTPUTS.items() if secret in output(mock, [outcome])] == []


ANY_SECRET = st.text("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789_-", min_size=10, max_size=60).map("s3cr3t{}x".format)


@settings(max_examples=15)
@given(place=st.sampled_from([*PLACES]), secret=ANY_SECRET)
def test_any_secret_is_shown_nowhere(place: str, secret: str, mock: Mock) -> None:
    """No output shows a secret of any length and form, in any place."""
    check_place(place, secret, mock)


@pytest.mark.nightly
@settings(max_examples=2000)
@given(place=st.sampled_from([*PLACES]), secret=ANY_SECRET)
def test_thousands_of_secrets_are_shown_nowhere(place: str, secret: str, mock: Mock) -> None:
    """No output shows any of many secrets."""
    check_place(place, secret, mock)


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: str(entry["name"]))
@settings(max_examples=10)
@given(data=st.data())
def test_a_token_of_a_known_form_is_masked_in_any_text(entry: dict[str, Any], data: st.DataObject) -> None:
    """Client and mock mask what matches a pattern, whatever is around it; each pattern finds its own texts."""
    token = data.draw(st.from_regex(re.compile(entry["pattern"], re.ASCII), fullmatch=True))
    assert any(part in token for part in entry["contains"])
    text = f"see ({token}) there"
    shown = masked({"note": text}, "REDACTED")["note"]
    assert shown == Redactor(SECRETS).fields({"note": text})["note"]
    assert token not in shown
    assert shown.startswith("see (REDACTED")


ORDINARY = [
    "token_count: 5, page_token=abc and next_page_token=def",
    "the password must have 8 characters; token type: bearer",
    "Basic information about bearer authentication of customers",
    "2026-07-01T10:00:00Z, 512044, Ann Smith <ann@example.com>, +49 30 1234",
    "http://example.com:8080/a?email=ann@example.com&page=2",
    "task-list-of-a-very-long-name-of-a-recipe-that-is-public",
    "max_tokens=100, has_password=true, secret=null",
    "if token == nil then a => b",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479 da39a3ee5e6b4b0d3255bfef95601890afd80709",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_shown(text: str) -> None:
    """Names, ids, dates, counts, positions in a list and sentences about secrets are not masked."""
    assert (masked(text), Redactor(SECRETS).fields(text)) == (text, text)


SIGNS = ["=", ":", "=>", '"', "'", "\\", "[", "]", "{", "}", "://", "@", "/", "?", "&", "#", " ", ",", ";", "%20", "é"]
WORDS = [*FIELD_NAMES, "name", "page_token", "abc", "8080", "true", "3", "Bearer ", f"sk_live_{'a1' * 12}"]
TEXTS = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=14).map("".join)


@given(TEXTS)
def test_client_and_mock_mask_the_same_texts(text: str) -> None:
    """The modules of client and mock for texts have the same results."""
    patterns = [(entry["contains"], entry["pattern"]) for entry in PATTERNS]
    names = DOCUMENT["x-secret-names"]
    of_client: list[str] = []
    of_mock: list[str] = []
    shown = ClientTexts(ClientNames(names), patterns).masked(text, "REDACTED", of_client.append)
    assert shown == SecretTexts(SecretNames(names), patterns).masked(text, "REDACTED", of_mock.append)
    assert of_client == of_mock


@pytest.mark.parametrize(
    "part", ["a=", "password=", '"password":"', "://a:b", "?token=", "Bearer ", "-----BEGIN ", '\\"']
)
def test_masking_takes_a_time_in_proportion_to_the_length(part: str) -> None:
    """Hostile texts of 200,000 characters are masked in linear time: one of quadratic time would take minutes."""
    text = part * (200_000 // len(part))
    assert SECRETS.texts.masked(text, "REDACTED")

"""Tests of the API explorer of the console."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded_mock import MockServer, WorkatoMock


def test_a_request_is_sent_with_the_token_of_the_account(browser: Any, mock: WorkatoMock) -> None:
    """The form of an operation is filled with its example; sending it changes the account, and the journal has it."""
    form = browser.open("explorer/create_managed_user/?account=1")
    page = browser.submit(form, "Send a request", body='{"name": "Acme", "notification_email": "ops@example.com"}')
    assert page.status == 200
    assert "Response 200" in page.text
    [entry] = mock.journal.entries(operation="create_managed_user")
    assert entry["response"]["body"]["name"] == "Acme"


@pytest.mark.usefixtures("mock")
def test_reasons_of_a_rejected_request_are_shown_in_words(browser: Any) -> None:
    """The page of a rejected request shows its reasons, and keeps what was entered."""
    page = browser.submit(browser.open("explorer/create_managed_user/?account=1"), "Send a request", body='{"name": 7}')
    assert "Response 400" in page.text
    assert "/body/name" in page.text
    assert '{"name": 7}' in page.form("Send a request").get_text()


def test_parameters_are_encoded_into_path_and_query(browser: Any, mock: WorkatoMock) -> None:
    """Values of parameters are percent-encoded, lists and objects are sent as the document says."""
    page = browser.open("explorer/list_lookup_table_rows/?account=1")
    fields = {"path.managed_user_id": "Ea/b c", "query.by": "Country code=DE\nx=a&b", "query.page": "2"}
    browser.submit(page, "Send a request", **fields)
    [entry] = mock.journal.entries(operation="list_lookup_table_rows")
    assert entry["path"].startswith("/api/managed_users/Ea%2Fb%20c/lookup_tables/")
    assert entry["query"] == {"page": "2", "by[Country code]": "DE", "by[x]": "a&b"}


def test_a_required_parameter_that_is_empty_is_said_before_sending(browser: Any, mock: WorkatoMock) -> None:
    """An empty path parameter is reported on the page, and nothing is sent."""
    page = browser.open("explorer/get_managed_user/?account=1")
    page = browser.submit(page, "Send a request", **{"path.managed_user_id": " "})
    assert page.messages == ["the parameter managed_user_id is required"]
    assert mock.journal.entries() == []


def test_without_an_account_a_token_creates_one(browser: Any, mock_server: MockServer) -> None:
    """On a server without accounts the form asks for a token, and the request creates its account."""
    page = browser.submit(browser.open("explorer/list_managed_users/"), "Send a request", token="a-new-token")
    assert "Response 200" in page.text
    control = WorkatoMock(mock_server.root_url, "a-new-token")
    assert len(control.journal.entries()) == 1
    control.close()


@pytest.mark.parametrize("token", ["two words", "schlüssel", ""])
def test_a_token_that_cannot_be_sent_is_rejected(browser: Any, token: str) -> None:
    """A token with characters that a header cannot have is reported on the page."""
    page = browser.submit(browser.open("explorer/list_managed_users/"), "Send a request", token=token)
    assert page.messages == ["a token has printable ASCII characters without spaces"]


@pytest.mark.parametrize(("kind", "text"), [("timeout", "does not respond"), ("reset", "reset the connection")])
def test_a_fault_of_the_connection_is_described(browser: Any, mock: WorkatoMock, kind: str, text: str) -> None:
    """A request whose connection a fault breaks is shown as one without a response, with the reason."""
    mock.faults.add("list_managed_users", kind=kind)
    page = browser.submit(browser.open("explorer/list_managed_users/?account=1"), "Send a request")
    assert text in page.text
    assert "Response none" in page.text


def test_a_file_is_uploaded_as_the_body(browser: Any, mock: WorkatoMock) -> None:
    """An operation that takes a file has a field for it, and sends the bytes with the content type of the document."""
    page = browser.open("explorer/import_package/?account=1")
    page = browser.submit(page, "Send a request", files={"file": ("package.zip", b"not a zip file")})
    assert page.messages == []
    [entry] = mock.journal.entries(operation="import_package")
    assert entry["request"]["body"] == {"bytes": 14}
    assert "Response 4" in page.text

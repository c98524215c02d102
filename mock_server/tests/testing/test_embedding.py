"""`workato_mock.embedding` opens links without a browser, in process and over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from workato_embedded.embedding import KeyPair, connection_widget_url, direct_link, generate_key
from workato_embedded_mock import EmbeddedPage, MockServer, WorkatoMock

CUSTOMER = "Ecust-0042"
PARTNER = "https://app.example.com"
OTHER = "https://other.example.com"

# Connections of the customer in the default seed: one with a form, and one that needs OAuth.
JIRA, SLACK = 7101, 7103
STATUS, HEIGHT = "connectionStatusChange", {"type": "heightChange", "payload": {"height": None}}
CLICK: dict[str, Any] = {"type": "click"}


@pytest.fixture(params=["in process", "over HTTP"])
def mock(request: pytest.FixtureRequest, server: MockServer, workato_mock: WorkatoMock) -> Iterator[WorkatoMock]:
    """A namespace whose pages are framed by pages of the partner."""
    over_http = WorkatoMock(server.root_url, uuid.uuid4().hex)
    chosen = workato_mock if request.param == "in process" else over_http
    chosen.embedding.set(origins=[PARTNER])
    yield chosen
    over_http.close()


def widget(mock: WorkatoMock, connection_id: int, **options: Any) -> EmbeddedPage:
    """Open the widget of a connection."""
    return mock.embedding.open(mock.embedding.connection_widget_url(CUSTOMER, connection_id), **options)


def editor(mock: WorkatoMock, path: str, **options: Any) -> EmbeddedPage:
    """Open a page of the customer."""
    return mock.embedding.open(mock.embedding.direct_link(CUSTOMER, path), **options)


def status_of(mock: WorkatoMock, connection_id: int) -> Any:
    """Return the status of a connection in the API."""
    found = mock.client.connections.list(CUSTOMER).items
    return next(one.authorization_status for one in found if one.id == connection_id)


def change(connection_id: int, provider: str, **more: Any) -> dict[str, Any]:
    """Return the message about the status of a connection."""
    return {"type": STATUS, "payload": {"id": connection_id, "provider": provider, **more}}


def test_a_link_opens_the_widget(mock: WorkatoMock) -> None:
    """A link shows the widget of its connection, and has the messages that it posts to the partner's page."""
    page = widget(mock, SLACK)
    assert (page.kind, page.url, page.status) == ("widget", f"/embedded/connections/{SLACK}", 200)
    assert (page.origin, page.code, page.notice, page.reasons) == (PARTNER, "", "", [])
    assert page.messages == [
        {"type": "loaded", "payload": {"url": f"/embedded/connections/{SLACK}"}},
        HEIGHT,
        change(SLACK, "slack", connected=False),
    ]
    assert "Not connected Slack" in page.text
    assert "workato-mock-page" not in page.text
    assert repr(page) == f"<EmbeddedPage widget of /embedded/connections/{SLACK}>"


def test_a_person_connects_with_oauth(mock: WorkatoMock) -> None:
    """Connecting goes through the window of the application, and changes the connection in the API."""
    page = widget(mock, SLACK)
    connected = change(SLACK, "slack", connected=True)
    assert page.connect() == [CLICK, HEIGHT, connected, HEIGHT]
    assert page.notice == "Connected to Slack"
    assert page.payloads(STATUS)[-1] == connected["payload"]
    assert page.payloads("click") == [None]
    assert status_of(mock, SLACK) == "success"
    operations = [entry["operation_id"] for entry in mock.journal.entries()]
    assert operations[:3] == ["open_connection_widget", "open_embedded_page", "connect_in_widget"]
    assert operations[3:5] == ["open_embedded_page", "authorize_in_application"]


@pytest.mark.parametrize("end", ["allow", "fail", "cancel"])
def test_the_window_of_an_application_can_stay_open(mock: WorkatoMock, end: str) -> None:
    """With `allow=False` the window stays open until the person allows, denies or cancels."""
    page = widget(mock, SLACK)
    assert page.connect(allow=False) == [CLICK, HEIGHT]
    assert "Open the window" in page.text
    assert (
        getattr(page, end)()
        == {
            "allow": [change(SLACK, "slack", connected=True), HEIGHT],
            "fail": [change(SLACK, "slack", connected=False, error="Authorization failed"), HEIGHT],
            "cancel": [CLICK, HEIGHT],
        }[end]
    )
    assert status_of(mock, SLACK) == {"allow": "success", "fail": "failed", "cancel": None}[end]
    with pytest.raises(RuntimeError, match="no window of an application is open"):
        page.allow()


def test_a_person_disconnects_and_fills_in_a_form(mock: WorkatoMock) -> None:
    """A form without values says what is missing; without an input, it counts as filled in correctly."""
    page = widget(mock, JIRA)
    assert page.disconnect() == [CLICK, change(JIRA, "jira", connected=False), HEIGHT]
    assert status_of(mock, JIRA) is None
    assert page.connect({"auth_type": "api_token"}) == [CLICK, HEIGHT]
    assert page.notice == "Enter the values that are missing"
    values = {"auth_type": "api_token", "host_name": "x.example.com", "email": "a@example.com", "apitoken": "t"}
    assert page.connect(values) == [CLICK, change(JIRA, "jira", connected=True), HEIGHT]
    page.disconnect()
    assert page.connect() == [CLICK, change(JIRA, "jira", connected=True), HEIGHT]
    assert status_of(mock, JIRA) == "success"


@pytest.mark.parametrize("how", ["status", "error", "both"])
def test_a_failure_is_posted_in_each_way(mock: WorkatoMock, how: str) -> None:
    """The error of an application is posted as a status, as an error, or as both, and the API has it."""
    mock.embedding.set(failure=how)
    status = change(JIRA, "jira", connected=False, error="Locked")
    error = {"type": "error", "payload": {"message": "Locked"}}
    expected = {"status": [status], "error": [error], "both": [status, error]}[how]
    assert widget(mock, JIRA).fail("Locked") == [CLICK, *expected, HEIGHT]
    assert status_of(mock, JIRA) == "failed"


def test_undocumented_messages_can_be_switched_off(mock: WorkatoMock) -> None:
    """A widget without undocumented messages posts those that its documentation has."""
    mock.embedding.set(undocumented_messages=False)
    page = widget(mock, SLACK)
    assert page.messages == [HEIGHT]
    assert page.connect() == [HEIGHT, change(SLACK, "slack", connected=True), HEIGHT]
    assert page.close() == []


def test_a_person_moves_between_pages(mock: WorkatoMock) -> None:
    """Following a link posts `click` and `navigated`, and a fragment is a part of the path."""
    page = editor(mock, "/recipes/9001#jobs")
    assert (page.kind, page.url) == ("editor", "/recipes/9001#jobs")
    assert page.messages == [{"type": "loaded", "payload": {"url": "/recipes/9001#jobs"}}, HEIGHT]
    moved = {"type": "navigated", "payload": {"url": "/recipes?fid=5512#assets", "replaced": False}}
    assert page.follow("/recipes?fid=5512#assets") == [CLICK, moved, HEIGHT]
    assert page.url == "/recipes?fid=5512#assets"
    assert "Sync orders to Jira" in page.text
    assert page.reload() == [
        {"type": "unloaded"},
        {"type": "loaded", "payload": {"url": "/recipes?fid=5512#assets"}},
        HEIGHT,
    ]
    assert page.click() == [CLICK]
    assert page.follow("/nope")[1]["payload"]["url"] == "/nope"
    assert (page.kind, page.status) == ("not_found", 404)
    assert page.close() == [{"type": "unloaded"}]
    assert (page.kind, page.url, page.text, page.close()) == ("blank", "", "", [])


def test_the_partner_moves_the_frame(mock: WorkatoMock) -> None:
    """`navigation` takes a path or a whole URL, replaces the entry in the history, and ignores other hosts."""
    page = editor(mock, "/recipes")
    moved = {"type": "navigated", "payload": {"url": "/recipes/9001#jobs", "replaced": True}}
    for url in ("/recipes/9001#jobs", f"{mock.root_url}/recipes/9001#jobs"):
        page.navigate("/projects")
        assert page.navigate(url) == [moved, HEIGHT]
    for url in ("https://app.workato.com/projects", "https://[", "//other.example.com/"):
        assert page.navigate(url) == []
    assert page.url == "/recipes/9001#jobs"


@pytest.mark.parametrize(
    ("path", "kind"), [("/recipes/9002", "editor"), ("/embedded/recipes/9002", "recipe_widget")], ids=["page", "widget"]
)
def test_a_recipe_is_started_and_stopped(mock: WorkatoMock, path: str, kind: str) -> None:
    """The page of a recipe, or its widget, starts and stops it, as the API shows."""
    page = editor(mock, path)
    assert page.kind == kind
    assert page.start_recipe() == [CLICK, HEIGHT]
    assert page.notice == "Started"
    assert mock.client.recipes.get(CUSTOMER, 9002).running is True
    page.stop_recipe()
    assert mock.client.recipes.get(CUSTOMER, 9002).running is False


def test_a_button_that_is_not_shown_cannot_be_pressed(mock: WorkatoMock) -> None:
    """What a person cannot do on a page raises an error that names the page."""
    page = editor(mock, "/recipes")
    for press in (page.connect, page.fail, page.cancel, page.disconnect, page.start_recipe, page.stop_recipe):
        with pytest.raises(RuntimeError, match=r"the page has no button for .*: editor of /recipes"):
            press()
    with pytest.raises(RuntimeError, match="the page has no button for connect_in_widget: widget of /embedded"):
        widget(mock, JIRA).connect()


def test_a_rejected_link_is_a_page_without_messages(mock: WorkatoMock) -> None:
    """A rejected link has a code, a status and the reason, and posts nothing; the same link works only once."""
    url = mock.embedding.direct_link(CUSTOMER)
    assert mock.embedding.open(url).kind == "editor"
    page = mock.embedding.open(url)
    assert (page.kind, page.code, page.status, page.messages) == ("rejected", "jti_used", 401, [])
    assert [reason["keyword"] for reason in page.reasons] == ["jti_used"]
    assert "The link is rejected" in page.text
    assert repr(page).startswith("<EmbeddedPage rejected (another request used the claim jti at ")
    with pytest.raises(RuntimeError, match="has no button"):
        page.connect()
    assert (page.click(), page.navigate("/recipes"), page.close()) == ([], [], [])


def test_links_are_signed_with_the_options_of_the_client(mock: WorkatoMock) -> None:
    """Further arguments are those of the client's `sign`, so that each claim can be wrong in a test."""

    def code(**token: Any) -> str:
        return mock.embedding.open(mock.embedding.direct_link(CUSTOMER, **token)).code

    mock.embedding.register_key()
    assert code(key=generate_key().private_key) == "signature_invalid"
    assert code(vendor_id="vnd0") == "vendor_unknown"
    assert code(user="Enobody") == "user_unknown"
    assert code(origin=OTHER) == "origin_not_allowed"
    assert code(issued_at=1700000000) == "token_expired"
    assert code(origin=PARTNER) == ""
    mock.embedding.set(checks=False)
    assert code(key=generate_key().private_key, origin=OTHER, issued_at=1700000000) == ""


def test_the_clock_of_the_account_counts(mock: WorkatoMock) -> None:
    """A link that was signed before the clock advanced is expired, one after it is fresh, and sessions end."""
    early = mock.embedding.direct_link(CUSTOMER)
    mock.clock.advance(timedelta(minutes=12))
    assert mock.embedding.open(early).code == "token_expired"
    page = editor(mock, "/recipes")
    assert page.kind == "editor"
    mock.clock.advance(timedelta(days=2))
    assert page.follow("/projects") == [CLICK, {"type": "unloaded"}]
    assert (page.kind, page.status, page.reasons[0]["keyword"]) == ("sign_in", 401, "session")


def test_a_page_of_another_origin_gets_no_message(mock: WorkatoMock) -> None:
    """A parent that may frame the page and is not the one that gets the messages sees a page that posts nothing."""
    mock.embedding.set(origins=[PARTNER, OTHER])
    ours, other = editor(mock, "/recipes", parent=PARTNER), editor(mock, "/recipes", parent=OTHER)
    assert (ours.kind, other.kind, other.origin) == ("editor", "editor", PARTNER)
    assert [message["type"] for message in ours.messages] == ["loaded", "heightChange"]
    assert (other.messages, other.navigate("/projects"), other.url) == ([], [], "/recipes")
    assert "gets no message" in other.reasons[0]["text"]
    named = mock.embedding.open(mock.embedding.direct_link(CUSTOMER, "/recipes", origin=OTHER), parent=OTHER)
    assert named.navigate("/projects")[0]["type"] == "navigated"


def test_a_frame_that_is_not_allowed_stays_blank(mock: WorkatoMock) -> None:
    """A parent that may not frame the page sees nothing, and the reason says which origins may."""
    page = editor(mock, "/recipes", parent="https://foreign.example.com")
    assert (page.kind, page.url, page.messages) == ("blank", "", [])
    assert f"{PARTNER} may frame this customer" in page.reasons[0]["text"]
    mock.client.managed_users.update(CUSTOMER, frame_ancestors="https://*.example.com")
    assert editor(mock, "/recipes", parent="https://foreign.example.com").kind == "editor"


def test_without_an_origin_no_message_is_posted(mock: WorkatoMock) -> None:
    """If neither token, customer nor settings have an origin, the page posts nothing, and a reason says why."""
    mock.embedding.reset()
    page = widget(mock, SLACK)
    assert (page.kind, page.origin, page.connect(), page.messages) == ("widget", "", [], [])
    assert status_of(mock, SLACK) == "success"
    again = widget(mock, SLACK)
    assert any("no message is posted" in reason["text"] for reason in again.reasons)


def test_a_widget_that_never_loads_is_blank(mock: WorkatoMock) -> None:
    """A fault of the connection leaves the frame blank, and one of the server shows an error page; neither posts."""
    mock.faults.add("open_connection_widget", kind="reset", times=1)
    page = widget(mock, SLACK)
    assert (page.kind, page.status, page.messages) == ("blank", 0, [])
    assert page.reasons[0]["keyword"] == "noResponse"
    mock.faults.clear()
    mock.faults.add("open_embedded_page", status=503, times=1)
    page = widget(mock, SLACK)
    assert (page.kind, page.status, page.messages) == ("error", 503, [])
    assert widget(mock, SLACK).kind == "widget"


def test_faults_reach_what_people_do(mock: WorkatoMock) -> None:
    """An application that denies access is a failed connection, and a request that fails is posted as an error."""
    page = widget(mock, SLACK)
    mock.faults.add("authorize_in_application", status=403, times=1)
    assert page.connect()[-2]["payload"]["connected"] is False
    assert status_of(mock, SLACK) == "failed"
    error = {"type": "error", "payload": {"message": "Something went wrong"}}
    for fault in ({"status": 503}, {"kind": "reset"}, {"kind": "malformed", "phase": "after"}):
        mock.faults.clear()
        mock.faults.add("connect_in_widget", times=1, **fault)
        assert page.connect() == [CLICK, error, HEIGHT]
        assert page.notice == "Something went wrong. Try again, or load the frame again."
        assert page.reasons
    mock.faults.clear()
    mock.faults.add("open_embedded_page", kind="reset", times=1)
    assert page.connect(allow=False) == [CLICK, HEIGHT]
    with pytest.raises(RuntimeError, match="the window of the application does not open: "):
        page.allow()


def test_links_for_the_real_platform_are_opened(mock: WorkatoMock) -> None:
    """A link for another host, such as one of the real platform, is opened by the mock; so is a path."""
    token: dict[str, Any] = {"key": mock.embedding.register_key().private_key, "vendor_id": mock.embedding.vendor_id}
    page = mock.embedding.open(direct_link(CUSTOMER, "/recipes#a", data_center="eu", **token))
    assert (page.kind, page.url) == ("editor", "/recipes#a")
    url = httpx2.URL(connection_widget_url(CUSTOMER, SLACK, **token))
    assert mock.embedding.open(url.raw_path.decode()).kind == "widget"
    for nothing in ("", "direct_link?workato_dl_path=/", "https://app.workato.com"):
        with pytest.raises(ValueError, match="invalid url: expected a link or its path, such as /direct_link"):
            mock.embedding.open(nothing)


def test_the_key_of_the_tests_is_registered(mock: WorkatoMock) -> None:
    """The key pair is the same in a process, is registered again after a reset, and leaves no entry in the journal."""
    pair = mock.embedding.register_key()
    assert mock.embedding.settings["has_key"]
    assert mock.state()["tables"]["account"][0]["signature_verification_key"] == pair.public_key
    mock.reset()
    assert mock.embedding.settings["problems"][0]["code"] == "key_missing"
    assert mock.embedding.register_key() == pair
    assert [problem["code"] for problem in mock.embedding.settings["problems"]] == ["origins_missing"]
    assert mock.journal.count() == 0


def test_the_fixture_registers_a_key(workato_mock: WorkatoMock, workato_mock_key: KeyPair) -> None:
    """`workato_mock_key` is registered with `workato_mock`, for links that a program signs itself."""
    url = direct_link(
        CUSTOMER,
        key=workato_mock_key.private_key,
        vendor_id=workato_mock.embedding.vendor_id,
        base_url=workato_mock.url,
    )
    assert workato_mock.embedding.open(url).kind == "editor"


def test_two_namespaces_have_vendor_ids_of_their_own(workato_mock: WorkatoMock, server: MockServer) -> None:
    """The same key and customer in two namespaces have different vendor ids, and each link opens its own."""
    other = WorkatoMock(server.root_url, uuid.uuid4().hex)
    assert workato_mock.embedding.vendor_id != other.embedding.vendor_id
    url = workato_mock.embedding.direct_link(CUSTOMER, "/recipes")
    assert other.embedding.open(url).code == "vendor_unknown"
    assert workato_mock.embedding.open(url).kind == "editor"
    other.close()

"""The outline of the application: pages, deep links, moves between pages, start and stop of recipes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp
from workato_embedded_mock import WorkatoMock
from workato_embedded_mock.app import create_app

OpenTab = Callable[..., Any]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "Home Projects 1 Recipes 2 Connections 3"),
        ("/dashboard/main", "Home"),
        ("/projects", "Order to cash"),
        ("/recipes", "Nightly returns report Stopped"),
        ("/recipes?fid=5512#assets", "Sync orders to Jira Running"),
        ("/recipes/new", "not simulated"),
        ("/recipes/9001", "Stop recipe"),
        ("/recipes/9001-sync-orders", "Stop recipe"),
        ("/recipes/9001/edit", "not simulated"),
        ("/recipes/9001#jobs", "1 succeeded, 1 failed"),
        ("/connections", "Northwind Salesforce"),
        ("/connections/7101", "Disconnect"),
    ],
)
def test_a_deep_link_opens_its_page(open_tab: OpenTab, path: str, text: str) -> None:
    """Each page of the outline can be opened by a direct link, and posts `loaded` with its path."""
    tab = open_tab(path)
    url = path.partition("#")[0]
    assert (tab.response.status_code, tab.data["kind"], tab.data["url"]) == (200, "editor", url)
    assert text in tab.text
    assert tab.messages[:2] == [
        {"type": "loaded", "payload": {"url": url}},
        {"type": "heightChange", "payload": {"height": None}},
    ]


@pytest.mark.parametrize("path", ["/nope", "/recipes/1", "/recipes/9999999999999999999", "/embedded/recipes/x"])
def test_a_page_that_does_not_exist_is_loaded_all_the_same(open_tab: OpenTab, path: str) -> None:
    """The application starts and posts `loaded` where there is no page; the status is 404, with a reason."""
    tab = open_tab(path)
    assert (tab.response.status_code, tab.data["kind"]) == (404, "not_found")
    assert tab.messages[0] == {"type": "loaded", "payload": {"url": path}}
    assert "X-Mock-Reason" in tab.response.headers


def test_a_page_of_another_customer_is_not_shown(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """A session shows objects of its own customer only."""
    with mock.http() as api:
        other = api.post("/managed_users/Eacme%2F42/connections", json={"name": "Theirs", "provider": "jira"}).json()
    tab = open_tab(f"/connections/{other['id']}")
    assert (tab.response.status_code, "Theirs" in tab.response.text) == (404, False)


def test_moving_posts_the_new_path(open_tab: OpenTab) -> None:
    """A page that replaces another one posts `navigated`, whose field `replaced` the page fills in, and its height."""
    change = open_tab("/recipes").move("/recipes/9001")
    assert change.messages == [
        {"type": "navigated", "payload": {"url": "/recipes/9001", "replaced": None}},
        {"type": "heightChange", "payload": {"height": None}},
    ]
    assert "Sync orders to Jira" in change.text


def test_a_recipe_is_stopped_and_started(open_tab: OpenTab, client: httpx2.Client) -> None:
    """Stop and start change the recipe as the API does, and leave entries in the activity log."""
    tab = open_tab("/recipes/9001")
    recipe = "/managed_users/Ecust-0042/recipes/9001"
    stopped = tab.act("stop_in_editor")
    assert (stopped.notice, client.get(recipe).json()["running"]) == ("Stopped", False)
    started = tab.act("start_in_editor")
    assert (started.notice, client.get(recipe).json()["running"]) == ("Started", True)
    assert [message["type"] for message in started.messages] == ["heightChange"]
    log = client.get("/managed_users/Ecust-0042/activity_logs").json()["data"]
    assert {entry["event_type"] for entry in log[:2]} == {"recipe_started", "recipe_stopped"}


def test_a_recipe_without_its_connection_does_not_start(open_tab: OpenTab, client: httpx2.Client) -> None:
    """A recipe whose connection is not connected stays stopped, and the page says which step is affected."""
    tab = open_tab("/recipes/9001")
    tab.act("stop_in_editor")
    tab.act("disconnect_in_widget", connection_id=7102)
    change = tab.act("start_in_editor")
    assert change.notice == "The recipe does not start"
    assert "Step 1: the connection is not connected" in change.text
    assert client.get("/managed_users/Ecust-0042/recipes/9001").json()["running"] is False


def test_the_recipe_widget_is_the_page_of_one_recipe(open_tab: OpenTab, client: httpx2.Client) -> None:
    """The recipe widget shows a recipe without links to other pages, and starts and stops it."""
    tab = open_tab("/embedded/recipes/9002")
    assert tab.data["kind"] == "recipe_widget"
    assert {link["data-path"].partition("#")[0] for link in tab.soup.select("a")} == {"/embedded/recipes/9002"}
    assert tab.act("start_in_editor").notice == "Started"
    assert client.get("/managed_users/Ecust-0042/recipes/9002").json()["running"] is True


def test_texts_of_customers_are_escaped(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """Names of objects are text in pages, also in the data of the script."""
    name = "</script><script>alert(1)</script>"
    with mock.http() as api:
        body = {"name": name, "provider": "our_erp"}
        made = api.post("/managed_users/Ecust-0042/connections", json=body).json()
    tab = open_tab(f"/connections/{made['id']}?next={name}")
    assert "<script>alert" not in tab.response.text
    assert name in tab.text


def test_a_session_that_has_ended_leads_to_the_sign_in_page(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """After the end of its session a frame shows the sign-in page, which posts nothing; actions get status 401."""
    tab = open_tab("/connections/7103")
    mock.clock.advance(60 * 60 * 48)
    page = tab.open(f"{tab.data['base']}/connections/7103")
    assert (page.response.status_code, page.data) == (401, {})
    assert "Load the frame again" in page.text
    assert tab.post("cancel_in_widget", {"connection_id": 7103}).status_code == 401


def test_pages_work_below_a_root_path(run_app: Callable[[ASGIApp], str], partner: Any) -> None:
    """A mock below a path of another server links its pages, scripts and actions below that path."""
    with create_app() as app:
        root = run_app(Starlette(routes=[Mount("/mock", app), Mount("/", app)]))
        made = type(partner)(root, "t", partner.key)
        with made.api, made.browser:
            made.register()
            page = made.get(made.get(f"/mock/direct_link/recipes/9001?workato_dl_token={made.sign()}").location)
            found: Any = BeautifulSoup(page.response.text, "html.parser")
            base = json.loads(found.select_one("#workato-mock-page").get_text())["base"]
            assert base.startswith("/mock/embedded/")
            assert {link["href"].startswith(f"{base}/") for link in found.select("a")} == {True}
            assert made.get(found.select_one("script[src]")["src"]).status == 200
            assert made.browser.post(f"{base}/actions/stop_in_editor", json={"recipe_id": 9001}).status_code == 200

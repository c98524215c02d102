"""The client script: URLs of partner and frame, and messages both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from contract_tests.browser.partner_page import PATH, SCRIPT, Partner, partner_page
from contract_tests.browser.sites import site
from contract_tests.browser.visitor import Visitor

PAIRS = [
    ("/", "/integration"),
    ("/recipes/1?a=1#h", "/integration/recipes/1?a=1#h"),
    ("/?a=1", "/integration?a=1"),
    ("/#jobs", "/integration#jobs"),
    ("/recipes/a%20b", "/integration/recipes/a%20b"),
]
OUTSIDE = ["/settings", "/", "/integrations/recipes/1", "https://other.example.com/integration/recipes/1", "http://["]
MESSAGES: list[tuple[str, Any]] = [
    ("loaded", {"url": "/recipes/178230"}),
    ("navigated", {"url": "/recipes/178230#jobs", "replaced": False}),
    ("unloaded", None),
    ("click", None),
    ("heightChange", {"height": 612}),
    ("connectionStatusChange", {"id": 318457, "provider": "salesforce", "connected": True}),
    ("connectionStatusChange", {"id": 1, "provider": "jira", "connected": False, "error": "Authorization failed"}),
    ("error", {"message": "Something went wrong", "type": "unknown", "details": {"code": 7}}),
    ("not known yet", {"a": [1]}),
]


@pytest.fixture
def partner(visitor: Visitor) -> Iterator[Partner]:
    """Yield the page of a partner."""
    with partner_page(visitor) as partner:
        yield partner


def extracted(partner: Partner, url: str) -> str | None:
    """Return the path of Workato that the script finds in a URL of the partner."""
    path: str | None = partner.run("(url) => Workato.extractWorkatoUrl(url)", url)
    return path


def configure(partner: Partner, prefix: str | None) -> None:
    """Set the prefix."""
    partner.run("(embeddingUrlPrefix) => Workato.configure({embeddingUrlPrefix})", prefix)


def test_a_path_has_the_prefix_in_the_address_of_the_partner(partner: Partner) -> None:
    """constructEmbeddingUrl() adds the prefix to a path, and extractWorkatoUrl() removes it from paths and URLs."""
    for workato, embedded in PAIRS:
        for url in (workato, partner.host + workato):
            assert partner.run("(url) => Workato.constructEmbeddingUrl(url)", url) == embedded
        for url in (embedded, partner.origin + embedded):
            assert extracted(partner, url) == workato


def test_a_url_outside_the_prefix_has_no_path_of_workato(partner: Partner) -> None:
    """extractWorkatoUrl() returns null for another path, another site and a text that is not a URL."""
    assert [url for url in OUTSIDE if extracted(partner, url) is not None] == []


def test_a_prefix_may_end_with_a_slash(partner: Partner) -> None:
    """configure() takes prefixes of one or more segments, with or without a slash at the end."""
    for prefix in ("/integration/", "/a/b", "/", ""):
        configure(partner, prefix)
        embedded = partner.run("Workato.constructEmbeddingUrl('recipes/1')")
        assert embedded == f"{prefix.rstrip('/')}/recipes/1"
        assert extracted(partner, embedded) == "/recipes/1"


def test_a_prefix_that_is_not_a_path_is_rejected(partner: Partner) -> None:
    """configure() throws an error that says what it expects."""
    for prefix in ("integration", "https://app.example.com/integration", "//app.example.com", None):
        with pytest.raises(Error, match=r"WorkatoEmbeddingClient: invalid embeddingUrlPrefix .*: expected a path"):
            configure(partner, prefix)


@pytest.mark.parametrize("root_path", ["", "/mocks/orders"])
def test_a_direct_link_has_the_host_of_the_script(visitor: Visitor, root_path: str) -> None:
    """generateIFrameUrl() builds the link for a path or the address of the page, at the host of the script."""
    with partner_page(visitor, "/integration/recipes?fid=1#assets", root_path=root_path) as partner:
        start = f"{partner.host}{root_path}/direct_link?workato_dl_path="
        end = "&workato_dl_token=a.b-c_d"
        link = partner.run("Workato.generateIFrameUrl('a.b-c_d', '/recipes/178230#jobs')")
        assert link == f"{start}{quote('/recipes/178230#jobs', safe='')}{end}"
        assert partner.run("Workato.generateIFrameUrl('a.b-c_d')") == f"{start}%2Frecipes%3Ffid%3D1%23assets{end}"


def test_no_direct_link_is_built_for_an_address_outside_the_prefix(visitor: Visitor) -> None:
    """generateIFrameUrl() without a path throws an error if the page is outside the prefix."""
    with (
        partner_page(visitor, "/settings") as partner,
        pytest.raises(Error, match=r"WorkatoEmbeddingClient: invalid URL .*/settings': expected a path of Workato"),
    ):
        partner.run("Workato.generateIFrameUrl('token')")


def test_a_page_can_set_the_host(visitor: Visitor) -> None:
    """The variable workatoMockUrl replaces the address of a script that is elsewhere."""
    setting = '<script>workatoMockUrl = "http://127.0.0.1:1/mock/"</script>'
    with site({PATH: SCRIPT, "/": f'<!doctype html>{setting}<script src="{PATH}"></script>'}) as origin:
        page = visitor.page(origin)
        page.goto(origin)
        link = page.evaluate("Workato.generateIFrameUrl('t', '/')")
        assert link == "http://127.0.0.1:1/mock/direct_link?workato_dl_path=%2F&workato_dl_token=t"
        page.close()


@pytest.mark.parametrize(("kind", "payload"), MESSAGES)
def test_a_handler_gets_the_messages_of_its_type(partner: Partner, kind: str, payload: Any) -> None:
    """on() calls a handler with each message of a type, without wk, until off(); so does on('*') for all types."""
    partner.run(
        """(kind) => {
            window.handler = (message) => events.push(message);
            Workato.on(kind, handler);
            Workato.on(kind, handler);
            Workato.on("another type", handler);
        }""",
        kind,
    )
    partner.post(kind, payload)
    message = {"type": kind} if payload is None else {"type": kind, "payload": payload}
    assert partner.run("events") == partner.run("seen") == [message]
    partner.run("(kind) => Workato.off(kind, handler)", kind)
    partner.post(kind, payload)
    assert partner.run("events") == [message]


def test_an_error_in_a_handler_does_not_stop_the_others(partner: Partner) -> None:
    """A handler that throws an error is reported to the page, and the other handlers are called."""
    partner.run(
        """() => {
            window.addEventListener("error", (event) => { events.push(event.message); event.preventDefault(); });
            Workato.on("click", () => { throw new Error("fault of the page"); });
        }"""
    )
    partner.post("click")
    assert partner.run("events") == ["Uncaught Error: fault of the page"]


def test_messages_of_others_are_ignored(visitor: Visitor) -> None:
    """Only texts with JSON and wk count, and only those of a frame of the page that has the host's origin."""
    with (
        site({"/": '<script>parent.postMessage(`{"wk":true,"type":"click"}`, "*")</script>'}) as other,
        partner_page(visitor, "/integration", other) as partner,
    ):
        partner.run("() => { window.addEventListener('message', (event) => events.push(event.origin)); }")
        partner.frame.evaluate(
            """() => {
                const texts = ["text", "null", "7", '{"type":"click"}', '{"wk":true}', '{"wk":"true","type":"click"}'];
                for (const data of [{wk: true, type: "click"}, ...texts]) parent.postMessage(data, "*");
            }"""
        )
        partner.run(
            """(src) => {
                window.postMessage('{"wk":true,"type":"click"}', "*");
                document.body.append(Object.assign(document.createElement("iframe"), {src}));
            }""",
            other,
        )
        with partner.page.expect_popup() as opened:
            partner.run("(url) => { window.open(url); }", f"{partner.host}/frame")
        opened.value.evaluate("""opener.postMessage('{"wk":true,"type":"click"}', "*")""")
        origins = sorted([partner.host] * 8 + [partner.origin, other])
        partner.page.wait_for_function("(all) => [...events].sort().join() === all.join()", arg=origins)
        partner.post("heightChange", {"height": 1})
        assert partner.run("seen") == [{"type": "heightChange", "payload": {"height": 1}}]


def test_the_properties_follow_the_frame(partner: Partner) -> None:
    """`loaded` and `currentWorkatoUrl` change with loaded, navigated and unloaded."""
    state = "[Workato.loaded, Workato.currentWorkatoUrl]"
    assert partner.run(state) == [False, None]
    partner.load("/recipes/7")
    assert partner.run(state) == [True, "/recipes/7"]
    partner.post("navigated", {"url": "/recipes/7#jobs", "replaced": False})
    assert partner.run(state) == [True, "/recipes/7#jobs"]
    # Another frame goes away.
    add = "(src) => { document.body.append(Object.assign(document.createElement('iframe'), {src})); }"
    with partner.page.expect_event("frameattached") as attached:
        partner.run(add, f"{partner.host}/frame")
    other = attached.value
    other.wait_for_url(f"{partner.host}/frame")
    other.evaluate("post", {"type": "unloaded"})
    partner.page.wait_for_function("seen.at(-1).type === 'unloaded'")
    assert partner.run(state) == [True, "/recipes/7#jobs"]
    partner.post("unloaded")
    assert partner.run(state) == [False, "/recipes/7#jobs"]
    partner.run("() => { 'use strict'; try { Workato.loaded = true; } catch {} }")
    assert partner.run("Workato.loaded") is False


def test_messages_wait_until_the_frame_is_loaded(partner: Partner) -> None:
    """send() keeps the last message of each type until the frame is loaded, and again after unloaded."""
    partner.run(
        """() => {
            Workato.send({type: "navigation", payload: {url: "/a"}});
            Workato.send({type: "resize", payload: {url: "any"}});
            Workato.send({type: "navigation", payload: {url: "/b"}});
        }"""
    )
    partner.load()
    expected = [("resize", "any"), ("navigation", "/b")]
    assert [(message["type"], message["payload"]["url"]) for message in partner.sent()] == expected
    partner.post("unloaded")
    partner.run("Workato.send({type: 'navigation', payload: {url: '/c'}})")
    assert partner.frame.evaluate("received") == []
    partner.load()
    assert partner.sent() == [{"type": "navigation", "payload": {"url": "/c"}}]

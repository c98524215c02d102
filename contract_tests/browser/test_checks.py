"""The checks of the browser tests find the faults that they are for, and none in a page without faults."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from contract_tests.browser.checks import problems_of
from contract_tests.browser.chromium import new_context
from contract_tests.browser.watch import Watch

ORIGIN = "http://127.0.0.1:1"
GOOD = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Orders</title>
<style>:root { color-scheme: light dark; } body { background: light-dark(white, black); }</style></head>
<body><main><h1>Orders</h1><p><a href="/next">Next</a></p><label>Name <input></label></main></body></html>"""


def open_page(page: Page, html: str, headers: dict[str, str] | None = None) -> None:
    """Open a page with the HTML; no server is needed."""
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html", headers=headers))
    page.goto(ORIGIN)


def test_a_page_without_faults_passes(browser: Browser) -> None:
    """A small page with a title, a heading and a labelled control has no problems."""
    with new_context(browser) as context:
        page, watch = context.new_page(), Watch(context, ORIGIN)
        open_page(page, GOOD)
        assert list(problems_of(page)) == []
        watch.check()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<title>Orders</title>", "", "the page has no title"),
        (' lang="en"', "", "the page has no language"),
        ("<h1>Orders</h1>", "<h1>Orders</h1><h1>Again</h1>", "the page has 2 headings, expected 1"),
        ("<p>", "<p style='width: 400px'>wide</p><p>", "at 375 px the page is 4"),
        ("<label>Name <input></label>", "<input>", "light: label (critical)"),
        ("<p>", "<p style='color: #222'>dark</p><p>", "dark: color-contrast (serious)"),
        ("<p>", "<p style='color: #ddd'>light</p><p>", "light: color-contrast (serious)"),
        ("<a href", "<a style='outline: none' href", "the focus is not visible: <a"),
        ("<input>", '<input onfocus="this.blur()">', "the Tab key stops at no element"),
    ],
)
def test_a_fault_of_a_page_is_found(browser: Browser, old: str, new: str, problem: str) -> None:
    """A page with one fault has a problem that names it."""
    assert old in GOOD
    with new_context(browser) as context:
        page = context.new_page()
        open_page(page, GOOD.replace(old, new))
        assert [found for found in problems_of(page) if found.startswith(problem)]


@pytest.mark.parametrize(
    ("html", "headers", "problem"),
    [
        ("<script>console.error('lost')</script>", {}, "error in the console"),
        ("<script>nothing.here()</script>", {}, "exception in a script: nothing is not defined"),
        ("<script>alert(1)</script>", {}, "dialog: 1"),
        ("<script>1</script>", {"Content-Security-Policy": "script-src 'self'"}, "error in the console"),
        ("<script src='http://127.0.0.1:2/a.js'></script>", {}, "request to another host: http://127.0.0.1:2/a.js"),
    ],
)
def test_what_goes_wrong_in_a_page_is_found(browser: Browser, html: str, headers: dict[str, str], problem: str) -> None:
    """An error in the console, an exception, a dialog, a violation of the CSP and another host are problems."""
    with new_context(browser) as context:
        page, watch = context.new_page(), Watch(context, ORIGIN)
        open_page(page, GOOD.replace("</main>", f"{html}</main>"), headers)
        page.wait_for_load_state("networkidle")
        assert any(found.startswith(problem) for found in watch.problems), watch.problems


def test_an_error_page_is_a_problem_unless_it_is_expected(browser: Browser) -> None:
    """A response with an error status is a problem, except for a status that the test expects."""
    with new_context(browser) as context:
        page, watch = context.new_page(), Watch(context, ORIGIN)
        page.route("**/*", lambda route: route.fulfill(status=404, body=GOOD, content_type="text/html"))
        page.goto(ORIGIN)
        assert watch.problems == [f"GET {ORIGIN}/: 404"]
        watch.problems.clear()
        watch.expected.add(404)
        page.goto(ORIGIN)
        watch.check()

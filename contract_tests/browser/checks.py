"""Check a page as its readers see it: structure, width, accessibility in both colour schemes, and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from contract_tests.browser.chromium import HEIGHT, NARROW, WIDE

# The impacts that axe gives to its findings; only "minor" is missing.
IMPACTS = ("moderate", "serious", "critical")
# How many elements of a page are reached with the Tab key.
STOPS = 25

_AXE = Axe()
_STRUCTURE = """() => ({
    title: document.title.trim(),
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
})"""
# The page may not scroll sideways; a wide table may, in an element of its own.
_WIDTHS = """() => {
    const root = document.documentElement, limit = root.clientWidth;
    const inside = (each) => {
        for (let parent = each.parentElement; parent && parent !== document.body; parent = parent.parentElement)
            if (getComputedStyle(parent).overflowX !== "visible") return true;
        return false;
    };
    const wide = [...document.body.querySelectorAll("*")]
        .filter((each) => each.getBoundingClientRect().right > limit + 1 && !inside(each))
        .map((each) => each.outerHTML.slice(0, 90));
    return {width: Math.max(root.scrollWidth, document.body.scrollWidth), limit, wide: wide.slice(0, 3)};
}"""
_STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && each.checkVisibility())
    .length"""
_FOCUSED = """() => {
    const each = document.activeElement;
    if (!each || each === document.body) return null;
    window.seenByTheTest ??= new Set();
    const again = window.seenByTheTest.has(each);
    window.seenByTheTest.add(each);
    const style = getComputedStyle(each);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {again, visible: outline || style.boxShadow !== "none", text: each.outerHTML.slice(0, 90)};
}"""


def check_page(page: Page) -> None:
    """Check the page that is open; afterwards it has the wide viewport and the light colour scheme.

    Raises:
        AssertionError: The message lists what is wrong with the page.
    """
    page.wait_for_load_state()
    problems = list(problems_of(page))
    assert not problems, "\n".join([page.url, *problems])


def problems_of(page: Page) -> Iterator[str]:
    """Yield a sentence for each problem of the page that is open."""
    yield from _structure(page)
    yield from widths(page)
    yield from accessibility(page)
    yield from _keyboard(page)


def _structure(page: Page) -> Iterator[str]:
    found = page.evaluate(_STRUCTURE)
    for name in ("title", "language"):
        if not found[name]:
            yield f"the page has no {name}"
    for name in ("headings", "mains"):
        if found[name] != 1:
            yield f"the page has {found[name]} {name}, expected 1"


def widths(page: Page) -> Iterator[str]:
    """Yield a sentence for each width at which the page scrolls sideways."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found = page.evaluate(_WIDTHS)
        if found["width"] > found["limit"]:
            yield f"at {width} px the page is {found['width']} px wide, because of {found['wide']}"


def accessibility(page: Page, impacts: tuple[str, ...] = IMPACTS) -> Iterator[str]:
    """Yield a sentence for each finding of axe with one of the impacts, in both colour schemes."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found = _AXE.run(page).response["violations"]
        for each in found:
            if each["impact"] in impacts:
                yield f"{scheme}: {each['id']} ({each['impact']}): {each['help']}: {_elements(each)}"


def _elements(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    shown = "; ".join(f"{node['html'][:120]} {_message(node)}" for node in nodes[:3])
    return f"{len(nodes)} elements: {shown}"


def _message(node: dict[str, Any]) -> str:
    return ", ".join(each["message"] for each in node["any"])


def _keyboard(page: Page) -> Iterator[str]:
    """Press Tab from the start of the page: each press reaches another control, and the focus is visible."""
    page.evaluate("() => { window.seenByTheTest = new Set(); document.activeElement?.blur(); window.scrollTo(0, 0); }")
    stops = page.evaluate(_STOPS)
    if not stops:
        yield "no element can be reached with the keyboard"
    # The radio buttons of a group are one stop.
    for _ in range(min(stops - page.locator("input[type=radio]").count(), STOPS)):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)
        if found is None or found["again"]:
            yield f"the Tab key stops at {found['text'] if found else 'no element'}, before the last control"
            return
        if not found["visible"]:
            yield f"the focus is not visible: {found['text']}"

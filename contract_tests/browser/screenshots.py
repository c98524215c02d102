"""Write the pictures of README and guide: `python -m contract_tests.browser.screenshots`.

The mock is prepared in the same way each time. What differs between runs (its port, durations) is replaced by a fixed
text, so that a picture changes only if its page does.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from contract_tests.browser.accounts import CUSTOMER, MISSING, NIGHTLY, ORDERS, TOKENS, Mock, prepare
from contract_tests.browser.chromium import SCHEMES, Scheme, chromium, new_context, program
from contract_tests.browser.embedded_site import serving
from contract_tests.browser.links import START
from contract_tests.support.processes import replica
from contract_tests.support.validator import ROOT
from examples.embedded_partner.__main__ import prepare as register
from examples.embedded_partner.app import create_app
from generator.bundle import bundle
from generator.site import build_site

FOLDER = ROOT / "docs/images"
JIRA = 7101
WIDTH = 1280
# Palettes this large have no visible bands, and keep a picture below LIMIT bytes.
COLOURS = 64
LIMIT = 60_000

# Texts that differ between runs, and what the pictures show instead.
_VARYING = (
    (r"127\.0\.0\.1:\d+", "127.0.0.1:8765"),
    (r"\b\d+(\.\d+)? ms\b", "2 ms"),
    (r"^\s*\d+\.\d\s*$", "0.6"),
    # Times of the machine; those of the clock, which is frozen, have an offset.
    (r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00:00)?(?![\d.]| ?-0)", "2026-11-20 10:00:07"),
    (r"\b[0-9a-f]{32}\b", "9f3c1a7b5d2e4f60815a9c7e3b1d6f28"),
)
_REPLACE = """(pairs) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
        for (const [pattern, text] of pairs)
            texts.currentNode.data = texts.currentNode.data.replace(new RegExp(pattern, "g"), text);
}"""


@dataclass(frozen=True)
class Picture:
    """A picture to take.

    Attributes:
        name: The name of its files, to which the colour scheme is added.
        open: Opens the page, from the first page of the console.
        height: Its height in pixels.
    """

    name: str
    open: Callable[[Page], None]
    height: int = 720


def _section(name: str) -> Callable[[Page], None]:
    """Return a function that opens a section of the account with the most."""

    def open_section(page: Page) -> None:
        page.locator("main").get_by_role("link", name=str(TOKENS.index(ORDERS) + 1), exact=True).click()
        page.get_by_role("link", name=name, exact=True).click()

    return open_section


def _request(page: Page) -> None:
    """Open the page of a request that was rejected."""
    _section("Requests")(page)
    page.get_by_role("row", name=MISSING).get_by_role("link").click()


def _customer(page: Page) -> None:
    """Open the page of a customer."""
    _section("State")(page)
    page.get_by_role("row", name="Northwind Tools").get_by_role("link").first.click()


def _explorer(page: Page) -> None:
    """Send a request that is rejected."""
    _section("Explorer")(page)
    page.get_by_role("link", name="Create a customer", exact=True).click()
    page.get_by_label("Body").fill('{\n  "name": "Northwind Tools"\n}')
    page.get_by_role("button", name="Send").click()


def _widget(site: str, page: Page) -> None:
    """Open a page of a partner's site with the widget of a connection."""
    page.goto(f"{site}/connections/{JIRA}")
    page.frame_locator("#widget").get_by_label("Email").wait_for()


def _site(folder: Path, page: Page) -> None:
    """Open the page of an operation in the published site."""
    page.goto((folder / "reference/managed_users/create_managed_user.html").as_uri())


# The last one sends a request.
PICTURES = (
    Picture("accounts", lambda _: None),
    Picture("requests", _section("Requests")),
    Picture("request", _request),
    Picture("customer", _customer),
    Picture("instruments", _section("Instruments")),
    Picture("explorer", _explorer),
)


def write_pictures(folder: Path, mock: Mock, browser: Browser) -> Iterator[Path]:
    """Write each picture in both colour schemes, and yield the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        yield from _written(folder, mock, browser, picture)
    # The site sends requests, too.
    with mock.client(NIGHTLY) as client, serving(lambda origin: create_app(register(client, CUSTOMER, origin))) as site:
        client.connections.disconnect(CUSTOMER, JIRA, force=True)
        yield from _written(folder, mock, browser, Picture("widget", partial(_widget, site), 800))
    with tempfile.TemporaryDirectory() as name:
        build_site(bundle(ROOT / "spec"), ROOT, Path(name))
        yield from _written(folder, mock, browser, Picture("site", partial(_site, Path(name))))


def _written(folder: Path, mock: Mock, browser: Browser, picture: Picture) -> Iterator[Path]:
    for scheme in SCHEMES:
        file = folder / f"{picture.name}-{scheme}.png"
        file.write_bytes(_small(_taken(browser, mock.origin, picture, scheme)))
        yield file


def _taken(browser: Browser, origin: str, picture: Picture, scheme: Scheme) -> bytes:
    with new_context(browser, scheme) as context:
        page = context.new_page()
        page.set_viewport_size({"width": WIDTH, "height": picture.height})
        page.goto(origin + START)
        picture.open(page)
        page.wait_for_load_state("networkidle")
        page.evaluate(_REPLACE, _VARYING)
        png: bytes = page.screenshot(animations="disabled", caret="hide")
        return png


def _small(png: bytes) -> bytes:
    """Return a picture with a palette.

    Raises:
        ValueError: It is still too large to be committed.
    """
    target = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    if target.tell() > LIMIT:
        raise ValueError(f"the picture has {target.tell():,} bytes, expected at most {LIMIT:,}")
    return target.getvalue()


def main() -> None:
    """Write the pictures, and print their files."""
    path = program()
    if path is None:
        raise SystemExit("chromium is not installed; .ci/run installs it")
    with replica(["serve", "--port", "0"], {}, stderr=subprocess.DEVNULL) as running:
        mock = Mock(running.url.removesuffix("/api"))
        prepare(mock)
        with chromium(path) as browser:
            for file in write_pictures(FOLDER, mock, browser):
                sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()

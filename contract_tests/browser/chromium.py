"""Run the Chromium that is installed. Playwright's package has only its driver; nothing downloads a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, sync_playwright

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

WIDE, NARROW, HEIGHT = 1280, 375, 800
# Milliseconds that Playwright waits for an element or a page.
TIMEOUT = 10_000

# The host of pages from elsewhere that has come to lead to this machine.
REBOUND = "rebound.example.com"

_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    # No name is resolved but one, which leads to this machine as after a change of its DNS entry.
    f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def program() -> str | None:
    """Return the path of Chromium; None if it is not installed.

    Its headless shell has the same engine without the windows, and takes less than half of the time.
    """
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Run a Chromium without a window, and yield it."""
    # Chromium's sandbox does not run as root.
    arguments = [*_ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else _ARGUMENTS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, scheme: Scheme = "light", *, scripts: bool = True) -> BrowserContext:
    """Return a context, like a new user's profile, that prefers a colour scheme, with or without JavaScript."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": HEIGHT},
        color_scheme=scheme,
        java_script_enabled=scripts,
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    context.set_default_timeout(TIMEOUT)
    return context

"""Runs Zensical, which renders the site's Markdown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import yaml

from generator.findings import GeneratorError

# The folder of the pages in the working folder.
SOURCES: Final = "docs"

_COLOR: Final = re.compile(r"\x1b\[[0-9;]*m")

_OPTIONS: Final[dict[str, Any]] = {
    "site_name": "Workato Embedded API",
    "site_description": "Reference, guides and files of the workato-embedded project. Not published by the vendor.",
    "docs_dir": SOURCES,
    "site_dir": "site",
    # Pages open as files, too.
    "use_directory_urls": False,
    "theme": {
        "name": "material",
        "variant": "modern",
        "language": "en",
        # Fonts of the system: nothing is loaded from other hosts.
        "font": False,
        "features": [
            "content.code.copy",
            "content.tabs.link",
            "navigation.indexes",
            "navigation.prune",
            "navigation.tabs",
            "navigation.top",
            "search.highlight",
            "toc.follow",
        ],
        "palette": [
            {
                "media": "(prefers-color-scheme)",
                "toggle": {"icon": "lucide/sun-moon", "name": "Use light colors"},
            },
            {
                "media": "(prefers-color-scheme: light)",
                "scheme": "default",
                "toggle": {"icon": "lucide/sun", "name": "Use dark colors"},
            },
            {
                "media": "(prefers-color-scheme: dark)",
                "scheme": "slate",
                "toggle": {"icon": "lucide/moon", "name": "Use the colors of the system"},
            },
        ],
    },
    # A name such as external_id is one word.
    "plugins": [{"search": {"separator": r'[\s\-,:!=\[\]()\\"`/]+|\.(?!\d)'}}, "offline"],
    # Zensical would load it from another host.
    "extra": {"polyfills": [{"path": "assets/iframe-worker.js"}], "generator": False},
    "extra_css": ["assets/site.css"],
    "extra_javascript": ["assets/editions.js", "assets/try-it.js", "assets/scrolling.js"],
    "markdown_extensions": [
        "admonition",
        "attr_list",
        "md_in_html",
        "tables",
        {"toc": {"permalink": True}},
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        {"pymdownx.tabbed": {"alternate_style": True}},
    ],
}


def build(work: Path, navigation: list[dict[str, Any]]) -> Path:
    """Render the pages in the folder `SOURCES` of a working folder, and return the folder of the site.

    Raises:
        GeneratorError: Zensical failed, or the target of a link does not exist.
    """
    options = yaml.safe_dump({**_OPTIONS, "nav": navigation}, sort_keys=False)
    (work / "mkdocs.yml").write_text(options, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    made = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    if made.returncode:
        text = _COLOR.sub("", made.stdout + made.stderr).partition("Traceback")[0].strip()
        raise GeneratorError(f"cannot build the site:\n{text}")
    # These two need the address of the site, and it may be published anywhere.
    for name in ("404.html", "sitemap.xml"):
        (work / "site" / name).unlink(missing_ok=True)
    return work / "site"

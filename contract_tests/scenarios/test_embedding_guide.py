"""The guide to embedding: its snippets work, and its tables are complete. Those for browsers run in Chromium."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.embedding.rejections import REJECTIONS

from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/embedding.md").read_text("utf-8")
EMBEDDING = files("workato_embedded_mock").joinpath("embedding")
TYPES = EMBEDDING.joinpath("static/embedding-client.d.ts").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with a word."""
    table = re.search(rf"^\| {heading} .*\n\| ---.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table[1].splitlines()]


def named(text: str) -> list[str]:
    """Return the names in code of a cell, without arguments."""
    return re.findall(r"`(\w+)", text)


def test_the_snippets_of_the_guide_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The snippets run in order against the mock, and give a link to the widget of the new connection."""
    blocks = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    with MockServer() as server:
        monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "guide")
        monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", server.url)
        for block in blocks:
            exec(compile(block, "embedding.md", "exec"), names)
        names["client"].close()
        link = urlsplit(names["link"])
        assert f"{link.scheme}://{link.netloc}" == server.root_url
    assert link.path == f"/direct_link/embedded/connections/{names['connection'].id}"


def test_the_guide_has_each_message_with_its_fields() -> None:
    """The table of messages has each type with its fields; a question mark stands for a field that may be missing."""
    described = json.loads(EMBEDDING.joinpath("messages.json").read_text("utf-8"))["types"]
    expected = {
        name: [f"`{field['name']}`{'' if field['required'] else '?'}" for field in message["fields"]]
        for name, message in described.items()
    }
    stated = {named(row[0])[0]: [field for field in row[1].split(", ") if field] for row in rows("type")}
    assert stated == expected


def test_the_guide_has_each_member_of_the_client_script() -> None:
    """The table of the client script has each function and property of the declarations."""
    interface = re.search(r"interface Client \{(.*?)^  \}", TYPES, re.MULTILINE | re.DOTALL)
    assert interface is not None
    declared = set(re.findall(r"^    (?:readonly )?(\w+)[<(:]", interface[1], re.MULTILINE))
    assert {name for row in rows("function") for name in named(row[0])} == declared


def test_the_guide_has_each_rejection() -> None:
    """The table of rejected links has each code with its status and when it is used."""
    expected = [[f"`{code}`", str(rejection.status), rejection.when] for code, rejection in REJECTIONS.items()]
    assert rows("code") == expected

"""The examples in the guides of the mock work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


def blocks(name: str, language: str) -> list[str]:
    """Return the code blocks of a guide."""
    text = (GUIDES / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_snippets_of_the_testing_guide_pass(tmp_path: Path) -> None:
    """Each snippet of the testing guide is a test file that passes in an empty project."""
    found = blocks("testing-with-the-mock.md", "python")
    for number, block in enumerate(found):
        folder = tmp_path / f"part_{number}"
        folder.mkdir()
        (folder / f"test_part_{number}.py").write_text(f"import pytest\n{block}", "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{len(found)} passed" in done.stdout


def test_the_requests_of_the_control_plane_guide_work() -> None:
    """Each request of the guide, in order, gets the status and at least the properties that the guide shows."""
    with MockServer() as server, httpx2.Client(base_url=server.root_url, headers={"X-Mock-Namespace": "guide"}) as http:
        for block in blocks("control-plane.md", "http"):
            (method, path), sent, status, shown = _parts(block)
            response = http.request(method, path, content=sent, headers={"Content-Type": "application/json"})
            assert response.status_code == status, block
            assert shown.items() <= response.json().items(), (block, response.text)


def test_the_guide_names_every_path_of_the_control_plane() -> None:
    """The guide mentions every path of the control plane's document, without the parts that only programs use."""
    text = (GUIDES / "control-plane.md").read_text("utf-8")
    with MockServer() as server:
        paths = httpx2.get(f"{server.root_url}/_mock/openapi.json").json()["paths"]
    for path in paths:
        assert re.sub(r"\{name\}", "NAME", path).removesuffix("/restore").split("/packages")[0] in text, path


@pytest.mark.parametrize("name", ["deployment.md"])
def test_the_options_in_a_guide_exist(name: str) -> None:
    """Options and environment variables in the guide are in the help of `serve`."""
    done = subprocess.run(
        [sys.executable, "-m", "workato_embedded_mock", "serve", "--help"], capture_output=True, text=True, check=True
    )
    text = (GUIDES / name).read_text("utf-8")
    named = set(re.findall(r"`(--[a-z-]+)`|(WORKATO_MOCK_[A-Z_]+)", text))
    words = {flag or variable for flag, variable in named}
    assert {word for word in words if word not in " ".join(done.stdout.split())} == set()


def _parts(block: str) -> tuple[list[str], str, int, dict[str, Any]]:
    """Split an example into the request line, the request body, the status, and a part of the response body."""
    lines = block.strip().splitlines()
    at = next(index for index, line in enumerate(lines) if re.fullmatch(r"\d{3}", line))
    shown = "\n".join(lines[at + 1 :])
    return lines[0].split(" "), "\n".join(lines[1:at]), int(lines[at]), json.loads(shown) if shown else {}

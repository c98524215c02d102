"""What the guides of the mock show is what happens."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from workato_embedded_mock import MockServer

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


def blocks(name: str, language: str) -> list[str]:
    """Answer the code blocks of a guide."""
    text = (GUIDES / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_snippets_of_the_testing_guide_pass(tmp_path: Path) -> None:
    """Each is a file of tests, run by pytest as in a partner's project."""
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


def test_the_exchanges_of_the_control_plane_guide_happen() -> None:
    """One after the other: each request gets the status, and at least what the guide shows of the body."""
    with MockServer() as server, httpx.Client(base_url=server.root_url, headers={"X-Mock-Namespace": "guide"}) as http:
        for block in blocks("control-plane.md", "http"):
            (method, path), sent, status, shown = _parts(block)
            answer = http.request(method, path, content=sent, headers={"Content-Type": "application/json"})
            assert answer.status_code == status, block
            assert shown.items() <= answer.json().items(), (block, answer.text)


def test_the_guide_names_every_path_of_the_control_plane() -> None:
    """But for what is there for programs only."""
    text = (GUIDES / "control-plane.md").read_text("utf-8")
    with MockServer() as server:
        paths = httpx.get(f"{server.root_url}/_mock/openapi.json").json()["paths"]
    for path in paths:
        assert re.sub(r"\{name\}", "NAME", path).removesuffix("/restore").split("/packages")[0] in text, path


@pytest.mark.parametrize("name", ["deployment.md"])
def test_the_flags_that_a_guide_names_exist(name: str) -> None:
    """With the variables that mirror them."""
    done = subprocess.run(
        [sys.executable, "-m", "workato_embedded_mock", "serve", "--help"], capture_output=True, text=True, check=True
    )
    text = (GUIDES / name).read_text("utf-8")
    named = set(re.findall(r"`(--[a-z-]+)`|(WORKATO_MOCK_[A-Z_]+)", text))
    words = {flag or variable for flag, variable in named}
    assert {word for word in words if word not in " ".join(done.stdout.split())} == set()


def _parts(block: str) -> tuple[list[str], str, int, dict[str, Any]]:
    """Cut an exchange: the request's line and body, the status, and a part of the answer's body."""
    lines = block.strip().splitlines()
    at = next(index for index, line in enumerate(lines) if re.fullmatch(r"\d{3}", line))
    shown = "\n".join(lines[at + 1 :])
    return lines[0].split(" "), "\n".join(lines[1:at]), int(lines[at]), json.loads(shown) if shown else {}

"""The browser tests in the guide to embedding pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/embedding.md").read_text("utf-8")
# What a reader has besides the guide: pytest-playwright's fixture, and a site whose addresses are fixed.
_CONFTEST = """
from dataclasses import replace

import pytest
from flask import Flask
from contract_tests.browser.chromium import new_context
from contract_tests.browser.conftest import browser
from contract_tests.browser.embedded_site import serving
from examples.embedded_partner.__main__ import prepare
from examples.embedded_partner.app import VENDOR_SCRIPT, create_app


@pytest.fixture
def page(browser):
    with new_context(browser) as context:
        yield context.new_page()


@pytest.fixture
def mock_url(workato_mock_server):
    return workato_mock_server.url.removesuffix("/api")


@pytest.fixture
def real_site(workato_mock_server):
    workato_mock_server.reset()
    partner = lambda origin: prepare(workato_mock_server.client, "Ecust-0042", origin)
    with serving(lambda origin: create_app(replace(partner(origin), script=VENDOR_SCRIPT))) as origin:
        yield origin
"""


def test_the_browser_tests_of_the_guide_pass(tmp_path: Path) -> None:
    """The snippets with tests of the guide are one test file that passes."""
    blocks = re.findall(r"^```python test\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    (tmp_path / "test_guide.py").write_text("\n".join(blocks), "utf-8")
    (tmp_path / "conftest.py").write_text(_CONFTEST, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", "-p", "no:cacheprovider", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(re.findall(r"^def test_", "\n".join(blocks), re.MULTILINE))
    assert f"{count} passed" in done.stdout

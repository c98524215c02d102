"""Scripts of `node/package.json`, for tests that need Node."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from contract_tests.support.validator import ROOT

NODE = ROOT / "node"

needs_node = pytest.mark.skipif(
    not (NODE / "node_modules").is_dir() or shutil.which("npm") is None,
    reason="Node's tools are not installed; `make docs` installs them",
)


def npm_run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of node/package.json and return what it printed."""
    return subprocess.run(["npm", "run", "--silent", script], cwd=NODE, capture_output=True, text=True, check=False)

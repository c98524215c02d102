"""With each extra, all works that needs it; what needs another names it in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.installed.environments import install_release
from contract_tests.support.extras import USES, provided
from contract_tests.support.validator import ROOT

EXTRAS = (
    "",
    "cli",
    "cli,jq",
    "cli,keyring",
    "embedding",
    "mcp",
    "mock",
    "console",
    "postgres",
    "embedding,mock",
)


@pytest.mark.parametrize("extras", EXTRAS)
def test_what_needs_an_extra_works_with_it_or_names_it(
    python: str, extras: str, tmp_path: Path, base_url: str, token: str
) -> None:
    """Each use of the distributions works if its extra is installed, and otherwise names it in one sentence."""
    installed = install_release(python, tmp_path, extras)
    failed = []
    for use in USES:
        if use.exists(provided(extras)):
            done = installed.run(*use.words, variables=use.variables(base_url, token), stdin=use.stdin)
            if not use.printed(done, provided(extras)):
                failed.append(f"{use.name}: {done.stdout}{done.stderr}")
    assert failed == []
    # Nothing comes from the repository.
    program = "import sys, workato_embedded as w; print(w.__file__, *sys.path, sep='\\n')"
    origin, *paths = installed.run("python", "-c", program).stdout.splitlines()
    assert Path(origin).is_relative_to(installed.packages)
    assert not [path for path in paths if Path(path).is_relative_to(ROOT)]

"""The client script of the mock fits the types that are served with it."""

from __future__ import annotations

from contract_tests.support.node import needs_node, npm_run


@needs_node
def test_the_client_script_fits_its_types() -> None:
    """`tsc --strict` accepts the script against its declarations, and a page that uses each of them right and wrong."""
    done = npm_run("embedding-client")
    assert done.returncode == 0, done.stdout + done.stderr

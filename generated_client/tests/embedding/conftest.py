"""A key pair, and an environment without settings."""

from __future__ import annotations

import pytest
from workato_embedded.embedding import KeyPair, generate_key


@pytest.fixture(scope="session")
def pair() -> KeyPair:
    """A key pair of the tests."""
    return generate_key()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGNING_KEY", "VENDOR_ID", "DATA_CENTER", "BASE_URL"):
        monkeypatch.delenv(f"WORKATO_EMBEDDED_{name}", raising=False)

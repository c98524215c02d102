"""Fixtures of the tests of the files for other teams."""

from __future__ import annotations

import pytest

from generator.bundle import Bundle, bundle
from generator.tests.conftest import ROOT


@pytest.fixture(scope="package")
def made() -> Bundle:
    """Return the bundle of the committed spec."""
    return bundle(ROOT / "spec")

"""Holds the generated files to the spec."""

from __future__ import annotations

from pathlib import Path

from contract_tests.contracts.target import BrokenError
from generator.cli import generate
from generator.publish import compare


def hold_generated(root: Path) -> None:
    """Require that what is generated below `root` is what the spec there gives.

    Raises:
        BrokenError: A file differs, is missing or is extra.
    """
    drift = compare(generate(root), root)
    if drift:
        raise BrokenError(f"{'; '.join(str(drift).splitlines())}.")

"""Check the generated files against the spec."""

from __future__ import annotations

from pathlib import Path

from contract_tests.contracts.target import ContractError
from generator.outputs import generate
from generator.publish import compare


def check_generated_files(root: Path) -> None:
    """Require that the generated files below `root` are those that its spec gives.

    Raises:
        ContractError: A file differs, is missing or is extra.
    """
    differences = compare(generate(root), root)
    if differences:
        raise ContractError(f"{'; '.join(str(differences).splitlines())}")

"""Lints a bundled spec. Each finding has a file, a line and an operation.

A rule is a function that takes a bundle and returns findings. `RULES` lists the rules that every build needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.bundle import Bundle
from generator.findings import Finding, SpecError
from generator.lint import (
    components,
    dates,
    examples,
    extensions,
    operations,
    recordings,
    secrets,
    standard,
    unfinished,
)

Rule = Callable[[Bundle], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    *operations.RULES,
    *components.RULES,
    *extensions.RULES,
    *dates.RULES,
    *secrets.RULES,
    *examples.RULES,
    *recordings.RULES,
)


def lint(bundle: Bundle, *, complete: bool = False) -> None:
    """Check the OpenAPI structure of a bundle, then our own rules, then the rest of the OpenAPI standard.

    Our rules need a valid structure. They report exact lines, so they run before the semantic checks of OpenAPI.

    Args:
        bundle: The bundle.
        complete: Whether to check in the end that no operation is unfinished.

    Raises:
        SpecError: A stage has findings. Contains all findings of the first such stage.
    """
    stages: tuple[tuple[Rule, ...], ...] = (standard.STRUCTURE, RULES, standard.SEMANTICS)
    for rules in (*stages, unfinished.RULES) if complete else stages:
        findings = {finding for rule in rules for finding in rule(bundle)}
        if findings:
            raise SpecError(list(findings))

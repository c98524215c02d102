"""Lints a bundled spec. Each finding has a file, a line and an operation.

A rule is a function that takes a bundle and returns findings. `RULES` lists all rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.bundle import Bundle
from generator.findings import Finding, SpecError
from generator.lint import components, examples, extensions, operations, secrets, standard

Rule = Callable[[Bundle], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    *operations.RULES,
    *components.RULES,
    *extensions.RULES,
    *secrets.RULES,
    *examples.RULES,
)


def lint(bundle: Bundle) -> None:
    """Check the OpenAPI structure of a bundle, then our own rules, then the rest of the OpenAPI standard.

    Our rules need a valid structure. They report exact lines, so they run before the semantic checks of OpenAPI.

    Raises:
        SpecError: A stage has findings. Contains all findings of the first such stage.
    """
    for rules in (standard.STRUCTURE, RULES, standard.SEMANTICS):
        findings = {finding for rule in rules for finding in rule(bundle)}
        if findings:
            raise SpecError(list(findings))

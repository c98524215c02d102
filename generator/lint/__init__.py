"""Says what is wrong with a bundled spec, each finding with file, line and operation. Changes nothing.

A rule is a function from a bundle to findings; `RULES` is the list of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.bundle import Bundle
from generator.findings import Finding, SpecError
from generator.lint import components, examples, extensions, operations, standard

Rule = Callable[[Bundle], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    *operations.RULES,
    *components.RULES,
    *extensions.RULES,
    *examples.RULES,
)


def lint(bundle: Bundle) -> None:
    """Check a bundle: its structure, which our rules build on; our rules, which tell the place; the rest of OpenAPI.

    Raises:
        SpecError: with every finding of the first of these three that finds anything.
    """
    for rules in (standard.STRUCTURE, RULES, standard.SEMANTICS):
        findings = {finding for rule in rules for finding in rule(bundle)}
        if findings:
            raise SpecError(list(findings))

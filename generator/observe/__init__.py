"""Compares recorded traffic with the spec, field by field. Reports names and types, never a recorded value."""

from __future__ import annotations

from pathlib import Path

from generator.bundle import Bundle
from generator.observe.checker import check
from generator.observe.har import read_har
from generator.observe.records import Observed
from generator.observe.report import proposals, report

__all__ = ["Observed", "observe", "proposals", "report"]


def observe(bundle: Bundle, path: Path) -> Observed:
    """Return the result of comparing the entries of a HAR file with the spec.

    Raises:
        GeneratorError: The file cannot be read, is not a HAR file, or has no readable entry with a response.
    """
    har = read_har(path)
    observed = check(bundle, har.entries)
    observed.skipped += har.skipped
    return observed

"""Holds recorded traffic to the spec, field by field. Keeps shapes only: no value of a recording is told."""

from __future__ import annotations

from pathlib import Path

from generator.bundle import Bundle
from generator.observe.har import read_har
from generator.observe.judge import judge
from generator.observe.records import Observed
from generator.observe.report import proposals, report

__all__ = ["Observed", "observe", "proposals", "report"]


def observe(bundle: Bundle, path: Path) -> Observed:
    """Return what the exchanges of a HAR file say about the spec.

    Raises:
        GeneratorError: the file cannot be read, is no HAR, or has no exchange.
    """
    return judge(bundle, read_har(path))

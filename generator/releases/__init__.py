"""Records of releases, and what they require of the next one."""

from __future__ import annotations

from generator.releases.checks import (
    breaking_version,
    check_record,
    check_version,
    document_of,
    may_break,
    record_release,
)
from generator.releases.records import Record, find_record, last_record, recorded_versions

__all__ = [
    "Record",
    "breaking_version",
    "check_record",
    "check_version",
    "document_of",
    "find_record",
    "last_record",
    "may_break",
    "record_release",
    "recorded_versions",
]

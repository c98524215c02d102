"""Compares the current spec with the records of releases. Does not raise the version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from packaging.version import Version

from generator.diff import GroupedChange, Level, UnknownEditionError, diff, edition, next_version, raise_version
from generator.findings import GeneratorError
from generator.outputs import generate, linted, package_version
from generator.publish import compare
from generator.releases.records import (
    RELEASES,
    Record,
    current_files,
    find_record,
    is_release,
    last_record,
    record_of,
    recorded_versions,
    write_record,
)


def check_version(root: Path) -> str:
    """Check the version against the changes since the last release, and return a message.

    Raises:
        GeneratorError: There are breaking changes and the version was not raised accordingly, the version is older than
            the last release, or a record cannot be read.
    """
    last = last_record(root)
    if last is None:
        return "There is no release to compare with."
    version = package_version(root)
    _require_newer(version, last.version)
    changes = _changes_since(last, root)
    wanted = next_version(last.version, changes)
    breaking = [change for change in changes if change.level is Level.BREAKING]
    if breaking and is_older(version, wanted):
        listed = "\n".join(f"  {change}" for change in breaking)
        raise GeneratorError(
            f"{listed}\nbreaking changes since {last.version}: raise the version from {version} to {wanted} or higher"
        )
    next_release = f"; the next release is {wanted} or higher" if is_older(version, wanted) else ""
    return f"{len(breaking)} breaking changes since {last.version}; the version is {version}{next_release}"


def record_release(root: Path, *, replace: bool = False) -> str:
    """Write the record of the version in pyproject.toml, and return a message.

    Args:
        root: The repository.
        replace: Whether to replace a record with other content.

    Raises:
        GeneratorError: Generated files are out of date, the version does not fit the changes since the last release,
            there is a record with other content, or the record cannot be written.
    """
    version = package_version(root)
    if not is_release(version):
        raise GeneratorError(f"cannot record the version {version!r}: expected a release such as 1.0.0")
    record = record_of(version, root)
    files = current_files(root)
    if version in recorded_versions(root) and not replace:
        if record.files() == files:
            return f"{RELEASES}/{version} is up to date"
        raise GeneratorError(_outdated(record, root))
    _require_fitting(version, root)
    if compare(generate(root, complete=True), root):
        raise GeneratorError("generated files are out of date: run `python -m generator build` first")
    write_record(record, files)
    return f"{RELEASES}/{version} has {len(files)} files: the document and its typing tests"


def check_record(root: Path) -> str:
    """Check that the version in pyproject.toml is recorded as it is now, and return a message.

    Raises:
        GeneratorError: There is no such record, or the document or the typing tests have changed since.
    """
    version = package_version(root)
    record = find_record(version, root)
    if record is None:
        raise GeneratorError(f"there is no record of {version}: run `python -m generator record`")
    if record.files() != current_files(root):
        raise GeneratorError(_outdated(record, root))
    return f"{RELEASES}/{version} is up to date"


def may_break(root: Path, record: Record) -> bool:
    """Return whether the version in pyproject.toml may break programs of a release: whether it is a new major version.

    Raises:
        GeneratorError: There is no valid version.
    """
    return not is_older(package_version(root), breaking_version(record))


def breaking_version(record: Record) -> str:
    """Return the lowest version after a release that may break its programs."""
    return raise_version(record.version, Level.BREAKING)


def document_of(name: str, root: Path) -> dict[str, Any]:
    """Return the document of a release such as `1.0.0` or `v1.0.0`, of a file, a checkout folder, or a git revision.

    Raises:
        GeneratorError: `name` is not one of these, or not a valid OpenAPI 3.0 document.
    """
    record = find_record(name, root)
    if record is not None:
        return _recorded_document(record, root)
    try:
        return edition(name, root)
    except UnknownEditionError as error:
        releases = ", ".join(recorded_versions(root)) or "none"
        raise GeneratorError(f"{error}; recorded releases: {releases}") from error


def _outdated(record: Record, root: Path) -> str:
    wanted = next_version(record.version, _changes_since(record, root))
    # Typing tests also change with the hand-written parts of the client.
    to = "" if wanted == record.version else f" to {wanted}"
    return (
        f"{RELEASES}/{record.version} differs from the current document or typing tests: raise the version{to} and "
        f"record that, or replace the record with --replace if {record.version} is not published"
    )


def _require_fitting(version: str, root: Path) -> None:
    others = [other for other in recorded_versions(root) if other != version]
    if not others:
        return
    _require_newer(version, others[-1])
    wanted = next_version(others[-1], _changes_since(record_of(others[-1], root), root))
    if is_older(version, wanted):
        raise GeneratorError(f"the changes since {others[-1]} require the version {wanted} or higher, not {version}")


def _require_newer(version: str, last: str) -> None:
    if is_older(version, last):
        raise GeneratorError(
            f"the version {version} is older than the last release, {last}: raise it to {last} or higher"
        )


def _changes_since(record: Record, root: Path) -> list[GroupedChange]:
    return diff(_recorded_document(record, root), linted(root).document)


def _recorded_document(record: Record, root: Path) -> dict[str, Any]:
    # Rejects files that are not what was recorded.
    record.files()
    return edition(str(record.document), root)


def is_older(version: str, other: str) -> bool:
    """Return whether a version, or the release for which it prepares, is older than a release."""
    return Version(Version(version).base_version) < Version(other)

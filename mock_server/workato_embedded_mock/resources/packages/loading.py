"""Reads the zip file of a package, a large one outside the transaction."""

from __future__ import annotations

from workato_embedded_mock.resources.packages.files import Package, PackageError, read_package
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.archives import ArchiveError, read_archive

# Zip files up to this size are read at once: that takes less time than a thread, unless they are hostile.
_SMALL = 16 * 2**10


def load_package(context: Context, data: bytes) -> Package:
    """Return the content of a zip file.

    Raises:
        ArchiveError: It is not a zip file, or damaged, or exceeds a limit.
        PackageError: It is not a package.
        Unprepared: The package is to be read outside the transaction.
    """
    found = _read(data) if len(data) <= _SMALL else context.prepared(data, lambda: _read(data))
    if isinstance(found, Package):
        return found
    raise found


def _read(data: bytes) -> Package | ArchiveError | PackageError:
    """Return the content of a zip file, or why it cannot be read."""
    try:
        return read_package(read_archive(data))
    except (ArchiveError, PackageError) as error:
        return error

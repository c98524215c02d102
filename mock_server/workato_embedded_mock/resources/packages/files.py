"""Reads and writes the files of a package; must not use the store.

The format follows packages of the platform; the API documentation does not describe it.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.plain_json import Json, JsonError, count_values, read_json, write_json
from workato_embedded_mock.resources.packages.asset_forms import AssetFormError
from workato_embedded_mock.resources.packages.assets import CUSTOM_ADAPTER, KINDS, kind_of_file
from workato_embedded_mock.resources.packages.contents import ContentCache, LazyContent, read_content
from workato_embedded_mock.store.archives import File

# The most values in the JSON files of a package, see `count_values`. A small zip file can contain gigabytes of parsed
# values; the largest package that is known has fewer than a million.
MAX_VALUES = 1_500_000

_JSON = ".json"
_MACOS_FOLDER, _MACOS_PREFIX = "__MACOSX", "._"


class PackageError(Exception):
    """An export or an import failed; the text says why."""


@dataclass(frozen=True, slots=True)
class PackageWarning:
    """A deviation in a package that an import tolerated.

    Attributes:
        path: The path of the file in the package.
        text: What was tolerated.
        open: Whether it is not known that the platform tolerates it; a strict mock does not.
        lost: Whether an asset, or what it refers to, was lost.
    """

    path: str
    text: str
    open: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset of a package.

    Attributes:
        kind: Its kind, such as `recipe`.
        folders: The names of its folders in the package.
        zip_name: The name of its JSON file.
        content: The interpreted content of its file; only its name if the mock does not interpret it.
        data: The bytes of its file.
        companions: The files next to it, by what their names add to its own without `.json`.
    """

    kind: str
    folders: tuple[str, ...]
    zip_name: str
    content: Mapping[str, Any] = field(default_factory=dict)
    data: bytes = b""
    companions: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path of its file in the package."""
        return "/".join((*self.folders, self.zip_name))

    @property
    def stem(self) -> str:
        """The name of its file without the kind."""
        return self.zip_name.removesuffix(f".{self.kind}{_JSON}")


@dataclass(slots=True)
class Package:
    """The content of a package.

    Attributes:
        assets: The assets that the mock interprets, by kind.
        others: The assets that it keeps as they are.
        warnings: What was tolerated.
        files: The number of files.
        contents: Keeps the contents of the assets, as far as they fit into memory.
    """

    assets: dict[str, list[Asset]] = field(default_factory=lambda: {kind: [] for kind in (*KINDS, CUSTOM_ADAPTER)})
    others: list[Asset] = field(default_factory=list)
    warnings: list[PackageWarning] = field(default_factory=list)
    files: int = 0
    contents: ContentCache = field(default_factory=ContentCache)


def asset_files(asset: Asset) -> Iterator[File]:
    """Yield the JSON file of an asset and the files next to it."""
    yield File(asset.folders, asset.zip_name, asset.data or write_json(asset.content))
    for suffix, data in asset.companions.items():
        yield File(asset.folders, asset.zip_name.removesuffix(_JSON) + suffix, data)


def read_package(files: Iterable[File]) -> Package:
    """Return the content of a package. Files that are neither assets nor next to one are ignored.

    Raises:
        PackageError: The package has no assets, or too many values.
    """
    package = Package()
    found = []
    for file in files:
        package.files += 1
        if file.ignored is not None:
            package.warnings.append(PackageWarning(file.path, f"ignored: {file.ignored}", open=True))
            continue
        found.append(file)
        if file.written_as is not None:
            text = f"read although it is written as {file.written_as!r}"
            package.warnings.append(PackageWarning(file.path, text, open=True))
    _check_size(found)
    stems = {file.path.removesuffix(_JSON) for file in found if _kind_of(file)}
    beside: dict[str, dict[str, bytes]] = {stem: {} for stem in stems}
    for file in found:
        if not _kind_of(file):
            _place_companion(package, file, beside)
    for file in found:
        kind = _kind_of(file)
        if kind:
            _add_asset(package, file, kind, beside[file.path.removesuffix(_JSON)])
    if not package.others and not any(package.assets.values()):
        raise PackageError("the package has no assets")
    return package


def _check_size(files: Iterable[File]) -> None:
    """Check the number of values before any is parsed.

    Raises:
        PackageError: There are too many.
    """
    values = sum(count_values(file.data) for file in files if _kind_of(file))
    if values > MAX_VALUES:
        raise PackageError(f"the package has too many values: expected at most {MAX_VALUES}, not {values}")


def check_strictly(package: Package) -> None:
    """Check that a package needs no tolerance that the platform may not have.

    Raises:
        PackageError: It does.
    """
    for warning in package.warnings:
        if warning.open:
            raise PackageError(f"{warning.path}: {warning.text}; a strict mock does not import it")


def _kind_of(file: File) -> str | None:
    """Return the kind of the asset of a file; None if it is not one. macOS adds files that only look like assets."""
    if _MACOS_FOLDER in file.folders or file.name.startswith(_MACOS_PREFIX):
        return None
    return kind_of_file(file.name)


def _place_companion(package: Package, file: File, beside: Mapping[str, dict[str, bytes]]) -> None:
    """Add a file to the asset whose name it begins with, or warn."""
    stem = file.path
    while stem not in beside and "." in stem.rpartition("/")[2]:
        stem = stem.rpartition(".")[0]
    if stem in beside:
        beside[stem][file.path.removeprefix(stem)] = file.data
    else:
        package.warnings.append(PackageWarning(file.path, "ignored: it is not an asset and not next to one"))


def _add_asset(package: Package, file: File, kind: str, companions: Mapping[str, bytes]) -> None:
    plain = Asset(kind, file.folders, file.name, _named(file.data), file.data, companions)
    if kind not in package.assets:
        package.warnings.append(PackageWarning(file.path, f"kept for exports; the mock does not interpret {kind}"))
        package.others.append(plain)
        return
    try:
        read = read_content(kind, file.data)
    except AssetFormError as error:
        if kind == CUSTOM_ADAPTER:
            # The connector itself is in the file next to it.
            package.warnings.append(PackageWarning(file.path, f"imported without its title: {error}"))
            package.assets[kind].append(plain)
            return
        text = f"kept for exports, but not imported as a {kind}: {error}"
        package.warnings.append(PackageWarning(file.path, text, lost=True))
        package.others.append(plain)
        return
    if read.has_mark:
        package.warnings.append(PackageWarning(file.path, "read although it begins with a byte order mark", open=True))
    if read.replaced is not None:
        package.warnings.append(PackageWarning(file.path, f"values were replaced: {read.replaced}", open=True))
    package.warnings.extend(PackageWarning(file.path, text, lost=True) for text in read.lost)
    content = LazyContent(kind, file.data, read.value, package.contents)
    package.assets[kind].append(Asset(kind, file.folders, file.name, content, file.data, companions))


def _named(data: bytes) -> Json:
    """Return the name of an asset that the mock does not interpret, as far as its file has one."""
    try:
        content = read_json(data.removeprefix(BOM_UTF8))
    except (JsonError, RecursionError):
        return {}
    name = content.get("name") if isinstance(content, dict) else None
    return {"name": name} if isinstance(name, str) else {}

"""Imports modules without what they import and rarely need.

No module in `sys.modules` is replaced, and code outside the block imports all modules as ever.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

# Attributes that the import system looks for in a new module, and tools in all modules.
_LOOKED_FOR = {"__cached__", "__file__", "__path__", "__warningregistry__", "__wrapped__"}
_LOCK = threading.RLock()
_RUNNING: set[ModuleType] = set()


@contextmanager
def deferred_imports(*, packages: Collection[str], modules: Collection[str]) -> Iterator[None]:
    """Defer packages and modules that are first imported in the block. What was imported before does not change.

    Args:
        packages: Names of packages that run when a name of them is used that is not one of their modules. So their
            modules can be imported without the rest of the package.
        modules: Names of modules that are imported when something of them is used.
    """
    finder = _Finder(set(packages), set(modules))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in modules:
            if type(sys.modules.get(name)) is _Placeholder:
                del sys.modules[name]


class _Finder(MetaPathFinder):
    """Finds the deferred packages and modules as Python does, with a loader that defers them."""

    def __init__(self, packages: set[str], modules: set[str]) -> None:
        self._packages = packages
        self._modules = modules

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of what is deferred; None for anything else."""
        if fullname not in self._packages | self._modules:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and fullname in self._modules:
            return ModuleSpec(fullname, _PlaceholderLoader(self._modules))
        if spec is not None and spec.loader is not None:
            spec.loader = _PackageLoader(spec.loader)
        return spec


class _PackageLoader(Loader):
    """Creates a package, and leaves it to the package's own loader to run it later."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the package as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Set the package's own loader, without running it."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        module.__class__ = _DeferredPackage


class _DeferredPackage(ModuleType):
    """A package that has not run yet."""

    def __getattr__(self, name: str) -> Any:
        if name not in _LOOKED_FOR:
            _run(self)
        return ModuleType.__getattribute__(self, name)

    def __dir__(self) -> list[str]:
        _run(self)
        return list(ModuleType.__dir__(self))


def _run(package: ModuleType) -> None:
    """Run a deferred package, unless this thread does it already. If it raises an error, it stays deferred."""
    with _LOCK:
        if type(package) is _DeferredPackage and package not in _RUNNING:
            _RUNNING.add(package)
            loader: Any = package.__loader__
            try:
                loader.exec_module(package)
                # A plain module from now on.
                package.__class__ = ModuleType  # type: ignore[assignment]
            finally:
                _RUNNING.remove(package)


class _PlaceholderLoader(Loader):
    """Loads a placeholder for a module."""

    def __init__(self, deferred: set[str]) -> None:
        self._deferred = deferred

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Create the placeholder."""
        return _Placeholder(spec.name, self._deferred)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing."""


class _Placeholder(ModuleType):
    """What the importing module has instead of a module; its names are those of the module.

    It is not in `sys.modules` after the block.
    """

    def __init__(self, name: str, deferred: set[str]) -> None:
        super().__init__(name)
        self.__deferred = deferred

    def __getattr__(self, name: str) -> Any:
        if name in _LOOKED_FOR:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        # Within the block, import the module itself.
        self.__deferred.discard(self.__name__)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

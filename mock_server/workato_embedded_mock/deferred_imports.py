"""Imports modules without running them before they are used.

A deferred module is the real one, with its own loader: it is never replaced in `sys.modules`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

_LOCK = threading.RLock()


@contextmanager
def deferred_imports(modules: Collection[str], packages: Collection[str] = ()) -> Iterator[None]:
    """Defer modules that are first imported in the block. Modules that were imported before do not change.

    Args:
        modules: Names of modules that run when anything of them is used, or when they are imported again.
        packages: Names of packages that run when a name is used that is not one of their imported modules. So a module
            of such a package can be imported without the rest of the package.
    """
    finder = _Finder(frozenset(modules), frozenset(packages))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(MetaPathFinder):
    """Finds the deferred modules as Python does, with a loader that defers them."""

    def __init__(self, modules: frozenset[str], packages: frozenset[str]) -> None:
        self._modules = modules
        self._packages = packages

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of a deferred module; None for any other."""
        if fullname not in self._modules | self._packages:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return None
        spec.loader = LazyLoader(spec.loader) if fullname in self._modules else _PackageLoader(spec.loader)
        return spec


class _PackageLoader(Loader):
    """Defers a package. `LazyLoader` would run it when one of its modules is imported."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own loader, which runs it later."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        module.__class__ = _DeferredPackage


class _DeferredPackage(ModuleType):
    """A package that runs when a name is used that it does not have yet; then it is a plain module."""

    def __getattr__(self, name: str) -> Any:
        with _LOCK:
            if type(self) is _DeferredPackage:
                self.__class__ = ModuleType  # type: ignore[assignment]  # a plain module from now on
                loader: Any = self.__loader__
                try:
                    loader.exec_module(self)
                except BaseException:
                    self.__class__ = _DeferredPackage
                    raise
        return getattr(self, name)

    def __dir__(self) -> list[str]:
        self.__getattr__("__doc__")
        return dir(self)

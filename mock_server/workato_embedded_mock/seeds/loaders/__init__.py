"""The loaders of all resources in the registry; a loader turns a seed object into rows."""

from __future__ import annotations

from importlib import import_module

from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.seeds.builder import Finalizer, Loaders

_MODULES = [import_module(f"{__name__}.{resource.name}") for resource in RESOURCES if resource.seeds]

# The loader of each schema, parents before children.
LOADERS: Loaders = {schema: load for module in _MODULES for schema, load in module.LOADERS.items()}

# Run after all loaders; they add implied rows.
FINALIZERS: list[Finalizer] = [finalize for module in _MODULES for finalize in getattr(module, "FINALIZERS", ())]

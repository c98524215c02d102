"""Makes the client's hand-written runtime importable while the generated files around it are missing or broken."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec

PACKAGE = "workato_embedded"


def skip_generated_init() -> None:
    """Register the client's package without running its generated `__init__.py`.

    The generator imports `workato_embedded._runtime`, and Python would run the package's `__init__.py` first. The
    generator writes that file, so it must not depend on it: a merge conflict in it would prevent its own repair.
    """
    spec = find_spec(PACKAGE)
    if spec is not None:
        sys.modules[PACKAGE] = module_from_spec(spec)

"""The packages of the repository have no import cycles, and the mock's modules are grouped."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
import workato_embedded_mock

PACKAGES = ("bench", "contract_tests", "generator", "workato_embedded", "workato_embedded_mock")
MOCK = Path(workato_embedded_mock.__file__).parent


def test_no_module_imports_itself_through_others() -> None:
    """There is no cycle of imports between modules; imports for type checkers and imports in functions count."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=False)
    assert set(PACKAGES) <= graph.modules
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"These modules import each other: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize(("folder", "most"), [("", 8), ("resources", 12)])
def test_the_modules_of_the_mock_are_in_packages(folder: str, most: int) -> None:
    """Few modules are directly in the package and in its folder of resources."""
    modules = [path.name for path in (MOCK / folder).glob("*.py")]
    assert len(modules) <= most, modules

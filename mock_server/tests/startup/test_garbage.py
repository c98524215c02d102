"""Garbage collection is paused while a process starts, and is as before afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest
from workato_embedded_mock.startup.garbage import collection_paused


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Restore the collector after the test."""
    enabled = gc.isenabled()
    yield
    (gc.enable if enabled else gc.disable)()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_as_before_after_the_block(*, enabled: bool) -> None:
    """Collection is off in the block; afterwards it is on only if it was on before, also after an exception."""
    (gc.enable if enabled else gc.disable)()
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled() is enabled
    with pytest.raises(KeyError), collection_paused():
        raise KeyError
    assert gc.isenabled() is enabled


def test_the_objects_of_the_block_are_old() -> None:
    """Objects that are made in the block are not traversed by collections of young objects, and nothing is frozen."""
    code = """
import gc
from workato_embedded_mock.startup.garbage import collection_paused
with collection_paused():
    made = [[] for _ in range(1000)]
print(any(item is made for item in gc.get_objects(generation=0)), gc.get_freeze_count() < 1000)
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["False", "True"]


def test_only_a_process_that_serves_keeps_its_objects() -> None:
    """With `keep`, the objects at the end are excluded from collections; what others have frozen stays frozen."""
    code = """
import gc
from workato_embedded_mock.startup.garbage import collection_paused
with collection_paused(keep=True):
    pass
frozen = gc.get_freeze_count()
with collection_paused():
    pass
print(frozen > 1000, gc.get_freeze_count() <= frozen, gc.get_freeze_count() > 1000, gc.isenabled())
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["True"] * 4

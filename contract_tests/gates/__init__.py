"""Gates: functions that hold spec, client and mock together, and raise `BrokenError` with a sentence for what is wrong.

They take what they judge, so that the suite can try each of them on something that is broken on purpose.
"""

from contract_tests.gates.base import BrokenError, World

__all__ = ["BrokenError", "World"]

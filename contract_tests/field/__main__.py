"""Write the page about compatibility: `python -m contract_tests.field`. `make generate` calls it."""

from __future__ import annotations

from contract_tests.field.page import PAGE, page
from contract_tests.support.validator import ROOT

if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(), "utf-8")

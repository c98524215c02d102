"""Cases of folders."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, FOLDER, NO_OBJECT, Case

CASES = {
    "list_folders": Case(
        lambda c: c.folders.list(CUSTOMER, parent_id=FOLDER, page=1, per_page=10),
        bad_queries=("page=0", "per_page=none", "parent_id=", "parent_id=Home"),
    ),
    "list_projects": Case(
        lambda c: c.projects.list(CUSTOMER, page=1, per_page=10), bad_queries=("page=0", "per_page=none")
    ),
    "create_folder": Case(
        lambda c: c.folders.create(CUSTOMER, name="Invoices", parent_id=str(FOLDER)),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": ""}', '{"name": " "}', '{"name": "x", "parent_id": 5512.5}'),
    ),
}

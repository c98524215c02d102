"""Cases of folders."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, FOLDER, NO_OBJECT, PROJECT, Case

SUBFOLDER = 5513
BAD_NAMES = ('{"name": ""}', '{"name": " "}', '{"name": "a/b"}', '{"name": "a\\\\b"}')

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
        bad_bodies=(*NO_OBJECT, *BAD_NAMES, "{}", '{"name": "x", "parent_id": 5512.5}'),
    ),
    "update_folder": Case(
        lambda c: c.folders.update(CUSTOMER, SUBFOLDER, name="Returns EU", parent_id=str(FOLDER)),
        bad_bodies=(*NO_OBJECT, *BAD_NAMES, '{"parent_id": "5500"}', '{"parent_id": "5513"}', '{"parent_id": "1"}'),
        bad_calls=(lambda c: c.folders.update(CUSTOMER, FOLDER, parent_id=str(SUBFOLDER)),),
    ),
    "delete_folder": Case(
        lambda c: c.folders.delete(CUSTOMER, SUBFOLDER, force=True),
        bad_queries=("", "force=false", "force=2"),
        bad_calls=(lambda c: c.folders.delete(CUSTOMER, FOLDER, force=True),),
    ),
    "update_project": Case(
        lambda c: c.projects.update(CUSTOMER, PROJECT, name="Orders", description="Orders and returns"),
        bad_bodies=(*NO_OBJECT, *BAD_NAMES, '{"description": 7}'),
    ),
    "delete_project": Case(lambda c: c.projects.delete(CUSTOMER, PROJECT)),
}

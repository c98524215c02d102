"""Cases of activity logs."""

from __future__ import annotations

import datetime

from contract_tests.contracts.case import CUSTOMER, Case

CASES = {
    "list_activity_logs": Case(
        lambda c: c.activity_logs.list(
            CUSTOMER,
            page_size=50,
            from_=datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC),
            include_resource_types=["Flow"],
            exclude_event_types=["recipe_started"],
        ),
        bad_queries=(
            "page[after]=none",
            "page[size]=0",
            "page[size]=none",
            "from=yesterday",
            "to=1",
            "users_ids[]=all",
        ),
    ),
}

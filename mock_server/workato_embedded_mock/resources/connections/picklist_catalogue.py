"""What the applications behind connections offer: picklists by connector and name; must not know connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Choices = tuple[tuple[str, str], ...]
"""Label and value of each choice."""


@dataclass(frozen=True, slots=True)
class Picklist:
    """A picklist: the parameters that it needs, and its choices by their values."""

    parameters: tuple[str, ...]
    choices: Mapping[tuple[str, ...], Choices]


def _plain(*choices: tuple[str, str]) -> Picklist:
    return Picklist((), {(): choices})


_STAGES = (("Prospecting", "Prospecting"), ("Closed won", "Closed Won"), ("Closed lost", "Closed Lost"))

PICKLISTS: Mapping[str, Mapping[str, Picklist]] = {
    "airtable": {
        "bases": _plain(("Operations", "appOperations")),
        "tables": Picklist(("base_id",), {("appOperations",): (("Orders", "tblOrders"),)}),
        "views": Picklist(("base_id", "table_id"), {("appOperations", "tblOrders"): (("Open orders", "viwOpen"),)}),
    },
    "amazon_s3": {"buckets": _plain(("example-exports", "example-exports"), ("example-imports", "example-imports"))},
    "asana": {"workspaces": _plain(("Operations", "120001"), ("Sales", "120002"))},
    "github": {
        "orgs": _plain(("example", "example")),
        "repos": Picklist(("org",), {("example",): (("example/orders", "orders"), ("example/returns", "returns"))}),
    },
    "quickbase": {
        "list_tables": Picklist(("app_name",), {("Orders",): (("Order", "order"), ("Customer", "customer"))})
    },
    "quickbooks": {"get_customers": _plain(("Northwind Tools", "1"), ("Contoso Freight", "2"))},
    "redshift": {"columns_list": Picklist(("table",), {("orders",): (("id", "id"), ("status", "status"))})},
    "salesforce": {
        "all_sobjects": _plain(
            ("Account", "Account"), ("Contact", "Contact"), ("Opportunity", "Opportunity"), ("Order", "Order__c")
        ),
        "sobject_fields": Picklist(
            ("sobject_name",),
            {
                ("Account",): (("Account ID", "Id"), ("Account name", "Name"), ("Industry", "Industry")),
                ("Contact",): (("Contact ID", "Id"), ("Last name", "LastName"), ("Email", "Email")),
                ("Opportunity",): (("Opportunity ID", "Id"), ("Opportunity name", "Name"), ("Stage", "StageName")),
                ("Order__c",): (("Record ID", "Id"), ("Order name", "Name"), ("Order status", "Order_Status__c")),
            },
        ),
        "sobject_field_values_list": Picklist(
            ("sobject_name",),
            {("Opportunity",): _STAGES, ("Order__c",): (("Draft", "Draft"), ("Activated", "Activated"))},
        ),
        "opportunity_StageName": _plain(*_STAGES),
    },
}
"""A sample of the published catalogue, with choices of our own."""

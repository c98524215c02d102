"""The picklists of the mock's connectors, with sample choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The label and value of each choice.
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picklist:
    """A picklist.

    Attributes:
        parameters: The names of its required parameters.
        choices: Its choices by the values of the parameters.
    """

    parameters: tuple[str, ...]
    choices: Mapping[tuple[str, ...], Choices]


def _static(*choices: tuple[str, str]) -> Picklist:
    return Picklist((), {(): choices})


_STAGES = (("Prospecting", "Prospecting"), ("Closed won", "Closed Won"), ("Closed lost", "Closed Lost"))

# A part of the published catalogue by connector and name; the choices are invented.
PICKLISTS: Mapping[str, Mapping[str, Picklist]] = {
    "airtable": {
        "bases": _static(("Operations", "appOperations")),
        "tables": Picklist(("base_id",), {("appOperations",): (("Orders", "tblOrders"),)}),
        "views": Picklist(("base_id", "table_id"), {("appOperations", "tblOrders"): (("Open orders", "viwOpen"),)}),
    },
    "amazon_s3": {"buckets": _static(("example-exports", "example-exports"), ("example-imports", "example-imports"))},
    "asana": {"workspaces": _static(("Operations", "120001"), ("Sales", "120002"))},
    "github": {
        "orgs": _static(("example", "example")),
        "repos": Picklist(("org",), {("example",): (("example/orders", "orders"), ("example/returns", "returns"))}),
    },
    "quickbase": {
        "list_tables": Picklist(("app_name",), {("Orders",): (("Order", "order"), ("Customer", "customer"))})
    },
    "quickbooks": {"get_customers": _static(("Northwind Tools", "1"), ("Contoso Freight", "2"))},
    "redshift": {"columns_list": Picklist(("table",), {("orders",): (("id", "id"), ("status", "status"))})},
    "salesforce": {
        "all_sobjects": _static(
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
        "opportunity_StageName": _static(*_STAGES),
    },
}

"""A typical partner workflow: create a customer, fill its workspace, handle errors, list and delete customers.

Run it against a mock server, never against a real account:

    workato-mock serve --token demo-token
    python examples/onboard_customer.py http://127.0.0.1:8765
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from workato_embedded import AuthenticationError, NotFoundError, WorkatoEmbedded


def onboard(client: WorkatoEmbedded) -> Iterator[str]:
    """Create a customer with a member. Each `yield` names what was just checked."""
    customer = client.managed_users.create(
        name="Acme Freight", notification_email="ops@example.com", external_id="acme/7"
    )
    assert customer.external_id == "acme/7"
    yield f"the new account has the id {customer.id}"

    same = client.managed_users.get("Eacme/7")
    assert same.id == customer.id
    yield "`E` and the external id find the same account"

    changed = client.managed_users.update(customer.id, name="Acme Freight Ltd", origin_url=None)
    assert (changed.name, changed.external_id) == ("Acme Freight Ltd", "acme/7")
    yield "only what was sent has changed"

    member = client.managed_users.members.add(customer.id, name="Sam Rivers", role_name="Operator")
    assert client.managed_users.members.get(customer.id, member.id).role_name == "Operator"
    yield "the member belongs to the workspace"


def fill_tables(client: WorkatoEmbedded, managed_user_id: str) -> Iterator[str]:
    """Create a lookup table with three rows, and look up one of them."""
    table = client.lookup_tables.create(
        managed_user_id, name="country_codes", schema=[{"label": "code"}, {"label": "country"}]
    )
    assert client.lookup_tables.list(managed_user_id).items == [table]
    yield f"the new table has the id {table.id}"

    for code, country in [("SG", "Singapore"), ("TH", "Thailand"), ("JP", "Japan")]:
        client.lookup_tables.rows.add(managed_user_id, table.id, data={"code": code, "country": country})
    yield "three rows were added"

    found = client.lookup_tables.lookup(managed_user_id, table.id, by={"code": "TH"})
    assert found.data == {"code": "TH", "country": "Thailand"}
    yield "a row is found by its code"


def set_properties(client: WorkatoEmbedded, managed_user_id: str, project_id: int) -> Iterator[str]:
    """Set properties of the environment and of a project, and read them by prefix."""
    client.properties.upsert(managed_user_id, properties={"erp.url": "https://erp.example.com", "crm.batch": "50"})
    assert client.properties.list(managed_user_id, prefix="erp.") == {"erp.url": "https://erp.example.com"}
    yield "the environment's property is found by its prefix"

    client.properties.upsert(managed_user_id, project_id=project_id, properties={"erp.url": "https://p.example.com"})
    assert client.properties.list(managed_user_id, project_id=project_id, prefix="erp.") == {
        "erp.url": "https://p.example.com"
    }
    yield "the project has its own property of that name"


def handle_errors(client: WorkatoEmbedded, unauthorized: WorkatoEmbedded) -> Iterator[str]:
    """Catch the exceptions for 401, from a client with a wrong token, and for 404."""
    try:
        unauthorized.managed_users.get("Eacme/7")
    except AuthenticationError as error:
        assert error.body == {"message": "Unauthorized"}
        yield f"a wrong token raises {type(error).__name__}"

    try:
        client.managed_users.get("Enobody")
    except NotFoundError as error:
        assert (error.status_code, error.message) == (404, "Not found")
        yield f"an unknown customer raises {type(error).__name__}"


def list_all(client: WorkatoEmbedded) -> Iterator[str]:
    """Create more customers than fit on one page, and iterate over all of them."""
    made = {
        client.managed_users.create(name=f"Customer {n}", notification_email="ops@example.com").id for n in range(105)
    }
    yield f"{len(made)} more customers were created"

    first = client.managed_users.list()
    everyone = [customer.id for customer in first]
    assert made < set(everyone) and len(everyone) == first.total == len(set(everyone))
    assert len(list(first.iter_pages())) == 2
    yield f"{len(everyone)} customers on two pages, each listed once"


def off_board(client: WorkatoEmbedded, managed_user_id: str) -> Iterator[str]:
    """Delete the customer and everything in its workspace."""
    client.managed_users.delete(managed_user_id)
    try:
        client.lookup_tables.list(managed_user_id)
    except NotFoundError:
        yield "the account and its tables were deleted"


def workflow(client: WorkatoEmbedded, unauthorized: WorkatoEmbedded) -> Iterator[str]:
    """Run all steps. Customer `cust-0042` and its project 523200 are in the mock's default seed."""
    yield from onboard(client)
    yield from fill_tables(client, "Eacme/7")
    yield from set_properties(client, "Ecust-0042", 523200)
    yield from handle_errors(client, unauthorized)
    yield from list_all(client)
    yield from off_board(client, "Eacme/7")


if __name__ == "__main__":
    address = sys.argv[1]
    with (
        WorkatoEmbedded("demo-token", base_url=address) as partner,
        WorkatoEmbedded("wrong-token", base_url=address) as unauthorized,
    ):
        for checked in workflow(partner, unauthorized):
            print("✓", checked)

"""The command copy_properties copies properties of one customer to others."""

from __future__ import annotations

import re

import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.scenarios.fleet.customers import add_customers
from examples.fleet import copy_properties


def test_properties_are_copied(mock: WorkatoMock, client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]) -> None:
    """New and changed properties are written, others are kept, and no value is printed; a dry run writes nothing."""
    source, target, _ = add_customers(client, 3)
    client.properties.upsert(source, properties={"erp.url": "s3cret", "erp.user": "me", "erp.old": "1", "crm": "x"})
    client.properties.upsert(target, properties={"erp.old": "1", "erp.user": "you", "erp.own": "stays"})
    line = ["Ec0", "Ec1", "Ec2", "--prefix", "erp."]
    assert copy_properties.main([*line, "--dry-run"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Ec1: 1 new, 1 changed, 1 the same (+erp.url ~erp.user)"
    assert mock.journal.count("upsert_properties") == 2
    assert copy_properties.main(line) == 0
    assert client.properties.list(target, prefix="") == {
        "erp.url": "s3cret",
        "erp.user": "me",
        "erp.old": "1",
        "erp.own": "stays",
    }
    capsys.readouterr()
    assert copy_properties.main(line) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Ec1: 0 new, 0 changed, 3 the same",
        "Ec2: 0 new, 0 changed, 3 the same",
    ]
    assert mock.journal.count("upsert_properties") == 4


@pytest.mark.usefixtures("mock")
def test_properties_of_projects_are_copied(client: WorkatoEmbedded) -> None:
    """Projects of the source and of one target can be given; a target project for several targets is rejected."""
    client.properties.upsert("Ecust-0042", properties={"a": "1"}, project_id=523200)
    line = ["Ecust-0042", "Ecust-0042", "--source-project", "523200"]
    assert copy_properties.main(line) == 0
    assert client.properties.list("Ecust-0042", prefix="a")["a"] == "1"
    with pytest.raises(SystemExit) as caught:
        copy_properties.main([*line, "Ecust-0043", "--target-project", "1"])
    assert caught.value.code == 2


@pytest.mark.usefixtures("mock")
def test_copying_continues_after_a_customer_that_fails(
    client: WorkatoEmbedded, capsys: pytest.CaptureFixture[str]
) -> None:
    """A customer that fails is named, the next one gets its properties, and the exit code is 1."""
    add_customers(client, 1)
    assert copy_properties.main(["Ecust-0042", "Enobody", "Ec0"]) == 1
    shown = capsys.readouterr()
    error = r"Enobody: GET /api/managed_users/Enobody/properties: 404 Not found \(id [0-9a-f]{32}\)\n"
    assert re.fullmatch(error, shown.err)
    assert shown.out.startswith("Ec0: ")

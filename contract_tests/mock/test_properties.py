"""Properties of environments and projects: what is written is returned by each operation that reads it."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded import BadRequestError, WorkatoEmbedded

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


@given(
    environment=st.dictionaries(TEXT, TEXT, max_size=4), project=st.dictionaries(TEXT, TEXT, max_size=4), prefix=TEXT
)
def test_properties_are_kept_by_scope_and_filtered_by_prefix(
    base_url: str, environment: dict[str, str], project: dict[str, str], prefix: str
) -> None:
    """Properties with any name are returned from the scope to which they were written, filtered by prefix."""
    with WorkatoEmbedded(f"properties-{uuid.uuid4()}", base_url=base_url) as client:
        client.properties.upsert("Eacme/42", properties=environment)
        assert client.properties.list("Eacme/42", prefix="") == environment
        client.properties.upsert(512044, project_id=523200, properties=project)
        own = {**project, "billing.admin_email": "admin@example.com", "billing.public_url": "https://www.example.com"}
        expected = {name: value for name, value in own.items() if name.startswith(prefix)}
        got = client.properties.list(512044, project_id="523200", prefix=prefix)
        assert got == {**expected, **{k: project[k] for k in expected if k in project}}


@pytest.mark.round_trip("upsert_properties", "list_properties")
def test_an_upsert_keeps_properties_that_are_not_sent(client: WorkatoEmbedded) -> None:
    """An upsert changes existing names, adds new ones up to a thousand in total, and keeps the others."""
    client.properties.upsert(512044, properties={"crm_sync.batch_size": "5", "new": ""})
    assert client.properties.list(512044, prefix="") == {
        "crm_sync.object_name": "Contact",
        "crm_sync.batch_size": "5",
        "new": "",
    }
    client.properties.upsert(512044, properties={f"p{n}": "" for n in range(997)})
    assert len(client.properties.list(512044, prefix="")) == 1000
    with pytest.raises(BadRequestError):
        client.properties.upsert(512044, properties={"one more": ""})
    client.properties.upsert(512044, properties={"p0": "an existing name does not count twice"})

"""People who were invited into the team of a customer and have not joined."""

from sqlalchemy import BigInteger, Index, Text

from workato_embedded_mock.store.tables.base import parent, required, table

member_invitations = table(
    "member_invitations",
    required("managed_user_id", BigInteger),
    required("name", Text),
    required("email", Text),
    # The address as it is compared: small letters only.
    required("address", Text),
    required("role_name", Text),
    required("created_at", Text),
    parent("managed_user_id", "managed_users"),
    Index("member_invitations_address", "namespace", "managed_user_id", "address", unique=True),
    first_id=750_000,
)

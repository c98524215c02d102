"""Run the site against a mock: `python -m examples.embedded_partner`, with the environment of `workato-mock env`."""

from __future__ import annotations

from urllib.parse import urlsplit

from workato_embedded import WorkatoEmbedded
from workato_embedded.embedding import generate_key

from examples.embedded_partner.app import Partner, create_app

HOST, PORT = "127.0.0.1", 5000
CUSTOMER = "Ecust-0042"


def main() -> None:
    """Register a new key and the origin of the site with the mock, and serve the site."""
    with WorkatoEmbedded() as client:
        address = urlsplit(client.base_url)
        if address.hostname not in ("127.0.0.1", "localhost"):
            raise SystemExit(f"this program replaces the key of the account: expected a mock, not {client.base_url}")
        partner = prepare(client, CUSTOMER, f"http://{HOST}:{PORT}")
        create_app(partner).run(HOST, PORT)


def prepare(client: WorkatoEmbedded, customer: str, origin: str) -> Partner:
    """Register a new key, and the origin of the site for the customer; return the settings of the site."""
    pair = generate_key()
    vendor_id = client.account.update_signature_verification_key(key=pair.public_key).vendor_id
    client.managed_users.update(customer, origin_url=origin, frame_ancestors=origin)
    script = f"{client.base_url.removesuffix('/api')}/r/embedding-client.js"
    return Partner(client, customer, pair.private_key, vendor_id, script)


if __name__ == "__main__":
    main()

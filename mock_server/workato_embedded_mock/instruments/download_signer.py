"""Signs the short-lived addresses of zip files, and reads the signatures; must not know what the files are."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.store.availability import unavailability
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.server_keys import server_key

_TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class DownloadSigner:
    """Signs the addresses of zip files.

    A signature is the vendor id of an account, encrypted and authenticated (RFC 5297: the authentication code is also
    what the encryption begins with). So an address cannot be guessed or changed, and does not show the account.

    Attributes:
        key: The key. All processes with one database have the same.
        seconds: How long an address is valid by the namespace's clock.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    seconds: int = 10

    def expiry(self, now: datetime) -> int:
        """Return when an address that is signed now expires, in milliseconds since 1970."""
        return int((now + timedelta(seconds=self.seconds)).timestamp() * 1000)

    def sign(self, vendor_id: str, file_id: int, expires: int) -> str:
        """Return the signature of the address of a file of an account, as hexadecimal text."""
        account = vendor_id.encode()
        tag = self._tag(account, file_id, expires)
        return (tag + self._mask(account, tag)).hex()

    def vendor_id(self, signature: str, file_id: int, expires: int) -> str | None:
        """Return the vendor id of the account with a file; None if the signature is not that of the address."""
        try:
            data = bytes.fromhex(signature)
        except ValueError:
            return None
        tag = data[:_TAG_BYTES]
        account = self._mask(data[_TAG_BYTES:], tag)
        return account.decode() if hmac.compare_digest(tag, self._tag(account, file_id, expires)) else None

    def _tag(self, account: bytes, file_id: int, expires: int) -> bytes:
        return self._digest(b"%d/%d/%b" % (file_id, expires, account))[:_TAG_BYTES]

    def _mask(self, data: bytes, tag: bytes) -> bytes:
        """Encrypt or decrypt data, which is shorter than a digest."""
        size = len(data)
        mask = self._digest(b"mask" + tag)[:size]
        return (int.from_bytes(data) ^ int.from_bytes(mask)).to_bytes(size)

    def _digest(self, text: bytes) -> bytes:
        return hmac.digest(self.key, text, hashlib.sha256)


def download_signer(database: Database, seconds: int) -> DownloadSigner:
    """Return what signs the addresses of a server, with the key of its database.

    Raises:
        StartError: The database has no key yet, and none can be written.
    """
    try:
        key = server_key(database, "downloads")
    except Exception as error:
        cause = unavailability(error)
        if cause is None:
            raise
        raise StartError(f"the database cannot be used: {cause}") from error
    return DownloadSigner(bytes.fromhex(key), seconds)

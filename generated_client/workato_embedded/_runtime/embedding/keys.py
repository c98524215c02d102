"""Reads and generates the RSA keys that sign tokens. cryptography is imported when the first key is read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
else:
    # So that annotations can be evaluated without the extra.
    RSAPrivateKey = Any

# A private key as PEM text, bytes, a file, or an object of cryptography.
GivenKey: TypeAlias = str | bytes | os.PathLike[str] | RSAPrivateKey
# A private key, or a function that returns it before each signature.
Key: TypeAlias = GivenKey | Callable[[], GivenKey]

KEY_VARIABLE: Final = "WORKATO_EMBEDDED_SIGNING_KEY"

# RS256 requires it: RFC 7518, section 3.3.
SMALLEST_KEY: Final = 2048
_BEGIN: Final = re.compile("-----BEGIN ([A-Z0-9 ]+)-----")
_PRIVATE: Final = {"PRIVATE KEY", "RSA PRIVATE KEY"}
# A text up to this length may be a mistyped path, which the error message shows. A key is longer.
_LONGEST_SHOWN: Final = 200


@dataclass(frozen=True)
class KeyPair:
    """An RSA key pair. Its `repr` does not show the private key.

    Attributes:
        private_key: The private key as PEM text (PKCS#8), which signs tokens.
        public_key: The public key as PEM text, for `client.account.update_signature_verification_key`.
    """

    private_key: str = field(repr=False)
    public_key: str


@contextmanager
def extra_needed() -> Generator[None, None, None]:
    """Name the extra in the ModuleNotFoundError of an import."""
    try:
        yield
    except ModuleNotFoundError as error:
        sentence = f"{error.name} is missing: pip install 'workato-embedded[embedding]'"
        raise ModuleNotFoundError(sentence, name=error.name) from error


def generate() -> KeyPair:
    """Return a new key pair of 2048 bits."""
    with extra_needed():
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    made = rsa.generate_private_key(public_exponent=65537, key_size=SMALLEST_KEY)
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(private.decode("ascii"), public_pem(made))


def public_pem(key: RSAPrivateKey) -> str:
    """Return the public key of a private key as PEM text."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def load(key: Key | None, environment: Mapping[str, str]) -> RSAPrivateKey:
    """Return the private key that an argument, or the environment variable in its place, describes.

    Raises:
        ValueError: There is no key, or it is not an unencrypted RSA private key of at least 2048 bits.
        TypeError: The key has another type.
        OSError: The file of a path object cannot be read.
    """
    given = key() if callable(key) else key
    if given is None:
        given = environment.get(KEY_VARIABLE) or None
    if given is None:
        raise ValueError(f"missing key: pass it, or set {KEY_VARIABLE} to PEM text or the path of a file")
    with extra_needed():
        from cryptography.hazmat.primitives.asymmetric import rsa
    loaded = given if isinstance(given, rsa.RSAPrivateKey) else _parse(_pem(given))
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise ValueError("invalid key: RS256 requires an RSA key, and this is a key of another kind")
    if loaded.key_size < SMALLEST_KEY:
        raise ValueError(
            f"invalid key: RS256 requires at least {SMALLEST_KEY} bits, and this key has {loaded.key_size}"
        )
    return loaded


def _pem(given: str | bytes | os.PathLike[str]) -> bytes:
    """Return PEM text as bytes. Messages do not show it, since it is a secret."""
    if isinstance(given, bytes):
        return given
    if isinstance(given, os.PathLike):
        return Path(given).read_bytes()
    if not isinstance(given, str):
        raise TypeError(f"key must be PEM text, a path or a function, not {type(given).__name__}")
    if _BEGIN.search(given):
        # An environment variable often has `\n` instead of line ends.
        return given.replace("\\n", "\n").encode()
    try:
        return Path(given).read_bytes()
    except (OSError, ValueError):
        shown = f", not {given!r}" if len(given) <= _LONGEST_SHOWN else ""
        expected = "PEM text, which starts with -----BEGIN, or the path of a file that can be read"
        # Without its cause, which would show a key that was taken for a path.
        raise ValueError(f"invalid key: expected {expected}{shown}") from None


def _parse(pem: bytes) -> object:
    """Return the private key of PEM text. Raises ValueError if it has none, or if it is encrypted."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    label = _BEGIN.search(pem.decode("ascii", "replace"))
    if label is None:
        raise ValueError("invalid key: expected PEM text, which starts with -----BEGIN")
    if label[1] not in _PRIVATE | {"EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}:
        raise ValueError(f"invalid key: expected a PRIVATE KEY or RSA PRIVATE KEY, and this is a {label[1]}")
    try:
        return load_pem_private_key(pem, password=None)
    except TypeError:
        raise ValueError(
            "invalid key: it is encrypted; decrypt it, or pass what load_pem_private_key of cryptography returns"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("invalid key: the PEM text is damaged") from None

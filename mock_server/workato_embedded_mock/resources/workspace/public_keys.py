"""Checks RSA public keys in PEM format, as far as possible without a cryptography library."""

from __future__ import annotations

import base64
import binascii
import re

_PEM = re.compile(
    r"\s*-----BEGIN (?P<label>[A-Z0-9 ]+)-----[ \t]*\r?\n"
    r"(?P<text>[A-Za-z0-9+/=\s]+)"
    r"-----END (?P=label)-----\s*",
    re.ASCII,
)
# The object identifier 1.2.840.113549.1.1.1 (rsaEncryption) in DER.
_RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101")

_INTEGER, _BIT_STRING, _SEQUENCE = 0x02, 0x03, 0x30


def check_public_key(text: str) -> None:
    """Check that a string is an RSA public key in PEM format, as RS256 needs it.

    Raises:
        ValueError: The string is not such a key.
    """
    match = _PEM.fullmatch(text)
    if match is None:
        raise ValueError("this is not PEM: expected base64 between a BEGIN line and an END line")
    label = match["label"]
    if label not in {"PUBLIC KEY", "RSA PUBLIC KEY"}:
        raise ValueError(f"this is a {label}; expected a PUBLIC KEY")
    try:
        content = base64.b64decode("".join(match["text"].split()), validate=True)
        key = content if label == "RSA PUBLIC KEY" else _wrapped_key(content)
        _check_numbers(key)
    except (binascii.Error, IndexError) as error:
        raise ValueError("the content of the PEM text is not an RSA public key") from error


def _wrapped_key(content: bytes) -> bytes:
    """Return the key in a SubjectPublicKeyInfo."""
    algorithm, after = _first_element(_single_element(content, _SEQUENCE), _SEQUENCE)
    if not algorithm.startswith(_RSA_ENCRYPTION):
        raise ValueError("this is not an RSA key, which RS256 requires")
    # The first byte of a bit string is the number of unused bits in its last byte.
    return _single_element(after, _BIT_STRING)[1:]


def _check_numbers(key: bytes) -> None:
    """Check that the key consists of a modulus and an exponent."""
    modulus, after = _first_element(_single_element(key, _SEQUENCE), _INTEGER)
    exponent = _single_element(after, _INTEGER)
    if not modulus or not exponent:
        raise IndexError("the modulus or the exponent is empty")


def _single_element(data: bytes, tag: int) -> bytes:
    """Return the content of the only element of the data."""
    content, after = _first_element(data, tag)
    if after:
        raise IndexError("unexpected data after the element")
    return content


def _first_element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """Return the content of the first element, and the data after it.

    Raises:
        IndexError: The element has another tag or is truncated.
    """
    if data[0] != tag:
        raise IndexError("unexpected tag")
    length, start = data[1], 2
    if length >= 0x80:  # a long form: the number of length bytes
        start += length - 0x80
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        raise IndexError("the element is truncated")
    return data[start : start + length], data[start + length :]

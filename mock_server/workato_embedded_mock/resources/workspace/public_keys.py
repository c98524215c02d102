"""Tells RSA public keys in PEM from everything else, as far as one can without cryptography."""

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
_RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101")
"""The object identifier 1.2.840.113549.1.1.1 in DER."""

_INTEGER, _BIT_STRING, _SEQUENCE = 0x02, 0x03, 0x30


def check_public_key(text: str) -> None:
    """Refuse what is no RSA public key in PEM, the kind that signatures by RS256 are checked with.

    Raises:
        ValueError: It is something else; the text says what.
    """
    match = _PEM.fullmatch(text)
    if match is None:
        raise ValueError("this is no PEM text: it has no BEGIN and END lines with base64 in between")
    label = match["label"]
    if label not in {"PUBLIC KEY", "RSA PUBLIC KEY"}:
        raise ValueError(f"this is a {label}, not a PUBLIC KEY")
    try:
        content = base64.b64decode("".join(match["text"].split()), validate=True)
        key = content if label == "RSA PUBLIC KEY" else _wrapped_key(content)
        _check_numbers(key)
    except (binascii.Error, IndexError) as error:
        raise ValueError("what is between the lines of the PEM text is no RSA public key") from error


def _wrapped_key(content: bytes) -> bytes:
    """Take the key out of a SubjectPublicKeyInfo."""
    algorithm, after = _element(_only(content, _SEQUENCE), _SEQUENCE)
    if not algorithm.startswith(_RSA_ENCRYPTION):
        raise ValueError("this is a key for another algorithm than RSA, which RS256 needs")
    # The first byte of a bit string counts the unused bits of the last one.
    return _only(after, _BIT_STRING)[1:]


def _check_numbers(key: bytes) -> None:
    """Look for modulus and exponent, and nothing else."""
    modulus, after = _element(_only(key, _SEQUENCE), _INTEGER)
    exponent = _only(after, _INTEGER)
    if not modulus or not exponent:
        raise IndexError("a number is empty")


def _only(data: bytes, tag: int) -> bytes:
    """Answer the content of the one element that the data is made of."""
    content, after = _element(data, tag)
    if after:
        raise IndexError("there is more")
    return content


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """Cut off the first element, which must have a tag; answer its content and what follows.

    Raises:
        IndexError: There is no such element.
    """
    if data[0] != tag:
        raise IndexError("another element is here")
    length, start = data[1], 2
    if length >= 0x80:  # then this byte counts those of the length
        start += length - 0x80
        length = int.from_bytes(data[2:start], "big")
    if len(data) < start + length:
        raise IndexError("the element is cut off")
    return data[start : start + length], data[start + length :]

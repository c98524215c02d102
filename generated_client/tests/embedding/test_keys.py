"""Tests of the keys that sign tokens."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from workato_embedded import embedding
from workato_embedded.embedding import KeyPair, generate_key, public_key, sign

NOTHING = NoEncryption()


def signed(key: Any) -> str:
    """Return a token that is signed with a key."""
    return sign(7, key=key, vendor_id="vnd1")


def is_signed(token: str, pair: KeyPair) -> bool:
    """Return whether the public key of a pair verifies a token."""
    return bool(jwt.decode(token, pair.public_key, algorithms=["RS256"]))


def pem(key: Any, form: PrivateFormat = PrivateFormat.PKCS8, encryption: Any = NOTHING) -> str:
    """Return a private key as PEM text."""
    return str(key.private_bytes(Encoding.PEM, form, encryption).decode("ascii"))


def loaded(pair: KeyPair) -> Any:
    """Return the private key of a pair as an object of cryptography."""
    return load_pem_private_key(pair.private_key.encode(), None)


def test_generated_keys_differ_and_are_not_shown() -> None:
    """Each generated key pair is new, and its repr shows the public key only."""
    one, other = generate_key(), generate_key()
    assert one.private_key != other.private_key
    assert one.public_key != other.public_key
    assert "PRIVATE" not in repr(one)
    assert one.public_key.startswith("-----BEGIN PUBLIC KEY-----\n")


@pytest.mark.parametrize(
    "given",
    [
        lambda pair, _: pair.private_key,
        lambda pair, _: pair.private_key.encode(),
        lambda pair, _: pem(loaded(pair), PrivateFormat.TraditionalOpenSSL),
        lambda pair, _: pair.private_key.replace("\n", "\\n"),
        lambda pair, _: pair.private_key.replace("\n", "\r\n"),
        lambda pair, _: loaded(pair),
        lambda _, file: file,
        lambda _, file: str(file),
        lambda _, file: lambda: file,
        lambda pair, _: lambda: pair.private_key,
    ],
    ids=["text", "bytes", "pkcs1", "escaped", "crlf", "object", "path", "name", "function-file", "function-text"],
)
def test_a_key_can_be_given_in_many_forms(given: Callable[[KeyPair, Path], Any], pair: KeyPair, tmp_path: Path) -> None:
    """A key is PEM text with any line ends, bytes, a file, a loaded key, or a function that returns one of these."""
    file = tmp_path / "key.pem"
    file.write_text(pair.private_key)
    assert is_signed(signed(given(pair, file)), pair)
    assert public_key(given(pair, file)) == pair.public_key


@pytest.mark.parametrize("form", ["text", "file"])
def test_the_key_can_be_in_the_environment(
    form: str, pair: KeyPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an argument, the key is that of the environment variable: PEM text, or the path of a file."""
    file = tmp_path / "key.pem"
    file.write_text(pair.private_key)
    monkeypatch.setenv("WORKATO_EMBEDDED_SIGNING_KEY", pair.private_key if form == "text" else str(file))
    assert is_signed(sign(7, vendor_id="vnd1"), pair)
    monkeypatch.setenv("WORKATO_EMBEDDED_SIGNING_KEY", "")
    with pytest.raises(ValueError, match="missing key: pass it, or set WORKATO_EMBEDDED_SIGNING_KEY"):
        sign(7, vendor_id="vnd1")


def test_a_function_is_called_for_each_token(pair: KeyPair) -> None:
    """A function returns the key before each signature, so that the key can change."""
    later = generate_key()
    keys = iter([pair.private_key, later.private_key])
    assert is_signed(signed(lambda: next(keys)), pair)
    assert is_signed(signed(lambda: next(keys)), later)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (lambda pair: pair.public_key, "expected a PRIVATE KEY or RSA PRIVATE KEY, and this is a PUBLIC KEY"),
        (lambda pair: pem(loaded(pair), PrivateFormat.OpenSSH), "and this is a OPENSSH PRIVATE KEY"),
        (lambda pair: pem(loaded(pair), encryption=BestAvailableEncryption(b"pass")), "it is encrypted; decrypt it"),
        (
            lambda pair: pem(loaded(pair), PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"pass")),
            "it is encrypted; decrypt it",
        ),
        (lambda _: pem(ec.generate_private_key(ec.SECP256R1())), "requires an RSA key"),
        (lambda _: pem(rsa.generate_private_key(65537, 1024)), "at least 2048 bits, and this key has 1024"),
        (lambda _: rsa.generate_private_key(65537, 1024), "at least 2048 bits, and this key has 1024"),
        (lambda pair: pair.private_key.replace("MII", "MIJ", 1), "the PEM text is damaged"),
        (lambda _: b"\xff\x00", "expected PEM text, which starts with -----BEGIN"),
        (lambda _: "no-such-file.pem", "the path of a file that can be read, not 'no-such-file.pem'"),
        (lambda _: "nul\0.pem", "the path of a file that can be read"),
    ],
    ids=[
        *("public", "openssh", "encrypted", "encrypted-pkcs1", "elliptic", "short", "short-object"),
        *("damaged", "bytes", "no-file", "nul"),
    ],
)
def test_a_wrong_key_is_named(given: Callable[[KeyPair], Any], problem: str, pair: KeyPair) -> None:
    """A key that cannot sign with RS256 raises an error that says what it is, and does not show the key."""
    with pytest.raises(ValueError, match=r"^invalid key: ") as raised:
        signed(given(pair))
    assert problem in str(raised.value)
    assert "MI" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_key_without_its_begin_line_is_not_shown(pair: KeyPair) -> None:
    """A key that lost its first line is taken for a path, and no message shows it."""
    text = "".join(pair.private_key.splitlines()[1:-1])
    with pytest.raises(ValueError, match=r"can be read$") as raised:
        signed(text)
    assert text[:20] not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_missing_file_or_another_type_is_an_error(tmp_path: Path) -> None:
    """A path object that cannot be read raises its OSError, and another type a TypeError."""
    with pytest.raises(FileNotFoundError):
        signed(tmp_path / "missing.pem")
    with pytest.raises(TypeError, match="key must be PEM text, a path or a function, not int"):
        signed(7)


@pytest.mark.parametrize("module", ["cryptography", "jwt"])
def test_a_missing_library_names_the_extra(module: str, pair: KeyPair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a library of the extra, signing raises an error with the command that installs it."""
    key = loaded(pair)
    for name in [*sys.modules]:
        if name.partition(".")[0] == module:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        ModuleNotFoundError, match=rf"^{module}\S* is missing: pip install 'workato-embedded\[embedding\]'$"
    ):
        signed(key)


def test_annotations_can_be_evaluated() -> None:
    """Tools that evaluate annotations can do so, for every function of the module."""
    functions = [getattr(embedding, name) for name in embedding.__all__]
    assert all("return" in typing.get_type_hints(each) for each in functions if not isinstance(each, type))
    assert "key" in typing.get_type_hints(embedding.TokenOptions)

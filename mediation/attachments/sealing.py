"""Sealing bytes with the keys of personal data, without the third that text encoding would add."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.fernet import InvalidToken

from mediation.kernel.columns import KeyMissing, data_cipher


def seal(body: bytes) -> bytes:
    """Return ``body`` sealed with the newest key."""
    return urlsafe_b64decode(data_cipher().encrypt(body))


def unseal(sealed: bytes) -> bytes:
    """Return what was sealed.

    :raises KeyMissing: none of the configured keys opens it
    """
    try:
        return data_cipher().decrypt(urlsafe_b64encode(sealed))
    except InvalidToken as error:
        raise KeyMissing("an attachment cannot be read with the configured keys") from error

"""The filters of a saved list at rest: a citizen's name among them lies under seal, as everywhere."""

from collections.abc import Mapping

from mediation.kernel.columns import data_cipher

SEALED = ("party", "words")


def sealed(written: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of a list with what may name a citizen encrypted."""
    return {
        name: data_cipher().encrypt(value.encode()).decode() if name in SEALED else value
        for name, value in written.items()
    }


def opened(kept: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters as they were written."""
    return {
        name: data_cipher().decrypt(value.encode()).decode() if name in SEALED else value
        for name, value in kept.items()
    }

"""Whether the keys that were given are those of the database: one sealed value is read."""

from collections.abc import Iterator

from sqlalchemy import Column, Engine, select

from mediation.kernel.base import Base
from mediation.kernel.columns import KeyMissing, Sealed


class KeysDoNotFit(KeyMissing):
    """The database was sealed with keys that are not among those given."""

    def __init__(self) -> None:
        super().__init__(
            "MEDIATION_DATA_KEYS are not the keys of this database: its personal data cannot be read. "
            "Give the keys it was filled with (an older key stays behind the newer one)"
        )


def prove(engine: Engine) -> None:
    """Read one sealed value, if the database holds any.

    :raises KeysDoNotFit: it cannot be read with the keys that were given
    """
    with engine.connect() as connection:
        for column in _sealed():
            try:
                found = connection.scalars(select(column).limit(1)).first()
            except KeyMissing as error:
                raise KeysDoNotFit from error
            if found is not None:
                return


def _sealed() -> Iterator[Column[object]]:
    """Yield sealed columns that are never empty: the first row answers, however many there are."""
    for table in Base.metadata.sorted_tables:
        yield from (
            column for column in table.columns if isinstance(column.type, Sealed) and not column.nullable
        )

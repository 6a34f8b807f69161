"""What a server makes at its start lives as long as it: collecting garbage need not look through it again."""

import gc


def settle() -> None:
    """Leave all that was made so far out of every later collection.

    A quarter of a million objects, modules and classes mostly. Looking through them takes as long as a page,
    and it would be done in the middle of one.
    """
    gc.collect()
    gc.freeze()

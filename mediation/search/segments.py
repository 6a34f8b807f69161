"""Parts a sentence typed without blanks into the words people would look up one by one."""

from mediation.search.rules.asking import Word

LONG_ENOUGH = 3
"""Units from which on a word is worth parting."""


def segments(word: Word) -> list[Word]:
    """Return the words of two characters or more within ``word``; none where it cannot be parted.

    The dictionary is read on first use (a tenth of a second), since most searches never need it.
    """
    if len(word.units) < LONG_ENOUGH:
        return []
    import rjieba

    found = [Word(text) for text in dict.fromkeys(rjieba.cut(word.text))]
    parted = [each for each in found if not each.is_too_short]
    return parted if len(found) > 1 else []

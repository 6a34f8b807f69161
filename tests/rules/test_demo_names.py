"""Names of the demo: a party is never called like somebody on the staff."""

from web.demo.names import Names
from web.demo.people import HIRED


def test_a_name_that_is_taken_is_never_given():
    free = Names(seed=104)
    given = [free.next() for _ in range(3000)]
    names = Names(seed=104, taken=HIRED)

    assert set(given) & HIRED
    assert not {names.next() for _ in range(3000)} & HIRED


def test_names_beside_those_taken_stay_in_their_order():
    free, names = Names(seed=104), Names(seed=104, taken=HIRED)

    assert [name for name in (free.next() for _ in range(500)) if name not in HIRED][:400] == [
        names.next() for _ in range(400)
    ]

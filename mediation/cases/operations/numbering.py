"""Numbers that count up within a year, each series by itself; the series row is locked."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from mediation.cases import rules
from mediation.cases.model import NumberSeries
from mediation.kernel.clock import local
from mediation.kernel.unit_of_work import UnitOfWork


def number_in(uow: UnitOfWork, *, series: str, prefix: str, at: datetime) -> str:
    """Return the next number of the year in a series, e.g. ``浏督〔2026〕000003号``."""
    year = local(at).year
    row = uow.session.get(NumberSeries, (series, year), with_for_update=True)
    if row is None:
        row = _begin(uow, series, year)
    row.last += 1
    return rules.case_number(prefix, year, row.last)


def _begin(uow: UnitOfWork, series: str, year: int) -> NumberSeries:
    """Begin the year's series, unless somebody else did so a moment ago."""
    try:
        with uow.session.begin_nested():
            uow.session.add(NumberSeries(series=series, year=year, last=0))
    except IntegrityError:
        pass
    return uow.session.get_one(NumberSeries, (series, year), with_for_update=True)

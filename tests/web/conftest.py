"""What tests of pages ask for: the app over a small county, with the catalogue compiled."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mediation.cases.model import Attempt
from mediation.clocks import operations as clocks
from mediation.people.operations import add_person
from mediation.units.model import Unit
from tests.factories.people import a_post
from tests.web.stage import SYSTEM, Served, make_county, serve

TRANSLATIONS = Path(__file__).parents[2] / "web" / "translations"


@pytest.fixture(scope="session")
def _catalogue() -> None:
    for po in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            babel = [sys.executable, "-m", "babel.messages.frontend", "-q", "compile", "-i", str(po)]
            subprocess.run([*babel, "-o", str(mo)], check=True)


@pytest.fixture(scope="session")
def _county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "template.db"
    make_county(path)
    return path


@pytest.fixture
def served(_county: Path, _catalogue: None, tmp_path: Path) -> Iterator[Served]:
    """The app over its own copy of the county, on Monday 2026-09-14 10:00."""
    made = serve(_county, tmp_path)
    yield made
    made.system.engine.dispose()


@pytest.fixture
def at_work(served: Served) -> Served:
    """A county at work: three disputes, two of a grid and one of a branch, all late for days."""
    served.visit("grid").report()
    served.visit("grid").report(title="田埂移位", kind="land", submission="second")
    served.visit("branch").report(title="借款不还", kind="contract", source="application", submission="third")
    served.later(days=6)
    return served


@pytest.fixture
def colleague(served: Served) -> int:
    """A second grid leader in the very same grid."""
    with served.system.uow() as uow:
        person = add_person(uow, login="grid2", name="张桂英", by=SYSTEM, at=served.clock.now())
        with served.session() as session:
            grid = session.scalars(select(Unit).where(Unit.level == "grid").order_by(Unit.id)).first()
        a_post(uow.session, person=person, role="grid_leader", unit=grid)
        uow.commit()
        served.people["grid2"] = person.id
    return person.id


@pytest.fixture
def mediated(served: Served) -> str:
    """Address of a case in mediation at the village until 14 October."""
    address = served.visit("grid").report().location
    case_id = int(address.rsplit("/", 1)[1])
    now = served.clock.now()
    with served.system.uow() as uow:
        attempt_id = uow.session.scalar(select(Attempt.id).where(Attempt.case_id == case_id))
        facts = {"accepted_at": now}.get
        clocks.start(
            uow,
            case_id=case_id,
            policy="village.mediation",
            facts=facts,
            attempt_id=attempt_id,
            by=SYSTEM,
            at=now,
        )
        uow.commit()
    return address

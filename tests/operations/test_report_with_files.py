"""A dispute reported with its photographs: one act, one case, however often and however fast it is sent."""

import threading

from sqlalchemy import func, select

from mediation.attachments.intake import take_in
from mediation.attachments.model import Attachment
from mediation.attachments.settings import Limits
from mediation.cases.model import Case
from mediation.casework.operations import Reported
from mediation.casework.reporting import report_with
from mediation.ledger.queries import lines
from mediation.parties.operations import NewParty
from tests.factories import files


def _report(county, submission="quick-1", title="李甲与李乙邻里纠纷"):
    dispute = Reported(
        title=title,
        story="楼上漏水。",
        kind="neighbour",
        source="patrol",
        unit_id=county.units["grid"],
        parties=(NewParty(side="applicant", name="李甲"), NewParty(side="respondent", name="李乙")),
        submission=submission,
    )
    made = take_in([files.a_photo(), files.a_voice()], Limits())
    with county.system.uow() as uow:
        case = report_with(uow, dispute=dispute, files=made, by=county.who("grid_leader"), at=county.at)
        case_id = case.id
        uow.commit()
    return case_id


def _counted(county):
    with county.session() as session:
        return [session.scalar(select(func.count()).select_from(each)) for each in (Case, Attachment)]


def test_the_case_and_its_files_come_together(county):
    case_id = _report(county)

    with county.session() as session:
        said = [each.sentence for each in lines(session, case_id).items]
    assert any("1张照片、1段录音" in each for each in said)
    assert _counted(county) == [1, 2]


def test_the_same_form_again_is_the_same_case(county):
    assert _report(county) == _report(county)
    assert _counted(county) == [1, 2]


def test_two_at_the_same_moment_are_one_case(county):
    found, failed = [], []

    def _try():
        try:
            found.append(_report(county))
        except Exception as error:  # noqa: BLE001 - a thread's failure is told by the test
            failed.append(error)

    threads = [threading.Thread(target=_try) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(set(found)) == 1
    assert _counted(county) == [1, 2]

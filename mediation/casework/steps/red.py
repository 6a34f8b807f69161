"""Steps of a red alert: police and town confirm that it reached them."""

from mediation.cases import operations as cases
from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.casework.dossier import said


def police_receipt(act: Act) -> None:
    """The police station took the alert and says what it found (人民调解法 25)."""
    cases.receive_red_alert(
        act.uow,
        case=act.case,
        to_body="police",
        number=read.text(act.answers, "receipt_number"),
        measures=said(act, "arrived_note") or said(act, "note"),
        by=act.by,
        at=act.at,
    )


def town_receipt(act: Act) -> None:
    """The town took the alert and says what it does."""
    cases.receive_red_alert(
        act.uow,
        case=act.case,
        to_body=None,
        number=None,
        measures=said(act, "measures"),
        by=act.by,
        at=act.at,
    )


STEPS: dict[str, Step] = {
    "red.police_receipt": police_receipt,
    "red.town_receipt": town_receipt,
}

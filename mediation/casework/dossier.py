"""What steps share: the attempt under way, papers of the case, texts without names."""

from typing import Any

from mediation.agreements.queries import agreements
from mediation.cases.model import Attempt
from mediation.cases.refusals import NoOpenAttempt
from mediation.casework import answers as read
from mediation.casework.act import Act
from mediation.documents import operations as documents
from mediation.kernel.clock import day_of
from mediation.parties.queries import PartyView, mask_names, parties

PAPER_OF_FORM = {"private": "settlement", "oral": "oral_agreement", "written": "agreement"}


def open_attempt(act: Act) -> Attempt:
    """Return the attempt under way.

    :raises NoOpenAttempt: nobody has the case at the moment
    """
    if act.attempt is None or act.attempt.closed_at is not None:
        raise NoOpenAttempt()
    return act.attempt


def disputants(act: Act) -> tuple[PartyView, ...]:
    """Return the parties who dispute; a child who is only concerned is not among them."""
    return tuple(each for each in parties(act.uow.session, act.case.id) if each.side != "child")


def said(act: Act, name: str) -> str:
    """Return a free-text answer fit for the ledger: parties go by their aliases."""
    text = read.text(act.answers, name)
    return mask_names(text, parties(act.uow.session, act.case.id)) if text else ""


def issue_settlement(act: Act) -> None:
    """Put the agreement in force into the dossier, and that identities were checked at signing."""
    agreement = next(
        each for each in agreements(act.uow.session, act.case.id, today=day_of(act.at)) if each.is_in_force
    )
    fields = {
        "disputes": agreement.disputes,
        "terms": agreement.terms,
        "amount": agreement.amount,
        "promises": [
            {"party": each.party, "what": each.what, "due_on": each.due_on, "amount": each.amount}
            for each in agreement.promises
        ],
        "signatures": [{"who": each.who, "on": each.signed_on} for each in agreement.signatures],
        "reached_on": agreement.reached_on,
        "in_force_on": agreement.in_force_on,
    }
    if agreement.form == "written":
        issue(act, "identities")
    issue(act, PAPER_OF_FORM[agreement.form], **fields)


def issue(act: Act, kind: str, **fields: Any) -> documents.Issued:
    """Issue a paper of the case."""
    return documents.issue(act.uow, case_id=act.case.id, kind=kind, fields=fields, by=act.by, at=act.at)

"""Steps of a 集体评议."""

from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import issue
from mediation.reviews import operations
from mediation.reviews.rules import PHASES, NotPetitioner, Panel


def consent(act: Act) -> None:
    """The petitioner's word."""
    petitioner = read.ids(act.answers, "petitioner")
    if not petitioner:
        raise NotPetitioner(fields={"petitioner": NotPetitioner.message})
    operations.record_review_consent(
        act.uow,
        case_id=act.case.id,
        attempt_id=act.attempt.id if act.attempt else None,
        petitioner_id=petitioner[0],
        consented=read.flag(act.answers, "consented"),
        form=read.text(act.answers, "form") or "written",
        by=act.by,
        at=act.at,
    )


def form_panel(act: Act) -> None:
    """Who sits on it."""
    operations.form_panel(
        act.uow,
        case_id=act.case.id,
        panel=Panel(
            members=read.ids(act.answers, "members"),
            veterans=frozenset(read.ids(act.answers, "veterans")),
            groups=read.number(act.answers, "groups"),
            handling_body=read.number(act.answers, "handling_body_members"),
            relations=read.text(act.answers, "relations"),
        ),
        by=act.by,
        at=act.at,
    )


def hold(act: Act) -> None:
    """Both sides heard, then gone."""
    operations.hold_review(
        act.uow,
        case_id=act.case.id,
        held_on=read.day(act.answers, "held_on"),
        phases={phase: read.text(act.answers, phase) for phase in PHASES},
        both_heard=read.flag(act.answers, "both_heard", unless_given=True),
        left=read.flag(act.answers, "left", unless_given=True),
        by=act.by,
        at=act.at,
    )


def give_opinion(act: Act) -> None:
    """One member's opinion, sealed."""
    operations.give_opinion(
        act.uow,
        case_id=act.case.id,
        opinion=read.text(act.answers, "opinion"),
        reason=read.text(act.answers, "reason"),
        by=act.by,
        at=act.at,
    )


def sum_up(act: Act) -> None:
    """The chair sums up."""
    operations.sum_up(
        act.uow, case_id=act.case.id, summary=read.text(act.answers, "summary"), by=act.by, at=act.at
    )
    issue(
        act,
        "review_summary",
        评议归纳=read.text(act.answers, "summary"),
        效力="供参考，对任何一方都没有约束力",
    )


def deliver_summary(act: Act) -> None:
    """The parties get it."""
    operations.deliver_summary(
        act.uow,
        case_id=act.case.id,
        delivered_on=read.day(act.answers, "delivered_on"),
        by=act.by,
        at=act.at,
    )


def consent_anew(act: Act) -> None:
    """The petitioner is asked again."""
    operations.ask_review_anew(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def form_panel_anew(act: Act) -> None:
    """Another panel is formed."""
    operations.dissolve_panel(act.uow, case_id=act.case.id, by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "reviews.consent": consent,
    "reviews.form_panel": form_panel,
    "reviews.hold": hold,
    "reviews.give_opinion": give_opinion,
    "reviews.sum_up": sum_up,
    "reviews.deliver_summary": deliver_summary,
}

UNDO: dict[str, Undo | None] = {
    "reviews.consent": consent_anew,
    "reviews.form_panel": form_panel_anew,
}

SEALED_STEPS = frozenset({"reviews.give_opinion"})
"""Steps whose answers must not be kept among a case's records: the room keeps them sealed."""

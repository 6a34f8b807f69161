"""What every page with a form does: its own token, what was typed kept, what is wrong beside the fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from flask import request

from mediation.kernel.errors import Refused
from web import refusing, resending
from web.forms import FieldView, Form, Invalid, Sentence
from web.language import language, said

SUBMISSION = "submission"


@dataclass(frozen=True)
class Sheet:
    """A form as drawn.

    :ivar errors: (id of the field or "", sentence) for the summary on top
    :ivar submission: token under which it counts once, however often it is sent
    """

    fields: Sequence[FieldView]
    errors: Sequence[tuple[str, str]]
    submission: str


@dataclass
class Wrong:
    """What is wrong with what was sent, in the visitor's language.

    :ivar beside: field key -> sentences
    :ivar above: sentences that belong to no field
    """

    beside: dict[str, list[str]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)


def new_token() -> str:
    """Return a token for a form that was not sent yet."""
    return uuid4().hex


def sent_token() -> str:
    """Return the token of the form that was sent."""
    return request.form.get(SUBMISSION, "")[:40] or new_token()


def sheet(
    form: Form, *, values: Mapping[str, Any] | None = None, wrong: Wrong | None = None, token: str = ""
) -> Sheet:
    """Return the form as it is drawn, with what was typed and what is wrong."""
    wrong = wrong or Wrong()
    fields = form.fields(values, wrong.beside, language())
    beside = [(view.id, sentence) for view in fields for sentence in view.errors]
    errors = [("", sentence) for sentence in wrong.above] + beside
    resending.note_wrong(errors)
    return Sheet(fields, errors, token or new_token())


def invalid(form: Form, error: Invalid) -> Wrong:
    """Return what the form itself found wrong."""
    labels = {view.key: view.label for view in form.fields(language=language())}
    return Wrong(
        beside={key: [_said(one, labels.get(key)) for one in many] for key, many in error.errors.items()}
    )


def invalid_with_day(form: Form, error: Invalid, key: str, check: Callable[[date], None]) -> Wrong:
    """Return what the form found wrong, and at the same time what the rules say of the day under ``key``."""
    wrong = invalid(form, error)
    try:
        check(date.fromisoformat(request.form.get(key, "")))
    except ValueError:
        pass
    except Refused as refusal:
        wrong.beside.setdefault(key, []).append(said(refusal))
    return wrong


def refused(form: Form, refusal: Refused, *, named: Callable[[str], str] = str) -> Wrong:
    """Return what the rules refused, beside the fields where it belongs; it goes into the ledger.

    :param named: puts the names that the form says in the place of aliases; the ledger keeps these
    :raises Refused: again, where it is not something to mend in this form
    """
    if refusal.status != 422:
        raise refusal
    refusing.note(refusal)
    beside = {
        key: [named(_beside(refusal, sentence))]
        for key, sentence in refusal.fields.items()
        if key in form.inputs
    }
    return Wrong(beside=beside, above=[] if beside else [named(said(refusal))])


def _beside(refusal: Refused, sentence: str) -> str:
    """Return the sentence beside a field: mostly the refusal's own, which knows what fills it in."""
    return said(refusal if sentence in (refusal.message, refusal.sentence()) else sentence)


def _said(sentence: Sentence, label: str | None) -> str:
    if label is None or "label" not in sentence.params:
        return said(sentence)
    return said(Sentence(sentence.template, **{**sentence.params, "label": label}))

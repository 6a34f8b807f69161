"""Turns a script's answers into a form's: names become the ids behind them, then the form checks all."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.parties.model import Party
from mediation.processes.queries import form as form_json
from web.forms import Invalid, Option, build
from web.scenarios.stage import Stage


class NotAccepted(Refused):
    """The form did not take the answers."""

    message = N_("表单未通过：{errors}")


def answers_for(
    stage: Stage, session: Session, case: Case, item: WorkItem, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers as the page would hand them to the operation.

    :raises NotAccepted: the form refuses them
    """
    names = names_known(stage, session, case)
    if item.form_key is None:
        everybody = {**names["people"], **names["parties"]}
        return {key: _plain(value, everybody) for key, value in given.items()}
    digest = session.get_one(ProcessInstance, item.instance_id).digest
    drawn = form_json(session, digest, item.form_key)
    form = build(drawn, lambda key: (Option(value, name) for name, value in names[key].items()))
    try:
        return form.load(_named(drawn, given, names), strict=True)
    except Invalid as invalid:
        told = "; ".join(f"{key}: {'; '.join(map(str, errors))}" for key, errors in invalid.errors.items())
        raise NotAccepted(errors=told) from invalid


def names_known(stage: Stage, session: Session, case: Case) -> dict[str, dict[str, int]]:
    """Return the ids of those a script may name, by the source of options they stand in."""
    parties = session.scalars(select(Party).where(Party.case_id == case.id)).all()
    return {"people": dict(stage.people), "parties": {party.name: party.id for party in parties}}


def _named(
    drawn: Mapping[str, Any], given: Mapping[str, Any], names: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Return the answers with ids for names, in fields that choose from or repeat over a source."""
    chosen = {each["key"]: each["valuesKey"] for each in _components(drawn) if each.get("valuesKey")}
    repeated = {
        each["key"]: each["properties"]["forEach"]
        for each in _components(drawn)
        if (each.get("properties") or {}).get("forEach")
    }
    answers: dict[str, Any] = {}
    for key, value in given.items():
        stem, _, name = key.rpartition("_")
        if stem in repeated and name in names[repeated[stem]]:
            answers[f"{stem}_{names[repeated[stem]][name]}"] = value
        else:
            answers[key] = _plain(value, names[chosen[key]]) if key in chosen else value
    return answers


def _components(drawn: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for each in drawn.get("components", ()):
        yield each
        yield from _components(each)


def _plain(value: Any, names: Mapping[str, int]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return [_plain(each, names) for each in value]
    return value

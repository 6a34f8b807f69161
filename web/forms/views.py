"""A field as a template shows it: words in one language, values as they were typed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mediation.kernel.clock import local
from web.forms.answers import LONGEST
from web.forms.components import FieldSpec

INPUT_TYPES = {"date": "date", "datetime": "datetime-local", "time": "time"}


@dataclass(frozen=True)
class OptionView:
    """One option with its words and whether it stands chosen."""

    id: str
    value: str
    label: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True)
class FieldView:
    """One field, ready to draw.

    :ivar type: textfield, textarea, number, datetime, checkbox, checklist, radio, select, text ...
    :ivar input_type: the HTML type where it is a single line
    :ivar value: what stands in it, as text
    :ivar shown_only_if: JSON of the condition that hides it, for the script; "" where always shown
    :ivar hint_when: in words, when it needs an answer; for people without scripts
    """

    key: str
    id: str
    type: str
    label: str
    description: str
    required: bool
    value: str
    options: tuple[OptionView, ...]
    errors: tuple[str, ...]
    input_type: str
    inputmode: str
    min: str
    max: str
    maxlength: str
    autocomplete: str
    rows: int
    hidden_when: str
    hint_when: tuple[str, ...]

    @property
    def many(self) -> bool:
        """Whether several options may be chosen."""
        return self.type in ("checklist", "taglist")

    @property
    def is_group(self) -> bool:
        """Whether it is a set of boxes or buttons under one legend."""
        return self.type in ("checklist", "taglist", "radio")

    @property
    def is_input(self) -> bool:
        """Whether there is anything to answer."""
        return bool(self.key)


def view(
    spec: FieldSpec,
    *,
    given: Sequence[Any] | None,
    errors: Sequence[str],
    language: str,
    labels: Mapping[str, FieldSpec],
) -> FieldView:
    """Return ``spec`` as seen in ``language`` with the values ``given`` (None: never asked before)."""
    english = language.startswith("en")
    values = [_text(one) for one in _listed(spec.default if given is None else given)]
    rules = spec.rules
    longest = rules.get("maxLength") or LONGEST.get(spec.type, "")
    return FieldView(
        key=spec.key,
        id=f"field-{spec.key}",
        type=spec.type,
        label=(spec.label_en if english else "") or spec.label,
        description=(spec.description_en if english else "") or spec.description,
        required=spec.required,
        value="" if _is_secret(spec) or not values else values[0],
        options=_options(spec, values, english),
        errors=tuple(errors),
        input_type=INPUT_TYPES.get(spec.subtype, "text") if spec.type == "datetime" else _input_type(spec),
        inputmode=_inputmode(spec),
        min=_text(rules.get("min")),
        max=_text(rules.get("max")),
        maxlength=str(longest) if spec.type in LONGEST else "",
        autocomplete=spec.autocomplete,
        rows=spec.rows,
        hidden_when=json.dumps(spec.hidden_when, ensure_ascii=False) if spec.hidden_when else "",
        hint_when=_when(spec.hidden_when, labels, english),
    )


def _options(spec: FieldSpec, values: Sequence[str], english: bool) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(
            id=f"field-{spec.key}-{place}",
            value=_option_text(option.value),
            label=(option.label_en if english else "") or option.label,
            chosen=_option_text(option.value) in values,
            group=option.group,
        )
        for place, option in enumerate(spec.options)
    )


def _input_type(spec: FieldSpec) -> str:
    kinds = {"phone": "tel", "email": "email", "password": "password"}
    return kinds.get(spec.rules.get("validationType", ""), "text")


def _is_secret(spec: FieldSpec) -> bool:
    """Whether what was typed is never shown again."""
    return spec.rules.get("validationType") == "password"


def _inputmode(spec: FieldSpec) -> str:
    if spec.type != "number":
        return ""
    return "numeric" if spec.digits == 0 else "decimal"


def _listed(given: Any) -> Sequence[Any]:
    if given is None:
        return ()
    return given if isinstance(given, (list, tuple)) else (given,)


def _option_text(value: Any) -> str:
    """Return what an option posts; unlike an empty field, "no" is an answer."""
    return "false" if value is False else _text(value)


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, datetime):
        return (local(value) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _when(tree: Mapping[str, Any] | None, labels: Mapping[str, FieldSpec], english: bool) -> tuple[str, ...]:
    """Return the labels of the choices that call for this field; () where it cannot be said simply."""
    if tree is None:
        return ()
    negated = tree.get("not")
    if not negated or "any" in negated or "all" in negated:
        wanted = [negated] if negated and "is" in negated else (negated or {}).get("any", [])
    else:
        wanted = [negated]
    if any("is" not in one for one in wanted):
        return ()
    return tuple(word for word in (_choice(one, labels, english) for one in wanted) if word)


def _choice(term: Mapping[str, Any], labels: Mapping[str, FieldSpec], english: bool) -> str:
    spec = labels.get(term["is"])
    if spec is None:
        return ""
    for option in spec.options:
        if _text(option.value) == _text(term["value"]):
            return (option.label_en if english else "") or option.label
    return ((spec.label_en if english else "") or spec.label) if term["value"] is True else ""

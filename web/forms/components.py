"""Reads form-js components into plain descriptions of fields.

Beyond form-js's own vocabulary a component's ``properties`` may say:

``label_en``, ``description_en``
    the English words; options carry ``label_en`` beside ``label``
``autocomplete``
    what a browser may fill in, e.g. ``current-password``
``forEach``
    a source of options: the field is repeated once per option under the key ``<key>_<value>``
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from web.forms.conditions import BadCondition, read_condition

INPUTS = {
    "textfield",
    "textarea",
    "number",
    "datetime",
    "checkbox",
    "checklist",
    "radio",
    "select",
    "taglist",
}
WORDS = {"text", "separator", "spacer", "html"}
MANY = {"checklist", "taglist"}
CHOICES = MANY | {"radio", "select"}


class BadForm(Exception):
    """A form that cannot be shown; the message names the form and the component."""


@dataclass(frozen=True)
class Option:
    """One thing to choose. ``value`` comes back as it is, not as text.

    :ivar group: heading it stands under, with its neighbours of the same group; "" under none
    """

    value: Any
    label: str
    label_en: str = ""
    group: str = ""


Lookups = Callable[[str], Iterable[Option]]


@dataclass(frozen=True)
class FieldSpec:
    """What a designer said about one field."""

    type: str
    key: str
    label: str
    label_en: str = ""
    description: str = ""
    description_en: str = ""
    subtype: str = ""
    required: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
    digits: int | None = None
    options: tuple[Option, ...] = ()
    hidden_when: Mapping[str, Any] | None = None
    default: Any = None
    rows: int = 0
    autocomplete: str = ""

    @property
    def many(self) -> bool:
        """Whether the answer is a list."""
        return self.type in MANY

    @property
    def is_input(self) -> bool:
        """Whether there is anything to answer."""
        return self.type in INPUTS


def no_lookups(key: str) -> Iterable[Option]:
    """Know no dynamic source at all."""
    raise BadForm(f"no source of options is called {key!r}")


def read_components(form: Mapping[str, Any], lookups: Lookups) -> tuple[FieldSpec, ...]:
    """Return the form's fields, groups flattened, repeated fields spread out.

    :raises BadForm: a type, condition or source of options that is not known
    """
    name = form.get("id", "?")
    specs: list[FieldSpec] = []
    for raw in _flat(form.get("components", ())):
        try:
            specs.extend(_spread(raw, _spec(raw, lookups), lookups))
        except (BadCondition, BadForm, KeyError, TypeError, ValueError) as error:
            raise BadForm(f"form {name}, component {raw.get('key', raw.get('type'))}: {error}") from error
    keys = [spec.key for spec in specs if spec.is_input]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadForm(f"form {name} asks twice for {', '.join(sorted(twice))}")
    return tuple(specs)


def _flat(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for raw in components:
        if raw.get("type") == "group":
            if raw.get("label"):
                yield {"type": "text", "text": "### " + raw["label"], "properties": raw.get("properties", {})}
            yield from _flat(raw.get("components", ()))
        elif raw.get("type") not in ("button", "spacer"):
            yield raw


def _spec(raw: Mapping[str, Any], lookups: Lookups) -> FieldSpec:
    kind = raw["type"]
    if kind not in INPUTS | WORDS:
        raise ValueError(f"a field of type {kind!r} is not known")
    extra = raw.get("properties") or {}
    rules = raw.get("validate") or {}
    hide = (raw.get("conditional") or {}).get("hide")
    label = raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel") or raw.get("text") or ""
    return FieldSpec(
        type=kind,
        key=raw["key"] if kind in INPUTS else "",
        label=label,
        label_en=extra.get("label_en", raw.get("label_en", "")),
        description=raw.get("description", ""),
        description_en=extra.get("description_en", raw.get("description_en", "")),
        subtype=raw.get("subtype", "date" if kind == "datetime" else ""),
        required=bool(rules.get("required")),
        rules=rules,
        digits=raw.get("decimalDigits"),
        options=_options(raw, lookups) if kind in CHOICES else (),
        hidden_when=read_condition(hide) if hide else None,
        default=raw.get("defaultValue"),
        rows=int(extra.get("rows", 4)) if kind == "textarea" else 0,
        autocomplete=extra.get("autocomplete", ""),
    )


def _options(raw: Mapping[str, Any], lookups: Lookups) -> tuple[Option, ...]:
    if raw.get("valuesKey"):
        return tuple(lookups(raw["valuesKey"]))
    rows = raw.get("values")
    if rows is None:
        raise ValueError("there is nothing to choose from: neither values nor valuesKey")
    return tuple(
        Option(row["value"], row["label"], row.get("label_en", ""), row.get("group", "")) for row in rows
    )


def _spread(raw: Mapping[str, Any], spec: FieldSpec, lookups: Lookups) -> Iterable[FieldSpec]:
    source = (raw.get("properties") or {}).get("forEach")
    if not source:
        yield spec
        return
    for option in lookups(source):
        yield replace(
            spec,
            key=f"{spec.key}_{option.value}",
            label=f"{option.label}：{spec.label}",
            label_en=f"{option.label_en or option.label}: {spec.label_en or spec.label}",
        )

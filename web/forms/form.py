"""A form built from form-js JSON: what to show, and what to accept."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError

from web.forms import sentences
from web.forms.answers import answer_to
from web.forms.components import FieldSpec, Lookups, no_lookups, read_components
from web.forms.conditions import holds
from web.forms.sentences import Sentence
from web.forms.views import FieldView, view


class Invalid(Exception):
    """Answers that cannot be accepted yet.

    :ivar errors: field key -> the sentences about it
    """

    def __init__(self, errors: Mapping[str, Sequence[Sentence]]) -> None:
        super().__init__(" ".join(str(one) for many in errors.values() for one in many))
        self.errors = errors


class Form:
    """A form; build one with :func:`build`."""

    def __init__(self, name: str, specs: Sequence[FieldSpec]) -> None:
        self.name = name
        self.specs = tuple(specs)
        self.inputs = {spec.key: spec for spec in specs if spec.is_input}

    def load(self, given: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
        """Return the answers, one per visible field; blank ones None, lists [] and boxes False.

        Whole numbers are int, others Decimal, dates ``date``, moments aware in Asia/Shanghai. A
        field whose condition hides it is not asked, whatever was sent for it.

        :param given: a posted form (with ``getlist``) or a plain mapping of typed values
        :param strict: refuse keys the form does not have
        :raises Invalid: every field that is wrong, with its sentences
        """
        raw = {key: _value(given, spec) for key, spec in self.inputs.items()}
        errors: dict[str, list[Sentence]] = {}
        if strict:
            unknown = sorted(set(given) - set(self.inputs))
            errors = {key: [Sentence(sentences.NO_SUCH_FIELD, label=key)] for key in unknown}
        answers: dict[str, Any] = {}
        try:
            answers = self._schema(self._visible(raw)).load(raw, unknown=EXCLUDE)
        except ValidationError as error:
            errors.update({str(key): list(value) for key, value in error.messages_dict.items()})
        if errors:
            raise Invalid(errors)
        return answers

    def fields(
        self,
        values: Mapping[str, Any] | None = None,
        errors: Mapping[str, Sequence[str]] | None = None,
        language: str = "zh",
    ) -> list[FieldView]:
        """Return the fields to draw, with what was typed kept and what is wrong beside it."""
        return [
            view(
                spec,
                given=None if values is None or not spec.is_input else _given(values, spec),
                errors=(errors or {}).get(spec.key, ()) if spec.is_input else (),
                language=language,
                labels=self.inputs,
            )
            for spec in self.specs
        ]

    def _visible(self, raw: Mapping[str, Any]) -> list[FieldSpec]:
        """Return the fields not hidden; what a hidden field was sent does not count for later ones."""
        known = dict(raw)
        shown = []
        for spec in self.inputs.values():
            if spec.hidden_when is not None and holds(spec.hidden_when, known):
                del known[spec.key]
            else:
                shown.append(spec)
        return shown

    @staticmethod
    def _schema(specs: Sequence[FieldSpec]) -> Schema:
        return Schema.from_dict({spec.key: answer_to(spec) for spec in specs})()


def build(form_json: Mapping[str, Any], lookups: Lookups = no_lookups) -> Form:
    """Build a form from form-js JSON.

    :param lookups: ``lookups(valuesKey)`` returns the options of a dynamic source
    :raises BadForm: the JSON asks for something that is not known
    """
    return Form(str(form_json.get("id", "")), read_components(form_json, lookups))


def _given(values: Mapping[str, Any], spec: FieldSpec) -> Sequence[Any]:
    value = _value(values, spec)
    return value if isinstance(value, list) else [value]


def _value(given: Mapping[str, Any], spec: FieldSpec) -> Any:
    getlist = getattr(given, "getlist", None)
    if getlist is None:
        value = given.get(spec.key)
        return list(value) if isinstance(value, tuple) else value
    if spec.many:
        return [one for one in getlist(spec.key) if one != ""]
    return given.get(spec.key)

"""Turns what was typed into answers: text, whole numbers, exact decimals, days, aware moments."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import ValidationError, fields

from mediation.kernel.clock import SHANGHAI
from web.forms import sentences
from web.forms.components import FieldSpec
from web.forms.sentences import Sentence

LONGEST = {"textfield": 200, "textarea": 5000}
LARGEST_NUMBER = Decimal(10) ** 12
PHONE = re.compile(r"\+?[\d \-()]{7,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
YES, NO = {"true", "on", "1", "yes", "是"}, {"", "false", "off", "0", "no", "否"}
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class Answer(fields.Field[Any]):
    """One answer to one described field. Blank optional answers become None."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(allow_none=True, load_default=None)
        self.spec = spec

    def refuse(self, template: str, **params: Any) -> ValidationError:
        """Return the error that says ``template`` about this field."""
        return ValidationError([Sentence(template, label=self.spec.label, **params)])

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Return the answer, or None where nothing was given.

        :raises ValidationError: with one :class:`Sentence`
        """
        if isinstance(value, str) and self.spec.rules.get("validationType") != "password":
            value = value.strip()
        if value is None or value == "" or value == []:
            return self.blank()
        return self.read(value)

    def blank(self) -> Any:
        """Return the answer of an empty field."""
        if self.spec.required:
            choice = bool(self.spec.options) or self.spec.type in ("radio", "select", "checklist", "taglist")
            raise self.refuse(sentences.REQUIRED_CHOICE if choice else sentences.REQUIRED)
        return [] if self.spec.many else None

    def read(self, value: Any) -> Any:
        """Turn a given value into the answer."""
        raise NotImplementedError


class TextAnswer(Answer):
    """Words, with their length and pattern."""

    def read(self, value: Any) -> str:
        text = str(value).replace("\r\n", "\n")
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
            raise self.refuse(sentences.STRANGE_CHARACTERS)
        rules = self.spec.rules
        shortest = int(rules.get("minLength") or 0)
        longest = int(rules.get("maxLength") or LONGEST[self.spec.type])
        if len(text) < shortest:
            raise self.refuse(sentences.TOO_SHORT, min=shortest, count=len(text))
        if len(text) > longest:
            raise self.refuse(sentences.TOO_LONG, max=longest, count=len(text))
        self.check_shape(text)
        return text

    def check_shape(self, text: str) -> None:
        """Check pattern, telephone or e-mail.

        :raises ValidationError: it looks different
        """
        rules = self.spec.rules
        if rules.get("validationType") == "phone" and not PHONE.fullmatch(text):
            raise self.refuse(sentences.NOT_A_PHONE)
        if rules.get("validationType") == "email" and not EMAIL.fullmatch(text):
            raise self.refuse(sentences.NOT_AN_EMAIL)
        if rules.get("pattern") and not re.search(rules["pattern"], text):
            raise self.refuse(sentences.NOT_LIKE_THAT)


class NumberAnswer(Answer):
    """A whole number as int, any other as Decimal; never a float."""

    def read(self, value: Any) -> int | Decimal:
        text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
        whole = self.spec.digits == 0
        if not DECIMAL.fullmatch(text):
            raise self.refuse(sentences.NOT_AN_INTEGER if whole else sentences.NOT_A_NUMBER)
        number = Decimal(text)
        if whole and number != number.to_integral_value():
            raise self.refuse(sentences.NOT_AN_INTEGER)
        if self.spec.digits and -int(number.normalize().as_tuple().exponent) > self.spec.digits:
            raise self.refuse(sentences.TOO_MANY_DIGITS, digits=self.spec.digits)
        self.check_range(number)
        return int(number) if whole or (self.spec.digits is None and "." not in text) else number

    def check_range(self, number: Decimal) -> None:
        """Check min and max.

        :raises ValidationError: outside
        """
        for name, template, sign in (("min", sentences.TOO_SMALL, -1), ("max", sentences.TOO_BIG, 1)):
            limit = self.spec.rules.get(name)
            try:
                bound = Decimal(str(limit)) if limit not in (None, "") else LARGEST_NUMBER * sign
            except InvalidOperation as error:
                raise ValueError(f"{self.spec.key}: {name} is {limit!r}, which is no number") from error
            if (number - bound) * sign > 0:
                raise self.refuse(template, **{name: bound})


class DateAnswer(Answer):
    """A day, a time of day, or a moment in the county's time."""

    def read(self, value: Any) -> date | time | datetime:
        readers: dict[str, Callable[[Any], date | time | datetime]] = {
            "date": self.day,
            "time": self.time_of_day,
            "datetime": self.moment,
        }
        text = unicodedata.normalize("NFKC", value).replace("/", "-") if isinstance(value, str) else value
        return readers[self.spec.subtype](text)

    def day(self, value: Any) -> date:
        """Read a calendar day."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.refuse(sentences.NOT_A_DATE) from None

    def time_of_day(self, value: Any) -> time:
        """Read a time of day."""
        try:
            return value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            raise self.refuse(sentences.NOT_A_TIME) from None

    def moment(self, value: Any) -> datetime:
        """Read a moment; without a zone it is Asia/Shanghai's."""
        try:
            if not isinstance(value, datetime):
                value = datetime.fromisoformat(str(value) if len(str(value)) > 10 else "")
        except ValueError:
            raise self.refuse(sentences.NOT_A_MOMENT) from None
        return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


class TickAnswer(Answer):
    """Yes or no; a box that was not ticked says no."""

    def blank(self) -> bool:
        if self.spec.required:
            raise self.refuse(sentences.REQUIRED_TICK)
        return False

    def read(self, value: Any) -> bool:
        text = str(value).strip().lower()
        if text in NO:
            return self.blank()
        if text in YES:
            return True
        raise self.refuse(sentences.NOT_YES_OR_NO)


class ChoiceAnswer(Answer):
    """One or several of the listed options, returned as the options' own values."""

    def read(self, value: Any) -> Any:
        known = {spelt: option.value for option in self.spec.options for spelt in _spellings(option.value)}
        given = value if isinstance(value, list) else [value]
        chosen = list(dict.fromkeys(_spelled(one) for one in given if one not in ("", None)))
        if any(one not in known for one in chosen) or (len(chosen) > 1 and not self.spec.many):
            raise self.refuse(sentences.NOT_A_CHOICE)
        if not chosen:
            return self.blank()
        return [known[one] for one in chosen] if self.spec.many else known[chosen[0]]


def _spellings(value: Any) -> set[str]:
    """Return how an option's value may come back: as JSON or as Python spells it."""
    return {str(value), _spelled(value)}


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


KINDS: dict[str, type[Answer]] = {
    "textfield": TextAnswer,
    "textarea": TextAnswer,
    "number": NumberAnswer,
    "datetime": DateAnswer,
    "checkbox": TickAnswer,
    "checklist": ChoiceAnswer,
    "taglist": ChoiceAnswer,
    "radio": ChoiceAnswer,
    "select": ChoiceAnswer,
}


def answer_to(spec: FieldSpec) -> Answer:
    """Return the marshmallow field for ``spec``."""
    return KINDS[spec.type](spec)

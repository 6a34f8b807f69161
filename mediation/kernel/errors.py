"""Refusals: what a person can mend, each with a sentence that says how."""

from typing import Any, ClassVar

from mediation.kernel.text import N_


class Refused(Exception):
    """An act the rules do not allow.

    A subclass sits beside the code that raises it and sets ``message``, a Chinese sentence
    with ``{named}`` places marked by ``N_``; the web translates ``message`` and fills it in.

    :ivar is_slip: a slip in filling in, or asking once too often: to be mended, and nobody's business
        afterwards. Anything else that meets an act on a case is written into the case's ledger.
    :ivar fields: form field -> sentence, where a refusal belongs beside a field
    """

    message: ClassVar[str] = N_("这一步现在不能办理。")
    status: ClassVar[int] = 422
    is_slip: ClassVar[bool] = False

    def __init__(self, *, fields: dict[str, str] | None = None, **params: Any) -> None:
        self.params = params
        self.fields = fields or {}
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return the Chinese sentence, filled in."""
        return self.message.format(**self.params)


class NotFound(Refused):
    """There is no such thing, or the person may not know of it."""

    message = N_("没有找到{what}，可能已被移走，或者您没有查看权限。")
    status = 404


class Forbidden(Refused):
    """The person does not hold the post this act needs."""

    message = N_("您现任职务不能办理此事：需要{needed}。")
    status = 403


class Conflict(Refused):
    """Somebody else was quicker."""

    message = N_("{who}已于{when}办理了这一步，您的内容没有重复提交。")
    status = 409


class Changed(Conflict):
    """The row changed between reading and writing."""

    message = N_("就在您办理时，这件事有了新的变化。请刷新后再办，您填的内容没有写入。")

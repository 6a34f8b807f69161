"""What is wrong with an answer, said in Chinese and ready to be translated."""

from typing import Any, Self

from mediation.kernel.text import N_

REQUIRED = N_("请填写{label}。")
REQUIRED_CHOICE = N_("请选择{label}。")
REQUIRED_TICK = N_("请确认“{label}”，打上勾才能提交。")
NOT_A_CHOICE = N_("{label}：请从列出的选项中选择。")
NOT_A_DATE = N_("{label}：请填写日期，例如 2026-09-18。")
NOT_A_MOMENT = N_("{label}：请填写日期和时间，例如 2026-09-18 20:15。")
NOT_A_TIME = N_("{label}：请填写时间，例如 20:15。")
NOT_AN_INTEGER = N_("{label}：请填写整数，例如 12。")
NOT_A_NUMBER = N_("{label}：请填写数字，例如 300 或 300.50。")
TOO_MANY_DIGITS = N_("{label}：小数点后最多 {digits} 位。")
TOO_SMALL = N_("{label}不能小于 {min}。")
TOO_BIG = N_("{label}不能大于 {max}。")
TOO_SHORT = N_("{label}至少要写 {min} 个字，现在是 {count} 个。")
TOO_LONG = N_("{label}最多 {max} 个字，现在是 {count} 个。")
NOT_LIKE_THAT = N_("{label}的格式不对，请检查。")
NOT_A_PHONE = N_("{label}：请填写手机号码或带区号的电话，例如 138 0000 0000 或 0731-83611234。")
NOT_AN_EMAIL = N_("{label}：请填写电子邮箱，例如 name@example.com。")
STRANGE_CHARACTERS = N_("{label}含有无法保存的字符，请重新输入。")
NOT_YES_OR_NO = N_("{label}：请选择“是”或“否”。")
NO_SUCH_FIELD = N_("这张表上没有“{label}”这一项。")


class Sentence(str):
    """A filled-in Chinese sentence that remembers its template.

    :ivar template: the Chinese msgid with ``{named}`` places
    :ivar params: what fills them
    """

    template: str
    params: dict[str, Any]

    def __new__(cls, template: str, **params: Any) -> Self:
        sentence = super().__new__(cls, template.format(**params))
        sentence.template = template
        sentence.params = params
        return sentence

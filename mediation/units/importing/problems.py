"""What can be wrong with a row, each in a sentence that says how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

SENTENCES = {
    "unreadable": N_("这一行的文字无法识别，请另存为 UTF-8 或 GB18030（GBK）编码。"),
    "wrong_encoding": N_("文件是 UTF-16 编码，请另存为 UTF-8 编码的 CSV。"),
    "not_text": N_("文件不是文本，请另存为 CSV 再导入，不要直接上传 Excel 文件。"),
    "empty_file": N_("文件是空的，没有可导入的单位。"),
    "missing_column": N_("第一行缺少“{column}”列，应有：code、name、parent_code、level，可选 households。"),
    "column_twice": N_("第一行有两个“{column}”列，请删去一个。"),
    "wrong_width": N_("这一行有{found}格，应有{expected}格，请检查逗号和引号。"),
    "broken": N_("这一行的格式有误，请检查引号是否成对。"),
    "no_code": N_("没有填代码（code）。"),
    "bad_code": N_("代码“{code}”不对：只能由数字、字母和短横线组成，不超过{most}位。"),
    "code_twice": N_("代码{code}与第{other}行重复。"),
    "no_name": N_("没有填名称（name）。"),
    "bad_name": N_("名称“{name}”不对：不能含换行等特殊字符，且不超过{most}个字。"),
    "full_name_too_long": N_("名称“{name}”连同上级名称超过{most}个字，请缩短。"),
    "no_level": N_("没有填层级（level）。"),
    "unknown_level": N_("没有“{level}”这个层级，可用的有：{known}。"),
    "no_parent": N_("{level}“{name}”没有填上级代码（parent_code）。"),
    "unknown_parent": N_("上级代码{parent}在文件和系统中都没有。"),
    "retired_parent": N_("上级{parent}已经撤销，不能在其下增设单位。"),
    "parent_not_above": N_("{level}“{name}”不能设在{parent_level}“{parent}”之下，上级须高一级或更高。"),
    "top_with_parent": N_("{level}是最高一级，不能有上级。"),
    "bad_households": N_("户数“{households}”不是整数。"),
    "too_many_households": N_("“{name}”有{households}户，超过上限{most}户，请拆分微网格。"),
    "retired": N_("代码{code}的单位已经撤销，不能再导入，请另给代码。"),
    "other_level": N_("代码{code}在系统中是{known}，文件写的是{level}；层级不能靠导入更改。"),
    "other_parent": N_(
        "代码{code}在系统中属于{known}，文件写的上级是{parent}；请用“移动单位”，不能靠导入更改。"
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one line of the file (the header is line 1)."""

    line: int
    kind: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do."""
        return SENTENCES[self.kind].format(**self.params)

    def __str__(self) -> str:
        return f"{self.line}: {self.sentence}"


class BadRows(Refused):
    """The table cannot be imported; nothing was.

    :ivar problems: every problem, in order of line
    """

    message = N_("有{rows}行不能导入，一行也没有导入。第{line}行：{first}")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line))
        first = self.problems[0]
        lines = {each.line for each in self.problems}
        super().__init__(rows=len(lines), line=first.line, first=first.sentence)

"""A return as files to take along: an Excel workbook, and Word as an office prints it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from flask_babel import gettext as _

from mediation.kernel.clock import day_of
from mediation.kernel.sentences import say_day
from mediation.statistics import settings
from mediation.statistics.queries.returns import Joined, ReturnView, Told
from mediation.statistics.rules import periods
from mediation.statistics.rules.counting import RATES
from web import asking, exporting, word_files, words
from web.exporting import Sheet
from web.language import word
from web.returns.corrections import correction_lines, effect_lines, say_period
from web.returns.lines import NOTHING, Line, Lines, Number, Table
from web.word_files import HEI, SONG

Rows = Iterable[Sequence[str]]
STYLES = (("Normal", SONG, 10.5), ("Heading 1", HEI, 16.0), ("Heading 2", HEI, 12.0))


def title_of(view: ReturnView, *, outside: bool) -> str:
    """Return what the return is called, with its unit and period."""
    kind = _("月报表") if view.period.kind == "month" else _("季报表")
    said = _(
        "%(unit)s矛盾纠纷调解%(kind)s（%(period)s）",
        unit=view.unit_name,
        kind=kind,
        period=say_period(view.period),
    )
    return said + _("公开版") if outside else said


def excel(view: ReturnView, *, outside: bool) -> IO[bytes]:
    """Write the workbook: figures, by kind, source and level, corrections, definitions."""
    lines, title = Lines(view, outside=outside), title_of(view, outside=outside)
    told = [*facts(view, outside=outside), *_taken(outside)]
    sheets = [Sheet(_("数字"), title, told, _excel_heads(outside), _excel_figures(lines, outside))]
    for table in lines.tables():
        sheets.append(Sheet(table.title, title, told, _excel_table_heads(table), _excel_table(table)))
    if not outside:
        sheets.append(Sheet(_("更正"), title, told, _correction_heads(), _corrections(view)))
    defined = [[each.title, each.says, each.basis] for each in lines.lines()]
    sheets.append(Sheet(_("口径"), title, told, [_("指标"), _("怎么算"), _("依据")], defined))
    return exporting.workbook(sheets, title)


def word_file(view: ReturnView, *, outside: bool) -> IO[bytes]:
    """Write it as an office prints it: title, unit, period, tables, who filled it in and who checked."""
    lines, title = Lines(view, outside=outside), title_of(view, outside=outside)
    document = _document(title)
    head = document.add_heading(title, level=1)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, value in facts(view, outside=outside):
        document.add_paragraph(_("%(name)s：%(value)s", name=name, value=value))
    heads = _heads(outside)
    _table(document, heads, _figures(lines, outside))
    for table in lines.tables():
        if table.rows:
            document.add_heading(table.title, level=2)
            _table(document, table.heads, ([n, *(_said(each) for each in ns)] for n, ns in table.rows))
    if not outside and view.corrections:
        document.add_heading(_("更正"), level=2)
        _table(document, _correction_heads(), _corrections(view))
    document.add_heading(_("口径"), level=2)
    for line in lines.lines():
        document.add_paragraph(
            _("%(title)s：%(says)s（%(basis)s）", title=line.title, says=line.says, basis=line.basis)
        )
    _signed(document, view)
    return word_files.saved(document)


def facts(view: ReturnView, *, outside: bool) -> list[tuple[str, str]]:
    """Return what stands above the table: unit, period, state, units merged, notes."""
    told = [(_("填报单位"), view.unit_name), (_("报告期"), say_period(view.period))]
    if view.submitted is not None:
        state = _(
            "%(when)s由%(post)s上报",
            when=words.moment(view.submitted.at, in_full=True),
            post=view.submitted.post,
        )
    else:
        state = _("尚未上报，数字截至%(when)s", when=words.moment(asking.now(), in_full=True))
    told.append((_("状态"), state))
    for each in view.joined:
        told.append((_("单位变动"), say_joined(each)))
    if view.submitted is not None and view.submitted.remark and not outside:
        told.append((_("说明"), view.submitted.remark))
    if not outside:
        told.append((_("上期和去年同期"), say_compared(view)))
    else:
        small = Lines(view, outside=True).small
        told.append(
            (
                _("说明"),
                _(
                    "1至4的数写作“%(small)s”，没有的写作0（本县规定）；为了防止推算，另有一些数写作“*”。没有纠纷的类型、来源、层级不列。",
                    small=small,
                ),
            )
        )
    return told


def _taken(outside: bool) -> list[tuple[str, str]]:
    """Return when the file was taken away, and by whom where it stays in the office."""
    when = (_("导出时间"), words.moment(asking.now(), in_full=True))
    return [when] if outside else [when, (_("导出人"), asking.person().name)]


def say_compared(view: ReturnView) -> str:
    """Say of what a return is compared with whether it is as submitted then, or as it counts now."""
    told = [
        _("%(period)s：%(how)s。", period=say_period(periods.read(each.period)), how=_how(each))
        for each in (view.previous, view.year_before)
    ]
    says = _(
        "率的增减以百分点计。上期（去年同期）不到%(from)s的，增减不算百分比；两期的分母有一个不到%(from)s的，率的增减写作“基数小”。分母是0、没有率可比的，写作“%(nothing)s”。",
        **{"from": settings.of(asking.locality()).percent_from, "nothing": NOTHING},
    )
    return "".join([*told, says])


def _how(told: Told) -> str:
    return _("按上报数") if told.is_submitted else _("现算")


def say_joined(each: Joined) -> str:
    """Say that a unit was merged, and that its disputes are counted."""
    return _(
        "含%(day)s并入%(into)s的%(name)s，它此前的案件一并计入",
        day=_day(each.on),
        into=each.into,
        name=each.name,
    )


def _day(on: date) -> str:
    return say_day(on, translate=word)


def _heads(outside: bool) -> list[str]:
    heads = [_("指标"), _("单位"), _("本期")]
    return heads if outside else [*heads, _("上期"), _("比上期"), _("去年同期"), _("比去年同期")]


def _figures(lines: Lines, outside: bool) -> Iterator[list[str]]:
    for each in lines.lines():
        row = [_title(each), each.unit or "%", _said(each.now)]
        if not outside:
            row += [_said(each.previous), each.previous_change.text]
            row += [_said(each.year_before), each.year_change.text]
        yield row


def _excel_heads(outside: bool) -> list[str]:
    """Return the heads of the sheet of figures: what a rate is made of stands at the end."""
    made_of = [_("本期分子"), _("本期分母")]
    if outside:
        return [*_heads(outside), *made_of]
    before = [_("上期"), _("比上期"), _("比上期 %")]
    year = [_("去年同期"), _("比去年同期"), _("比去年同期 %")]
    made_of += [_("上期分子"), _("上期分母"), _("去年同期分子"), _("去年同期分母")]
    return [_("指标"), _("单位"), _("本期"), *before, *year, *made_of]


def _excel_figures(lines: Lines, outside: bool) -> Iterator[list[exporting.Cell]]:
    """Yield each figure as numbers to reckon with; only what is hidden is a word."""
    for each in lines.lines():
        row: list[exporting.Cell] = [_title(each), each.unit or "%", each.now.value]
        numbers = [each.now]
        if not outside:
            for told, change in (
                (each.previous, each.previous_change),
                (each.year_before, each.year_change),
            ):
                row += [told.value, change.value, change.percent]
                numbers.append(told)
        yield [*row, *(part for number in numbers for part in number.made_of or (None, None))]


def _excel_table_heads(table: Table) -> list[str]:
    """Return the heads of a sheet of parts: what a rate is made of stands at the end."""
    titles = dict(zip(table.keys, table.heads[1:], strict=True))
    rates = [title for key, title in titles.items() if key in RATES]
    parts = (_("分子"), _("分母"))
    return [*table.heads, *(f"{title}{part}" for title in rates for part in parts)]


def _excel_table(table: Table) -> Iterator[list[exporting.Cell]]:
    for name, numbers in table.rows:
        rates = [number for key, number in zip(table.keys, numbers, strict=True) if key in RATES]
        made_of = [part for number in rates for part in number.made_of or (None, None)]
        yield [name, *(number.value for number in numbers), *made_of]


def _title(line: Line) -> str:
    return ("　" if line.is_part else "") + line.title


def _said(number: Number) -> str:
    return f"{number.text}（{number.parts}）" if number.parts else number.text


def _correction_heads() -> list[str]:
    return [_("原报告期"), _("案号"), _("原因"), _("变化")]


def _corrections(view: ReturnView) -> Iterator[list[str]]:
    for each in correction_lines(view.corrections):
        yield [each.period, each.number, each.reason, each.changes]
    for effect in effect_lines(view.corrections):
        yield [effect.period, _("合计"), "", effect.effect]


def _document(title: str) -> Any:
    document = word_files.blank(exporting.made(title), STYLES)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    return document


def _table(document: Any, heads: Sequence[str], rows: Rows) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = text
            if place > 1 and len(heads) > 4:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signed(document: Any, view: ReturnView) -> None:
    by = view.submitted.by_name if view.submitted else ""
    on = _day(day_of(view.submitted.at)) if view.submitted else ""
    blank = "____________"
    document.add_paragraph()
    document.add_paragraph(
        "　　".join(
            (
                _("填报人：%(name)s", name=by or blank),
                _("审核人：%(name)s", name=blank),
                _("日期：%(day)s", day=on or blank),
            )
        )
    )

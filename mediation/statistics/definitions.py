"""Every figure of a return: its name, its unit, what exactly is counted, and whose rule that is.

What a mark says: L statute, P published, D county default. All figures count disputes (件) unless
their unit says otherwise, and all are taken as of the last day of the period.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.statistics.settings import of

PUBLISHED = N_("人民调解统计口径，本县规定")
COUNTY = N_("本县规定")


@dataclass(frozen=True)
class Definition:
    """One figure.

    :ivar unit: what is counted; empty for a rate, fen for money
    :ivar says: what exactly; its ``{places}`` are filled with what the locality sets
    :ivar part_of: the figure it is a part of, for the order and for publication
    """

    key: str
    title: str
    unit: str
    says: str
    basis: str = COUNTY
    mark: str = "D"
    part_of: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether it is a rate, made of two other figures."""
        return self.key.endswith("_rate")

    def kept(self, words: Mapping[str, str]) -> dict[str, Any]:
        """Return it as it is kept with a submitted return.

        :param words: what fills the places of ``says``, as the locality sets it
        """
        filled = {key: word for key, word in words.items() if f"{{{key}}}" in self.says}
        return {**asdict(self), "words": filled}


CASES, PEOPLE, ITEMS, TIMES, RATED, FEN = N_("件"), N_("人"), N_("项"), N_("次"), N_("人次"), N_("元")

FIGURES: tuple[Definition, ...] = (
    Definition("patrolled", N_("排查"), CASES, N_("本期登记、来源为主动排查的纠纷。"), PUBLISHED, "P"),
    Definition(
        "accepted",
        N_("受理"),
        CASES,
        N_(
            "第一次被接手受理的日期在本期的纠纷；逐级上报、重启都不重复计，并案的计在并入的案件。层级按首次受理的一级。"
        ),
        PUBLISHED,
        "P",
    ),
    Definition(
        "hard",
        N_("其中疑难复杂"),
        CASES,
        N_("本期受理的纠纷中，难易程度登记为疑难复杂的。"),
        PUBLISHED,
        "P",
        part_of="accepted",
    ),
    Definition(
        "closed",
        N_("办结"),
        CASES,
        N_(
            "结案日期在本期的纠纷，不含并案。层级按结案时承办的一级。重启的案件按最后一次结案计一次，原来那一期在以后的报表中更正。"
        ),
        PUBLISHED,
        "P",
    ),
    Definition(
        "settled",
        N_("成功"),
        CASES,
        N_("本期办结、结果为格内和解、口头协议或书面协议的。"),
        PUBLISHED,
        "P",
        part_of="closed",
    ),
    Definition(
        "settled_private",
        N_("格内和解"),
        CASES,
        N_("本期成功的纠纷中，双方自行和解、没有调解协议的。"),
        part_of="settled",
    ),
    Definition(
        "oral_agreement",
        N_("口头协议"),
        CASES,
        N_("本期成功的纠纷中，达成口头协议并由调委会登记的。"),
        N_("人民调解法第28、30条"),
        "L",
        part_of="settled",
    ),
    Definition(
        "written_agreement",
        N_("书面协议"),
        CASES,
        N_("本期成功的纠纷中，签订书面协议的。"),
        N_("人民调解法第28、29条"),
        "L",
        part_of="settled",
    ),
    Definition(
        "failed",
        N_("不成"),
        CASES,
        N_("本期办结、结果为调解不成或当事人缺席、失联的。当事人拒绝调解、撤回申请不算不成。"),
        part_of="closed",
    ),
    Definition(
        "ended_otherwise",
        N_("拒绝、撤回"),
        CASES,
        N_("本期办结、当事人拒绝调解或撤回申请的。"),
        N_("人民调解法第3、17条"),
        "L",
        part_of="closed",
    ),
    Definition("declined", N_("不予受理"), CASES, N_("本期决定不予受理的。"), part_of="closed"),
    Definition(
        "transferred",
        N_("移送"),
        CASES,
        N_("本期移送公安、仲裁、法院、行政机关或信访部门的。"),
        part_of="closed",
    ),
    Definition(
        "success_rate",
        N_("成功率"),
        "",
        N_("成功 ÷（成功＋不成）。不予受理、移送、拒绝、撤回的不计入。"),
    ),
    Definition(
        "amount_fen",
        N_("协议金额"),
        FEN,
        N_("本期成功的纠纷中，已生效的口头、书面协议所载金额合计。协议没有另写总额的，按其中各项付款合计。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "promises_due",
        N_("到期应履行"),
        ITEMS,
        N_("已生效协议中约定在本期到期的履行事项，一期一项；变更后按新的约定计。"),
    ),
    Definition(
        "promises_kept",
        N_("其中已履行"),
        ITEMS,
        N_("到期应履行的事项中，到本期最后一天已履行完毕的。"),
        part_of="promises_due",
    ),
    Definition("performance_rate", N_("履行率"), "", N_("其中已履行 ÷ 到期应履行。")),
    Definition(
        "filed",
        N_("申请司法确认"),
        CASES,
        N_("双方在本期共同向法院提出申请的。"),
        N_("人民调解法第33条、民事诉讼法第205条"),
        "L",
    ),
    Definition(
        "confirmed",
        N_("确认有效"),
        CASES,
        N_("法院在本期裁定确认协议有效的。"),
        N_("民事诉讼法第206条"),
        "L",
    ),
    Definition(
        "prevented_crime",
        N_("防止民转刑"),
        CASES,
        N_("本期成功的纠纷中，登记有下列情形的：{crime}。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "prevented_crime_people",
        N_("防止民转刑涉及"),
        PEOPLE,
        N_("上一项案件登记的涉及人数。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "prevented_suicide",
        N_("防止自杀"),
        CASES,
        N_("本期成功的纠纷中，登记有下列情形的：{suicide}。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "prevented_brawl",
        N_("制止械斗"),
        CASES,
        N_("本期成功的纠纷中，登记有下列情形的：{brawl}。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "prevented_petition",
        N_("防止集体上访"),
        CASES,
        N_("本期成功的纠纷中，登记有下列情形的：{petition}。"),
        PUBLISHED,
        "P",
    ),
    Definition(
        "visits_due",
        N_("到期应回访"),
        TIMES,
        N_("期限在本期的回访，取消的不计。"),
        N_("人民调解工作若干规定第37条；次数和时间由本县规定"),
        "M",
    ),
    Definition(
        "visits_made",
        N_("其中已回访"),
        TIMES,
        N_("到期应回访的，到本期最后一天已经回访的。"),
        N_("人民调解工作若干规定第37条；次数和时间由本县规定"),
        "M",
        part_of="visits_due",
    ),
    Definition("visit_rate", N_("回访率"), "", N_("其中已回访 ÷ 到期应回访。")),
    Definition("rated", N_("评价"), RATED, N_("当事人在本期作出的评价。没有评价的不计入，也不算满意。")),
    Definition("satisfied", N_("其中满意"), RATED, N_("本期评价中打{score}分及以上的。"), part_of="rated"),
    Definition(
        "satisfaction_rate", N_("满意率"), "", N_("其中满意 ÷ 评价。没有评价的不算满意，也不在分母里。")
    ),
    Definition(
        "unrated",
        N_("未评价"),
        CASES,
        N_("本期成功的纠纷中，到本期最后一天没有一方当事人评价的。"),
    ),
    Definition(
        "late",
        N_("超期"),
        CASES,
        N_("本期办结的纠纷中，结案前得过红牌的；因工作日历更正而作废的红牌不计。"),
    ),
    Definition("late_rate", N_("超期率"), "", N_("超期 ÷ 办结。")),
)
BY_KEY = {each.key: each for each in FIGURES}
COLUMNS = ("accepted", "closed", "settled", "failed", "success_rate", "amount_fen")
"""What stands in the tables by kind, source and level."""


def words_of(locality: Locality) -> dict[str, str]:
    """Return what fills the definitions in this locality."""
    settings = of(locality)
    titles = {each["key"]: each["title"] for each in locality.settings["taxonomy"]["traits"]}
    prevented = {
        what: "、".join(titles.get(trait, trait) for trait in traits)
        for what, traits in settings.prevented.items()
    }
    return {**prevented, "score": str(settings.satisfied_from)}


def kept_definitions(locality: Locality) -> list[dict[str, Any]]:
    """Return all definitions as they are kept with a return."""
    words = words_of(locality)
    return [each.kept(words) for each in FIGURES]

"""Names for people who do not exist, the same every time."""

from collections.abc import Collection
from random import Random

SURNAMES = (
    "李王张刘陈杨黄周吴徐孙胡朱高林何郭罗梁宋郑谢唐韩冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁沈任姚卢傅钟汤黎"
)
MEN = (
    *("建国", "德明", "志强", "伟平", "光辉", "国华", "春生", "友良", "树林", "文斌", "立新", "家兴"),
    *("运来", "金山", "海波", "少华", "正德", "佑生", "启明", "新发", "和平", "长根", "柏林", "松柏"),
)
WOMEN = (
    *("秀英", "桂香", "玉兰", "春梅", "腊梅", "丽华", "爱莲", "细妹", "红霞", "金娥", "翠云", "冬秀"),
    *("美玲", "小燕", "银花", "菊香", "淑芬", "艳红", "秋香", "月娥", "素珍", "佳慧", "雪梅", "满秀"),
)
NICKNAMES = ("老三", "满爷", "水生", "石匠师傅", "二嫂子", "毛伢子", "豆腐佬", "细哥", "胡子叔", "菊满娘")


def nickname_of(number: int) -> str | None:
    """Return what the village calls the first party of that dispute: every other one has a nickname."""
    return None if number % 2 else NICKNAMES[number // 2 % len(NICKNAMES)]


class Names:
    """Hands out names, none twice until all are used.

    :ivar taken: names it never gives: those of people who are there already
    """

    def __init__(self, seed: int, *, taken: Collection[str] = ()) -> None:
        self._random = Random(seed)  # noqa: S311 - the same county every time
        self._taken = frozenset(taken)
        self._left: list[str] = []

    def next(self) -> str:
        """Return another name."""
        if not self._left:
            self._left = [surname + given for surname in SURNAMES for given in (*MEN, *WOMEN)]
            self._random.shuffle(self._left)
            self._left = [name for name in self._left if name not in self._taken]
        return self._left.pop()

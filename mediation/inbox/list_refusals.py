"""Why a list is not kept, renamed, shared or deleted, each with a sentence that says how to go on."""

from mediation.kernel.errors import Forbidden, Refused
from mediation.kernel.text import N_


class ListNameless(Refused):
    """A saved list needs a name that fits on a button."""

    message = N_("请给清单起个名字，不超过{most}个字。")


class ListNamed(Refused):
    """One's own list of that name exists."""

    message = N_("您已有一份叫“{name}”的清单。请换个名字，或先删除原来的。")


class TooManyLists(Refused):
    """More lists than anybody would find his way in."""

    message = N_("最多保存{most}份清单。请先在“管理清单”里删除不用的。")


class ListNotYours(Forbidden):
    """Somebody else's list."""

    message = N_("“{name}”不是您保存的清单，只有保存的人才能改；本单位负责人可以删除共享的清单。")


class NotYourUnitsList(Forbidden):
    """A list is shared only with a unit one is in post at."""

    message = N_("您现在不在{unit}任职，不能把清单共享给那里。请选择自己任职的单位。")


class ListNamesParty(Refused):
    """A citizen's name is not handed round in a list."""

    message = N_("按当事人姓名查找的清单只能自己用，不能共享。请去掉姓名后再共享。")

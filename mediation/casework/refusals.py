"""What casework refuses, each with a sentence that says how to go on."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class TaskTaken(Conflict):
    """Somebody else did the task first."""

    message = N_("{who}已于{when}办结“{label}”，您的内容没有写入。请看案件页上的最新进展。")


class TaskGone(Conflict):
    """The task fell away."""

    message = N_("“{label}”已于{when}因案件情况变化取消，不用再办。您的内容没有写入。")


class TaskClaimed(Forbidden):
    """A colleague has it in hand."""

    message = N_("“{label}”由{who}办理。如需由您办理，请与{who}商量，由其转办或退回。")


class NoPost(Forbidden):
    """The person does not hold the post that does this task."""

    message = N_("“{label}”由{needed}办理，您现在没有担任这个岗位。")


class RecusedFromIt(Forbidden):
    """Whoever was recused stays out of the case (county default, from 人民调解法 15)."""

    message = N_("您已在本案中回避，不能再办理、接手或过问本案的事。请由其他同志办理。")


class PartyToIt(Forbidden):
    """Nobody acts on his own dispute (人民调解法 15)."""

    message = N_(
        "您是本案当事人，不能办理本案的事，请申请回避，由其他同志办理。"
        "如果只是同名，请管理员登记您的电话；登记了当事人的电话，就能凭电话区分。"
    )


class NotTheMediator(Forbidden):
    """The parties choose or accept who mediates (人民调解法 23)."""

    message = N_(
        "“{label}”只能由本案已指定的调解员办理（人民调解法第二十三条）。"
        "要换调解员，请负责人征得各方当事人同意后转办。"
    )


class DelegatedAway(Forbidden):
    """One has delegated the task and not got it back yet."""

    message = N_("“{label}”您已委派给{who}，请先撤回委派，或者等{who}交回后再办。")


class OnlyItsOwnerCompletes(Forbidden):
    """Whoever a task was delegated to prepares it; its owner answers for it."""

    message = N_("“{label}”是{owner}委派给您的，由{owner}提交。请办好后交回给{owner}。")


class StillAsked(Refused):
    """Co-signers have not answered yet."""

    message = N_("“{label}”还有{count}人会签没有答复，不能提交。请等他们答复，或者先减签。")


class AskedForAWord(Refused):
    """A question to a co-signer is answered, not completed."""

    message = N_("这是请您会签的事，请在会签页写明同意还是有异议。")


class NotInterruptible(Refused):
    """The case is not at a point where this event can reach it."""

    message = N_("案件目前不在逐级化解阶段，不能登记“{event}”。请在案件页查看当前所处环节。")


class CaseClosed(Refused):
    """The case is closed."""

    message = N_("{number}已经结案，不能再{doing}。")


class NotYourUnit(Forbidden):
    """The unit lies outside the person's posts."""

    message = N_("{unit}不在您任职的范围内，不能在那里登记纠纷。")


class ReasonMissing(Refused):
    """No reason was given."""

    message = N_("请写明理由，以便各方和上级知道为什么。")
    is_slip = True


class DepartmentUnknown(Refused):
    """No such department role."""

    message = N_("没有“{department}”这个部门岗位，请从名单中选择。")
    is_slip = True


class NotRed(Refused):
    """Only a red risk can be lowered."""

    message = N_("案件当前风险不是红色，无需降级。")
    is_slip = True


class AlreadyRed(Refused):
    """Risk is already red."""

    message = N_("案件风险已经是红色。")
    is_slip = True


class UnitHoldsWork(Refused):
    """A unit with open work cannot be retired."""

    message = N_("{unit}还有{count}项待办没有办结，不能停用。请先办结，或者把它划归其他单位。")


class OnlyTheTownLowers(Forbidden):
    """A red risk is lowered by the town alone (county default)."""

    message = N_("红色风险只能由{needed}降级。请把情况报给他们，由他们决定。")


class NotARedSign(Refused):
    """A trait that does not make a risk red."""

    message = N_("“{trigger}”不是升为红色风险的情形，请从名单中选择。")
    is_slip = True

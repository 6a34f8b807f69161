"""Why an instruction or a listing is refused, each with a sentence that says how to go on."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class Slip(Refused):
    """Something to be filled in."""

    is_slip = True


class AnswerMissing(Slip):
    """An answer says what was done."""

    message = N_("请写明办了什么、结果怎样。")


class RemarkMissing(Slip):
    """An answer is sent back with what is missing."""

    message = N_("请写明还差什么，责任人才知道怎么办。")


class ReasonMissing(Slip):
    """A reason is asked for."""

    message = N_("请写明理由，以后都查得到。")


class TooLong(Slip):
    """More words than anybody reads."""

    message = N_("最多写{most}个字，请删减后再提交。")


class NotItsOwner(Forbidden):
    """Somebody else answers."""

    message = N_("督办单{number}由{owner}答复，不是由您答复。如需换人，请下达督办单的人撤回后重新下达。")


class NotItsJudge(Forbidden):
    """Whether the answer is enough is said by others."""

    message = N_("督办单{number}的答复由下达的人或上级督办人员审看。您自己负责的督办单不能由您审看。")


class NotItsGiver(Forbidden):
    """Only who gave it withdraws it."""

    message = N_("督办单{number}由下达的人（{giver}）撤回，您不能撤回。")


class AnsweredAlready(Conflict):
    """It was answered."""

    message = N_("督办单{number}已于{when}答复，您这次的内容没有写入。")


class NotAnsweredYet(Conflict):
    """There is nothing to judge."""

    message = N_("督办单{number}还没有答复，或者刚刚被退回，请等责任人答复。")


class InstructionClosed(Conflict):
    """It is closed."""

    message = N_("督办单{number}已于{when}办结，不用再办。")


class OwnerElsewhere(Refused):
    """An owner works on cases in line with the unit that has this one."""

    message = N_("{name}的单位与{unit}没有上下级关系，不能作本案督办单的责任人。请给本案另选一人。")
    is_slip = True


class NobodyInCharge(Refused):
    """The post that has the case is vacant."""

    message = N_("{unit}现在没有人承办这个案件，岗位可能空缺。请直接指定一名责任人。")
    is_slip = True


class OwnOrder(Refused):
    """Nobody instructs themselves."""

    message = N_("督办单不能下达给您自己。要自己办，直接办理即可。")
    is_slip = True


class OwnerAbove(Refused):
    """Nobody instructs whoever is set over them."""

    message = N_("{name}是您的上级，督办单不能由您下达给{name}。请另选一人；要请{name}出面的，请当面报告。")
    is_slip = True


class OutOfReach(Forbidden):
    """The case lies outside one's area."""

    message = N_("这个案件现在不在您的督办范围内。")


class CaseClosed(Refused):
    """What is closed is not supervised any more."""

    message = N_("这个案件已经归档，不用再督办。")


class ListedAlready(Conflict):
    """It is listed there."""

    message = N_("这个案件已在{unit}挂牌，不用重复挂牌。")


class NotListed(Conflict):
    """It is not listed there."""

    message = N_("这个案件没有在{unit}挂牌，或者刚刚摘牌。")


class NotListedBelow(Refused):
    """A case is listed at a unit one supervises."""

    message = N_("只能在您督办的单位挂牌。")

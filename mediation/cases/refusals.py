"""What a dispute does not allow, each with a sentence that says how to go on."""

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_


class CaseArchived(Refused):
    """An archived dossier is read-only (人民调解法 27; DOMAIN 7)."""

    message = N_("本案{number}已于{on}归档，卷宗只读，不能再办理。")
    status = 409


class CaseClosed(Refused):
    """The case is closed and waits only for its archive."""

    message = N_("本案{number}已结案，不能再办理这一步；如需继续，请先申请重启。")


class NoOpenAttempt(Refused):
    """Nobody is trying to settle the case at the moment."""

    message = N_("本案目前没有正在进行的化解，请先由一级组织接手。")


class ReasonNeeded(Refused):
    """An act that must say why."""

    message = N_("请写明理由：{what}需要说明原因，当事人和上级都会看到。")
    is_slip = True


class MediationRefused(Refused):
    """One party's clear refusal ends mediation (人民调解法 17)."""

    message = N_(
        "当事人已明确拒绝调解，依照人民调解法第十七条，不得再组织调解。请办理终结并告知其他救济途径。"
    )


class NotForMediation(MediationRefused):
    """The matter may not be mediated at all (人民调解工作若干规定 22)."""

    message = N_("本案不属于可以调解的范围，不能受理调解，应当移送{body}处理。")


class ProtectionFirst(MediationRefused):
    """Violence is answered with protection, not with mediation (反家庭暴力法 14-17)."""

    message = N_("本案涉及家庭暴力，应当先报告公安机关、保护受害人，不能组织调解或会议。")


class RightsNotTold(Refused):
    """Rights and duties come first (人民调解工作若干规定 30)."""

    message = N_("还没有向各方当事人告知权利义务，请先办理权利义务告知，再进行这一步。")


class NoticeTooShort(Refused):
    """A session needs its notice ahead of time (county default: three days)."""

    message = N_(
        "调解会要提前至少{days}天通知：今天通知，最早可定在{earliest}。红色风险案件或各方都同意提前的除外。"
    )


class NotNoticed(Refused):
    """A session nobody was told of."""

    message = N_("还没有通知本次调解会的时间，请先发出通知。")


class TooEarly(Refused):
    """A session recorded before it was held."""

    message = N_("本次调解会定于{when}举行，还没有到时间，不能提前记录。")


class NotAllAttended(Refused):
    """An agreement at a session needs everybody there (人民调解法 28-29)."""

    message = N_("达成协议需要各方当事人都到场，还缺：{missing}。")


class NobodyAbsent(Refused):
    """Absence was recorded though everybody came."""

    message = N_("各方当事人都已到场，不能记为缺席。")
    is_slip = True


class OpenSessionBarred(Refused):
    """Privacy, minors or a party's objection close the doors (人民调解工作若干规定 29)."""

    message = N_("本案涉及隐私、未成年人，或者有当事人不同意公开，调解会不能公开进行。")


class TooFewMediators(Refused):
    """A major case needs more than one mediator and a recorder (county default)."""

    message = N_(
        "重大、疑难纠纷至少要指定{needed}名调解员和1名记录员，现在是{given}名调解员、{recorders}名记录员。"
    )


class NoMediator(Refused):
    """Nobody was named."""

    message = N_("请至少指定一名调解员。")
    is_slip = True


class UnknownMediator(Refused):
    """Somebody was named who does not work here."""

    message = N_("所选的调解员或记录员不存在，请从名单中选择。")
    is_slip = True


class MediatorIsParty(Refused):
    """Nobody mediates his own dispute (人民调解法 15)."""

    message = N_("{name}是本案当事人，不能担任调解员或记录员，请另行指定。")


class MediatorRecused(Refused):
    """Somebody recused stays out."""

    message = N_("{name}已在本案中回避，不能再担任调解员或记录员，请另行指定。")


class RelatedMediator(Refused):
    """A relation that may bias: only if both parties still agree (人民调解法 15, 23; county default)."""

    message = N_(
        "调解员与当事人有关系（{relation}），要各方当事人都同意才能继续；现在还没有都同意，请另行指定。"
    )


class SentBackTooOften(Refused):
    """Sent back and forth more than twice (county default): somebody must own it."""

    message = N_(
        "本案已经下交{returns}次，不能再下交。已请上一级指定一名责任人限期办结，在此之前请本级继续办理。"
    )


class NobodyBelow(Refused):
    """A case reported at a unit cannot go down to one that nobody named."""

    message = N_("本案登记在{unit}，没有写明属于哪个{level}，退不下去。请在本级受理办理。")


class NotAGovernmentMatter(Refused):
    """Only land and homestead use rights are decided by a government (土地管理法 14)."""

    message = N_("只有山林土地、宅基地使用权争议可以由政府作出处理决定，本案类型是{kind}。")


class BadMerge(Refused):
    """A case that cannot take another in."""

    message = N_("不能并入{number}：{why}。")


class BadRedirection(Refused):
    """A unit that cannot take a dispute."""

    message = N_("不能分流到编码为{code}的单位：{why}。")


class ObjectionTooLate(Refused):
    """A department's objection after the window (信访工作条例 23; county default)."""

    message = N_("异议期已于{on}届满，不能再提出异议，请先办理；确有困难的，请报矛调中心协调。")


class NotYetTold(Refused):
    """The parties were not told what they may do now (人民调解法 26)."""

    message = N_("调解终结后必须告知当事人其他救济途径，请告知后再提交。")


class HandlerMayNotCallBack(Refused):
    """A bad rating is called back by somebody else (county default)."""

    message = N_("评价偏低的回访要由承办人以外的人办理，您是本案承办人或调解员，请转交他人。")


class BadScore(Refused):
    """A rating outside one to five."""

    message = N_("评价分数只能是1到5分；没有评价的请留空，按未评价处理。")
    is_slip = True


class DossierIncomplete(Refused):
    """A dossier lacks what it must have (司法部卷宗要求)."""

    message = N_("卷宗还缺：{missing}。请补齐后再归档。")


class UnknownHandover(Refused):
    """A body nobody knows."""

    message = N_("请选择移送给哪个机关：公安机关、人民法院、仲裁委员会、行政机关或信访部门。")
    is_slip = True


class ReceiptNumberNeeded(Refused):
    """A handover without the other side's receipt."""

    message = N_("请填写对方出具的回执编号，没有回执不算移送。")
    is_slip = True


class NothingSettled(Refused):
    """A level cannot end as settled without a settlement that binds (人民调解法 29-31)."""

    message = N_("本级还没有生效的和解或协议，不能按“已化解”结束。请先完成登记或签署。")


class SessionTimeMissing(Refused):
    """A notice without a time."""

    message = N_("请填写调解会的日期和时间。")
    is_slip = True

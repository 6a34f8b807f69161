"""Why a task does not move, each with a sentence that says how to go on."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class NotClaimed(Refused):
    """Only what one has claimed can be put back."""

    message = N_("“{label}”不在您名下，无需退回。")


class NobodyElse(Refused):
    """What is put back is for a colleague to take; where there is none it would be nobody's."""

    message = N_(
        "“{label}”除您以外没有别人能认领，退回后就没有人办了。可以委派本单位的人先办；"
        "要外出的，请在“我的账号”登记代理人。"
    )


class LateWithoutReason(Refused):
    """Late work is put back with a reason (county default)."""

    message = N_("“{label}”已经逾期，要写明理由才能退回。请打开这件事，在那里退回。")


class ReasonNeeded(Refused):
    """A move that must say why."""

    message = N_("请写明{what}，当事各方和上级以后都查得到。")
    is_slip = True


class WithoutThePost(Refused):
    """Work goes only to those in its very post."""

    message = N_("{name}没有担任{needed}，不能接办“{label}”。请从名单中选择，或者改用委派。")


class NotInService(Refused):
    """Somebody who left, or holds no post today."""

    message = N_("所选的人目前不在岗，请另选。")


class NotAtTheUnit(Refused):
    """A task is delegated within its unit alone."""

    message = N_("{name}不在{unit}任职，不能受委派办理。请选本单位的人。")


class NotInLine(Refused):
    """Co-signers come from the task's unit, from above it or from below it."""

    message = N_("{name}的单位与本案没有上下级关系，不能请其会签。请从名单中选择。")


class ReceiverRecused(Refused):
    """Nobody recused is given work on the case."""

    message = N_("{name}已在本案中回避，不能接手、受委派或会签，也不能抄送。请另选他人。")


class ReceiverIsParty(Refused):
    """Nobody is given work on his own dispute (人民调解法 15)."""

    message = N_("{name}是本案当事人（或与当事人同名、电话没有不同），不能参与办理或抄送。请另选他人。")


class ClosedToThem(Refused):
    """A case of violence is known to those who protect alone (county default)."""

    message = N_("本案涉及家庭暴力，只有负责保护的人员可以知道，{name}不在其中。请另选他人。")


class HandledItBefore(Refused):
    """Some work must be done by other hands than the case's own."""

    message = N_("“{label}”要由没有办过本案的人办理，{name}办过本案，请另选他人。")


class OwnQuestion(Refused):
    """Whoever asked for a word, or has the task it is about, does not answer it too (county default)."""

    message = N_(
        "这件会签是您请的，或者所问的事由您经手，不能由您自己答复，代办时也一样。"
        "请等{who}答复；等不及的，请减签后另请他人。"
    )


class StoodInForByOneself(Refused):
    """Giving something to whom one stands in for is keeping it."""

    message = N_("{name}外出期间由您代办，交给{name}就等于交给您自己。请另选他人。")


class NotToOneself(Refused):
    """One cannot pass a task to oneself."""

    message = N_("不能选自己。如果要自己办，直接办理或认领即可。")
    is_slip = True


class AlreadyWith(Conflict):
    """It lies there already."""

    message = N_("“{label}”已经在{who}名下，不用再转。")


class Personal(Refused):
    """What somebody has to say in person is said by nobody else."""

    message = N_("“{label}”要由本人亲自办理，不能退回、转办、委派、会签。确实不能办的，请申请回避。")


class DelegatedHere(Refused):
    """A delegate gives the task back; whose it is decides what becomes of it."""

    message = N_("“{label}”是{owner}委派给您的。要转办、会签或退回，请先交回给{owner}，由其决定。")


class NotDelegated(Conflict):
    """There is no delegation to give back."""

    message = N_("“{label}”现在没有委派给您，不用交回。")


class AlreadyDelegated(Conflict):
    """It is with a delegate already."""

    message = N_("“{label}”已经委派给{who}，请先撤回委派。")


class ConsentMissing(Refused):
    """A mediator changes only with every party's word (人民调解法 23; 若干规定 25)."""

    message = N_(
        "换调解员要各方当事人都同意，还缺：{missing}（人民调解法第二十三条）。"
        "请先征得同意；不同意的，由原调解员继续办理。"
    )


class TooManyCosigners(Refused):
    """So many are asked already."""

    message = N_("“{label}”已经请了{count}人会签，最多同时请{most}人。请等有人答复，或者先减签。")


class AskedAlready(Conflict):
    """The same person is asked already."""

    message = N_("已经请{who}会签“{label}”，还没有答复，不用再请。")


class AnswerTooLate(Refused):
    """Co-signers answer before the task itself is due."""

    message = N_("会签的答复时间不能早于今天，也不能晚于这件事的期限{latest}。")
    is_slip = True


class RemarkNeeded(Refused):
    """An objection says what it objects to."""

    message = N_("有异议的，请写明意见，办理的人才知道怎么改。")
    is_slip = True


class NotAsked(Forbidden):
    """Somebody else is asked."""

    message = N_("这件会签请的是{who}，不是您。")


class NotYourMove(Forbidden):
    """Only whoever made a move takes it back."""

    message = N_("这次{what}是{who}办的，只能由其本人撤回。")


class MoveAnswered(Conflict):
    """Too late to take it back, or to answer."""

    message = N_("这次{what}{done}（{when}），您这一步没有写入。")


class ActedOn(Conflict):
    """The receiver has begun."""

    message = N_("{who}已经着手办理“{label}”，不能撤回。如需拿回来办，请与{who}商量，由其转回。")


class ConsentedTo(Refused):
    """A new mediator came by the parties' word, and goes by it alone."""

    message = N_("换调解员经各方当事人同意，不能直接撤回。如需再换，请重新征得各方同意后转办。")


class HoldsItOneself(Refused):
    """One need not nudge oneself."""

    message = N_("“{label}”就在您这里，不用催办，请直接办理。")
    is_slip = True


class NudgedAlready(Refused):
    """The same person has nudged lately (county default)."""

    message = N_("您已于{when}催办过“{label}”，{hours}小时内不重复催办。事情紧急的，请直接打电话。")
    is_slip = True


class NudgedEnough(Refused):
    """So many have nudged today (county default)."""

    message = N_("“{label}”今天已经催办{count}次，最近一次是{when}由{who}催办的，今天不再催。")
    is_slip = True


class NobodyToCopy(Refused):
    """Nobody was chosen."""

    message = N_("请选择抄送给谁。")
    is_slip = True


class TooManyCopies(Refused):
    """One act copies in so many (county default)."""

    message = N_("一次最多抄送{most}人，现在选了{count}人，请分几次办。")
    is_slip = True


class CopiedByAnother(Forbidden):
    """Who copied somebody in takes it back, or who answers for the case."""

    message = N_("这次抄送是{who}办的，由其本人或者本案负责人撤回。")


class NothingChosen(Refused):
    """No task was ticked."""

    message = N_("请先勾选要办的事。")


class TooManyChosen(Refused):
    """One press moves so many."""

    message = N_("一次最多办{most}件，现在选了{count}件，请分几次办。")


class NoAttemptYet(Refused):
    """Before a level has the case there is nothing to be recused from."""

    message = N_("本案还没有单位接手化解，暂时不能登记回避。请把这件事放回待领，由同事办理。")


class NotOnTheCase(Forbidden):
    """Only who has to do with a case is recused from it."""

    message = N_("您现在没有办理本案，不用申请回避。")


class NotItsHolder(Refused):
    """Only whoever holds a task says when to look at it again."""

    message = N_("“{label}”不在您名下，不能定跟进日期。请先认领。")


class FollowUpPast(Refused):
    """A day to look at something again cannot be past."""

    message = N_("跟进日期不能早于今天。请改为今天或以后的日子。")
    is_slip = True

"""The names of the board's numbers, and how each is counted."""

from mediation.kernel.text import N_

NUMBERS = {
    "open": N_("在办"),
    "late": N_("逾期"),
    "week": N_("本周到期"),
    "provisional": N_("期限暂定"),
    "paused": N_("期限暂停"),
    "paused_short": N_("暂停不到7天"),
    "paused_long": N_("暂停7至30天"),
    "paused_very_long": N_("暂停30天以上"),
    "yellow": N_("有黄牌"),
    "red": N_("有红牌"),
    "unexplained": N_("红牌未说明原因"),
    "instructed": N_("督办单未办结"),
    "instructed_late": N_("督办单逾期未答复"),
    "listed": N_("挂牌督办"),
    "unreached": N_("督办找不到人"),
    "closed_late": N_("已办结、后续事项逾期"),
    "reported": N_("登记"),
    "closed": N_("办结"),
    "became_late": N_("新增逾期"),
}
HOW = {
    "open": N_("正由本单位和下级单位办理、还没有办结的纠纷，一件算一件。按现在由谁办理算，不按发生地算。"),
    "late": N_(
        "在办纠纷中，有待办事项过了期限还没有办，或者整件纠纷的期限已经用完的。一件只算一次，换人、转办都不改变期限。"
    ),
    "week": N_("在办纠纷中，下一个到期日在今天到本周日之间的。已经逾期、另有期限本周到期的，也算在内。"),
    "provisional": N_("在办纠纷中，下一个到期日落在放假安排尚未公布的年份的。公布后自动重算。"),
    "paused": N_("在办纠纷中，有期限正在暂停的，例如正在鉴定。"),
    "paused_short": N_("从期限暂停时算起，不到7天的。几个期限都暂停的，看最早的一个。"),
    "paused_long": N_("从期限暂停时算起，满7天、不到30天的。几个期限都暂停的，看最早的一个。"),
    "paused_very_long": N_("从期限暂停时算起，满30天的。几个期限都暂停的，看最早的一个。"),
    "yellow": N_("在办纠纷中，发过黄牌、所提醒的期限还在走的。按纠纷算，不按牌数算。"),
    "red": N_("在办纠纷中，有红牌、逾期的事还没有办完的。按纠纷算，不按牌数算；因日历调整作废的不算。"),
    "unexplained": N_("有红牌的在办纠纷中，至少有一张红牌还没有说明原因的。"),
    "instructed": N_("在办纠纷中，有督办单等着答复，或者答复了还没有认可的。"),
    "instructed_late": N_("在办纠纷中，有督办单过了要求的日期还没有答复的。"),
    "listed": N_("在办纠纷中，正在挂牌、还没有摘牌的。"),
    "unreached": N_(
        "在办纠纷中，逾期的事该由某个岗位督办，但岗位没有人或者没有通知渠道，事情也还没有办完的。"
    ),
    "closed_late": N_(
        "已经办结的纠纷中，回访、说明逾期原因等后续事项过了期限还没有办的。一件算一件，不算在“在办”和“逾期”里。"
    ),
    "reported": N_("当月登记的纠纷，按发生地算，现在办结了的也算。"),
    "closed": N_("当月办结的纠纷，按发生地算，不论结果。"),
    "became_late": N_(
        "当月得到红牌的纠纷，算在当时经办的单位名下。后来换人、移交、办结都不改；因日历调整作废的不算。"
    ),
}
# What a post or a person is said to be late with is their own work alone.
HELD_HOW = {
    "open": N_("在办纠纷中，有事等这个岗位或者这个人办的，一件算一件。"),
    "late": N_("在办纠纷中，这个岗位或者这个人自己的待办过了期限还没有办的。同一件纠纷里别人逾期的不算。"),
    "week": N_("在办纠纷中，这个岗位或者这个人自己的待办在今天到本周日之间到期的。"),
    "closed_late": N_("已经办结的纠纷中，这个岗位或者这个人自己的后续事项过了期限还没有办的。"),
}
# Closed cases are performed, visited and archived: such a list is not what is in hand.
AT_A_STEP = N_(
    "此刻有事停在这一步的纠纷，一件算一件：还在办的算，已经办结、正在履行、回访、归档的也算。按现在由谁办理算，不按发生地算。"
)

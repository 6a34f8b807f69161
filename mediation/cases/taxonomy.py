"""Words of the field for the keys that rows carry. DOMAIN 3; 司法部 statistics since 2010."""

from mediation.kernel.text import N_

KINDS = {
    "family": N_("婚姻家庭继承"),
    "neighbour": N_("邻里"),
    "housing": N_("房屋宅基地"),
    "damages": N_("损害赔偿"),
    "contract": N_("合同"),
    "land": N_("山林土地承包"),
    "expropriation": N_("征地拆迁"),
    "labour": N_("劳动争议"),
    "village_affairs": N_("村务管理"),
    "environment": N_("环境保护"),
    "traffic": N_("道路交通"),
    "medical": N_("医疗"),
    "property": N_("物业"),
    "consumer": N_("消费"),
    "business": N_("生产经营"),
    "internet_finance": N_("互联网金融"),
    "ip": N_("知识产权"),
    "tourism": N_("旅游"),
    "other": N_("其他"),
}

SOURCES = {
    "patrol": N_("主动排查"),
    "application": N_("当事人申请"),
    "group_order": N_("群内下单"),
    "hotline": N_("12345热线"),
    "petition": N_("信访"),
    "police": N_("公安移送"),
    "court": N_("法院委派、委托"),
    "department": N_("部门移交"),
    "superior": N_("上级交办"),
    "meeting": N_("会议"),
}

DIFFICULTIES = {
    "simple": N_("简易"),
    "ordinary": N_("一般"),
    "major": N_("重大"),
    "hard": N_("疑难复杂"),
}

RISKS = {"yellow": N_("黄色"), "orange": N_("橙色"), "red": N_("红色")}

OUTCOMES = {
    "settled_private": N_("格内和解"),
    "oral_agreement": N_("口头协议"),
    "written_agreement": N_("书面协议"),
    "failed": N_("调解不成"),
    "refused": N_("当事人拒绝调解"),
    "withdrawn": N_("撤回申请"),
    "absent": N_("当事人缺席或失联"),
    "not_accepted": N_("不予受理"),
    "transferred_police": N_("移送公安"),
    "transferred_arbitration": N_("移送仲裁"),
    "transferred_court": N_("移送法院"),
    "transferred_agency": N_("移送行政机关"),
    "transferred_petition": N_("移送信访"),
    "merged": N_("并案"),
}

HANDOVERS = {
    "police": N_("公安机关"),
    "court": N_("人民法院"),
    "arbitration": N_("仲裁委员会"),
    "agency": N_("行政机关"),
    "petition": N_("信访部门"),
}

RESULTS = {
    "settled": N_("达成和解或协议"),
    "up": N_("未能化解，报上一级"),
    "down": N_("下交办理"),
    "ended": N_("调解终结"),
    "interrupted": N_("因故中止"),
}

SETTLED_OUTCOMES = frozenset({"settled_private", "oral_agreement", "written_agreement"})

OUTCOME_OF_FORM = {
    "private": "settled_private",
    "oral": "oral_agreement",
    "written": "written_agreement",
}

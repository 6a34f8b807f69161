"""Disputes as they happen in villages. People and events are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Story:
    """One dispute; ``{a}`` and ``{b}`` stand for the two sides."""

    kind: str
    title: str
    story: str
    place: str
    source: str = "application"
    difficulty: str = "ordinary"
    people: int = 2
    amount_fen: int | None = None
    traits: Mapping[str, Any] = field(default_factory=dict)
    plot: str | None = None


STORIES: tuple[Story, ...] = (
    Story(
        "neighbour",
        "{a}与{b}屋檐滴水纠纷",
        "{b}家去年加盖二楼，屋檐水直接滴到{a}家墙脚，墙面返潮脱皮。双方为接不接水槽争执多次。",
        "老祠堂后面的过道",
        "patrol",
    ),
    Story(
        "neighbour",
        "{a}与{b}猪圈气味纠纷",
        "{b}家猪圈离{a}家厨房不足八米，夏天气味大、蚊蝇多，{a}要求搬迁，{b}说猪圈比房子早建。",
        "村道北侧第三排",
        "group_order",
    ),
    Story(
        "neighbour",
        "{a}与{b}过道堆放柴火纠纷",
        "{b}把柴火和旧木料堆在共用过道，{a}家三轮车进不去，老人夜里还绊了一跤。",
        "老祠堂后面的过道",
        "group_order",
        "simple",
    ),
    Story(
        "neighbour",
        "{a}与{b}广场舞噪音纠纷",
        "{b}每晚在门前坪里放音响跳舞到九点半，{a}家有高考生，多次沟通无果。",
        "组里的晒谷坪",
        "hotline",
    ),
    Story(
        "housing",
        "{a}与{b}宅基地界址纠纷",
        "{a}拆旧建新，{b}认为新墙基越过老界石二十公分。老界石去年修路时被挖走，双方各执一词。",
        "两家屋场交界处",
        plot="430181104219-JC00123",
    ),
    Story(
        "housing",
        "{a}与{b}通风采光纠纷",
        "{b}新砌围墙高两米八，紧贴{a}家厨房窗户，{a}要求降到一米八，{b}不同意。",
        "屋场西头",
    ),
    Story(
        "housing",
        "{a}与{b}老屋共墙拆除纠纷",
        "两兄弟分家后共用一堵土墙，{b}要拆自己那半边老屋，{a}担心自家墙体倒塌。",
        "老屋场共墙处",
        difficulty="major",
        amount_fen=12_000_000,
    ),
    Story(
        "land",
        "{a}与{b}责任田田埂纠纷",
        "{b}翻耕时把田埂往{a}这边移了一犁，{a}少了约三厘田。两家的承包证四至都只写了“至田埂”。",
        "垅里大丘",
        "patrol",
        plot="大丘",
    ),
    Story(
        "land",
        "{a}与{b}灌溉用水纠纷",
        "早稻抽穗期缺水，{b}夜里把水渠闸板抬高，{a}家下游两亩田断水，禾苗发黄。",
        "三组水圳分水口",
        "meeting",
        plot="大丘",
    ),
    Story(
        "land",
        "{a}与{b}油茶山界纠纷",
        "{a}与{b}两户油茶林以老路为界，老路改道后各按各的路算，今年摘茶籽时争起来。",
        "狮子坡油茶林",
        plot="430181104219-LC00317",
    ),
    Story(
        "land",
        "{a}与{b}土地流转租金纠纷",
        "{b}流转{a}家等六户水田种辣椒，约定每年十月付租金，去年拖到腊月只付一半。",
        "垅里连片基地",
        difficulty="major",
        people=12,
        amount_fen=2_340_000,
        traits={"petition_tendency": True},
    ),
    Story(
        "family",
        "{a}与{b}赡养纠纷",
        "母亲八十三岁，轮流住两个儿子家。{b}外出务工后三个月没有接老人，{a}垫付了住院费。",
        "{a}家中",
        amount_fen=680_000,
    ),
    Story(
        "family",
        "{a}与{b}分家析产纠纷",
        "父亲去世后留下老屋两间和存款，兄妹对办丧事的花费和老屋归谁意见不一。",
        "父亲老屋",
        amount_fen=4_500_000,
    ),
    Story(
        "family",
        "{a}与{b}彩礼返还纠纷",
        "两家孩子订婚后未登记即分手，{a}要求退还彩礼和三金，{b}只愿退一半。",
        "介绍人家中",
        amount_fen=8_800_000,
    ),
    Story(
        "damages",
        "{a}与{b}犬只伤人纠纷",
        "{b}家土狗没有拴绳，咬伤{a}的孙媳小腿，打疫苗和误工共花费一千多元。",
        "村小门口",
        "group_order",
        "simple",
        amount_fen=126_000,
    ),
    Story(
        "damages",
        "{a}与{b}除草剂飘药纠纷",
        "{b}给稻田打除草剂时起风，{a}家半亩辣椒苗卷叶枯死，双方对损失数额谈不拢。",
        "垅里与菜地交界",
        amount_fen=180_000,
    ),
    Story(
        "damages",
        "{a}与{b}帮工受伤纠纷",
        "{a}帮{b}家盖瓦时从梯子摔下，踝骨骨折住院十一天，医药费由谁承担未说清。",
        "{b}家新屋工地",
        amount_fen=3_260_000,
    ),
    Story(
        "contract",
        "{a}与{b}民间借款纠纷",
        "{b}三年前借{a}四万元买收割机，写了借条没写利息，今年收割机转卖仍未还钱。",
        "{a}家中",
        amount_fen=4_000_000,
    ),
    Story(
        "contract",
        "{a}与{b}建房工程款纠纷",
        "{a}包工给{b}家建房，完工后{b}说二楼漏水扣下尾款一万八，{a}说是屋面设计问题。",
        "{b}家新屋",
        amount_fen=1_800_000,
    ),
    Story(
        "contract",
        "{a}与{b}花炮材料赊欠纠纷",
        "{b}的引线作坊停产后欠{a}材料款，多次约定还款日期都没有兑现。",
        "原引线作坊",
        amount_fen=5_600_000,
    ),
    Story(
        "labour",
        "{a}等人与{b}工资纠纷",
        "{a}等四人在{b}承包的护坡工地做工两个月，工资只发了一半，年关将近。",
        "县道护坡工地",
        people=5,
        amount_fen=3_120_000,
    ),
    Story(
        "traffic",
        "{a}与{b}三轮车剐蹭纠纷",
        "{b}的三轮车会车时剐倒{a}的电动车，车损和手臂擦伤都不重，双方同意请村里说和。",
        "村口桥头",
        difficulty="simple",
        amount_fen=86_000,
    ),
    Story(
        "village_affairs",
        "{a}与{b}组里修路集资纠纷",
        "组里修水泥路每户集资八百，{b}长年在外认为自己不走这条路，拒绝出钱，{a}等户有意见。",
        "组内新修道路",
        "meeting",
        people=9,
    ),
    Story(
        "village_affairs",
        "{a}与{b}公用水井管理纠纷",
        "公用水井装了水泵，电费轮流交，{b}家两轮没有交，{a}关了电闸，全组停水半天。",
        "组里公用水井",
        "group_order",
        people=8,
    ),
    Story(
        "environment",
        "{a}与{b}养鸡场排水纠纷",
        "{b}的鸡场雨天污水漫进{a}家鱼塘，死鱼四十多斤，{a}要求赔偿并修排水沟。",
        "山塘上游",
        amount_fen=260_000,
    ),
    Story(
        "environment",
        "{a}与{b}木材加工粉尘纠纷",
        "{b}的锯木棚白天粉尘大，{a}家晾晒的茶叶被污染，环保部门已要求加装除尘设备。",
        "路边锯木棚",
        "hotline",
    ),
    Story(
        "consumer",
        "{a}与{b}种子质量纠纷",
        "{a}在{b}店里买的豆角种子出苗率很低，误了一季，{b}说是播种太早。",
        "镇上农资店",
        amount_fen=92_000,
    ),
    Story(
        "medical",
        "{a}与{b}诊所输液纠纷",
        "{a}的母亲在{b}诊所输液后手臂红肿，转县医院处理，双方对费用承担协商未果。",
        "村口诊所",
        difficulty="major",
        amount_fen=980_000,
    ),
    Story(
        "expropriation",
        "{a}与{b}征收补偿分配纠纷",
        "修高压线塔占地补偿到组，{a}家田被占得多，{b}等户主张按人头平分。",
        "塔基占地处",
        "superior",
        "major",
        people=11,
        amount_fen=15_000_000,
        traits={"petition_tendency": True},
    ),
    Story(
        "other",
        "{a}与{b}坟山迁移纠纷",
        "{b}家修生基离{a}家祖坟不到三米，{a}家族人从外地赶回，情绪激动。",
        "后山坟地",
        "patrol",
        difficulty="major",
        people=14,
        traits={"brawl": True},
    ),
)

"""Ways out for notices: chosen by each person, watched by those who answer for them."""

import pytest
from sqlalchemy import select

from mediation.notifications.delivery import Outcome, Outside, deliver
from mediation.notifications.model import Channel, Delivery, Notice
from tests.operations.delivery_stage import HOSTS, ROBOT, Remembering
from web import bell

MAIL = {"address": "wangxiulan@example.cn", "urgent": "true", "digest": "true"}


@pytest.fixture
def ways(served):
    """Both ways out are set up; what leaves is remembered."""
    mail, robot = Remembering(), Remembering()
    served.app.extensions[bell.OUTSIDE] = Outside(senders={"email": mail, "wecom": robot}, robots=HOSTS)
    return mail, robot


def channels(served):
    with served.session() as session:
        return session.scalars(select(Channel).order_by(Channel.id)).all()


def urgent(served, who="mediator", sentence="有人持刀"):
    with served.system.uow() as uow:
        row = Notice(
            person_id=served.people[who],
            kind="Unknown",
            params={},
            sentence=sentence,
            at=served.clock.now(),
            urgent=True,
        )
        uow.add(row)
        uow.commit()


def send(served):
    return deliver(served.system.uow, outside=served.app.extensions[bell.OUTSIDE], clock=served.clock)


def test_nothing_set_up_is_said_and_nothing_offered(served):
    page = served.visit("mediator").get("/account/channels")

    assert "目前只有系统内通知" in page.text
    assert page.links("/account/channels/add") == []
    assert served.visit("mediator").get("/account/channels/add/email").status == 404


@pytest.mark.parametrize(("kind", "address"), [("email", MAIL["address"]), ("wecom", ROBOT)])
def test_an_address_is_added_and_shown_in_part(served, ways, kind, address):
    visitor = served.visit("mediator")
    form = visitor.get(f"/account/channels/add/{kind}")

    done = visitor.post(f"/account/channels/add/{kind}", {**MAIL, "address": address})

    page = visitor.get("/account/channels")
    assert (form.status, done.status, done.location) == (200, 303, "/account/channels")
    assert "使用中" in page.text
    assert address not in page.html
    (row,) = channels(served)
    assert (row.kind, row.address, row.urgent, row.digest) == (kind, address, True, True)


@pytest.mark.parametrize(
    ("kind", "address", "says"),
    [
        ("email", "wang", "邮箱地址不对"),
        ("email", "", "请填写邮箱地址"),
        ("wecom", "https://evil.cn/send?key=1", "只能发往县里允许的地址：qyapi.weixin.qq.com"),
        ("wecom", "http://169.254.169.254/?key=1", "机器人地址不对"),
    ],
)
def test_says_beside_the_field_what_is_wrong(served, ways, kind, address, says):
    page = served.visit("mediator").post(f"/account/channels/add/{kind}", {**MAIL, "address": address})

    assert page.status == 422
    assert says in page.html.split('id="field-address-error"')[1].split("</p>")[0]
    assert channels(served) == []


def test_added_twice_is_there_once(served, ways):
    visitor = served.visit("mediator")
    visitor.post("/account/channels/add/email", MAIL)

    again = visitor.post("/account/channels/add/email", MAIL)

    assert (again.status, len(channels(served))) == (422, 1)
    assert "已经添加过了" in again.text


def test_what_goes_through_is_chosen(served, ways):
    visitor = served.visit("mediator")
    visitor.post("/account/channels/add/email", MAIL)

    done = visitor.post("/account/channels/1", {"digest": "yes", "paused": "yes"})

    (row,) = channels(served)
    assert done.status == 303
    assert (row.urgent, row.digest, row.state) == (False, True, "off")
    assert "已暂停" in visitor.get("/account/channels").text


def test_a_test_message_goes_at_once_and_says_how_it_ended(served, ways):
    visitor = served.visit("mediator")
    visitor.post("/account/channels/add/email", MAIL)

    visitor.post("/account/channels/1/test")
    page = visitor.get("/account/channels")
    again = visitor.post("/account/channels/1/test")

    assert [message.address for message in ways[0].messages] == [MAIL["address"]]
    assert "测试消息已发出" in page.text
    assert again.status == 422
    assert "请等一分钟再试" in again.text


def test_a_removed_one_is_gone(served, ways):
    visitor = served.visit("mediator")
    visitor.post("/account/channels/add/email", MAIL)

    visitor.post("/account/channels/1/remove")

    assert "使用中" not in visitor.get("/account/channels").text
    assert channels(served)[0].address == ""
    assert visitor.post("/account/channels/1/remove").status == 404


@pytest.mark.parametrize("act", ["", "/test", "/remove"])
def test_nobody_touches_another_s(served, ways, act):
    served.visit("mediator").post("/account/channels/add/email", MAIL)

    page = served.visit("mediator2").post(f"/account/channels/1{act}")

    assert page.status == 404
    assert channels(served)[0].state == "on"


def test_a_dead_channel_is_told_on_every_page_and_to_those_who_answer_for_it(served, ways):
    visitor, town = served.visit("mediator"), served.visit("town")
    visitor.post("/account/channels/add/email", MAIL)
    urgent(served)
    ways[0].answer(Outcome("refused", "550 5.1.1 no such user"))
    send(served)

    assert "您的一个通知方式已停用" in visitor.get("/inbox").html
    assert "550 5.1.1 no such user" in visitor.get("/account/channels").text
    page = town.get("/channels/health")
    assert "王秀兰" in page.text
    assert "没有这个邮箱，地址可能写错了。 550 5.1.1 no such user" in page.text
    assert "有1个同事的通知方式已停用" in town.get("/notices").text
    assert "您的一个通知方式已停用" not in town.get("/inbox").html

    served.later(minutes=2)
    town.post("/channels/health/channels/1/test")

    assert channels(served)[0].state == "on"
    assert "您的一个通知方式已停用" not in visitor.get("/inbox").html


def test_what_may_have_arrived_is_sent_again_only_by_hand(served, ways):
    served.visit("mediator").post("/account/channels/add/email", MAIL)
    urgent(served)
    ways[0].answer(Outcome("unsure", "connection lost"))
    send(served)
    town = served.visit("town")
    page = town.get("/channels/health")
    assert "不能确定" in page.text

    done = town.post("/channels/health/deliveries/1/again")
    send(served)
    twice = town.post("/channels/health/deliveries/1/again")

    assert (done.status, twice.status, len(ways[0].messages)) == (303, 409, 2)
    assert "通知都正常" in town.get("/channels/health").text


def test_what_need_not_go_is_dropped(served, ways):
    served.visit("mediator").post("/account/channels/add/email", MAIL)
    urgent(served)
    ways[0].answer(Outcome("rejected", "554"))
    send(served)

    served.visit("county").post("/channels/health/deliveries/1/drop")

    with served.session() as session:
        assert session.scalars(select(Delivery.state)).all() == ["skipped"]


def test_auditors_read_and_do_nothing(served, ways):
    served.visit("mediator").post("/account/channels/add/email", MAIL)
    urgent(served)
    ways[0].answer(Outcome("unsure"))
    send(served)
    auditor = served.visit("auditor")

    page = auditor.get("/channels/health")

    assert "王秀兰" in page.text
    assert "再发一次" not in page.text
    assert auditor.post("/channels/health/deliveries/1/again").status == 404
    assert auditor.post("/channels/health/channels/1/test").status == 404


@pytest.mark.parametrize("who", ["mediator", "grid", "recorder"])
def test_who_answers_for_nobody_does_not_see_it(served, ways, who):
    assert served.visit(who).get("/channels/health").status == 403
    assert served.visit(who).post("/channels/health/deliveries/1/again").status == 403
    assert "/channels/health" not in served.visit(who).get("/inbox").html


def test_a_server_that_is_down_is_told_apart(served, ways):
    served.visit("mediator").post("/account/channels/add/email", MAIL)
    urgent(served)
    ways[0].answer(Outcome("down", "connection refused"))
    send(served)

    page = served.visit("county").get("/channels/health")

    assert "电子邮箱的发送服务连不上" in page.text
    assert channels(served)[0].state == "on"


def test_quiet_hours_are_the_countys_until_one_chooses(served, ways):
    visitor = served.visit("mediator")
    page = visitor.get("/account/channels")
    assert "21:00 至次日 07:30" in page.text

    visitor.post("/account/channels/quiet", {"quiet": "own", "begins": "22:30", "ends": "06:00"})
    assert 'value="22:30"' in visitor.get("/account/channels").html
    wrong = visitor.post("/account/channels/quiet", {"quiet": "own", "begins": "22:30", "ends": "22:30"})
    assert wrong.status == 422
    assert "开始和结束的时间不能一样" in wrong.text
    missing = visitor.post("/account/channels/quiet", {"quiet": "own", "begins": "", "ends": "06:00"})
    assert missing.status == 422
    assert "两个时间都要选" in missing.text
    assert 'value="06:00"' in visitor.get("/account/channels").html
    visitor.post("/account/channels/quiet", {"quiet": "never"})
    assert 'id="quiet-never" name="quiet" value="never" checked' in visitor.get("/account/channels").html


def test_hours_that_leave_hardly_any_time_are_refused_and_what_was_typed_stays(served, ways):
    visitor = served.visit("mediator")

    wrong = visitor.post("/account/channels/quiet", {"quiet": "own", "begins": "01:00", "ends": "23:59"})

    assert wrong.status == 422
    assert "一天里至少要留8个小时能收到通知，这样填只剩1小时1分。" in wrong.text
    assert 'name="begins" value="01:00" aria-invalid="true" aria-describedby="quiet-error"' in wrong.html
    assert 'name="ends" value="23:59" aria-invalid="true"' in wrong.html
    assert 'id="quiet-own" name="quiet" value="own" checked' in wrong.html
    assert "21:00 至次日 07:30" in visitor.get("/account/channels").text
    assert 'id="quiet-county" name="quiet" value="county" checked' in visitor.get("/account/channels").html


def test_only_what_the_county_has_set_up_is_promised(served, ways):
    served.app.extensions[bell.OUTSIDE] = Outside(senders={"wecom": ways[1]}, robots=HOSTS)

    page = served.visit("mediator").get("/account/channels")

    assert "您还可以让通知发到企业微信群：" in page.text
    assert "县里还没有开通电子邮箱通知，暂时不能添加。" in page.text
    assert "发到邮箱" not in page.text
    assert page.links("/account/channels/add") == ["/account/channels/add/wecom"]

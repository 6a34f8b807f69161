"""What a refused message's answer means, beside the answer itself."""

import pytest

from web.pages.channel_answers import meaning


@pytest.mark.parametrize(
    ("kind", "answer", "means"),
    [
        ("wecom", "93000 invalid webhook url, hint: [x]", "机器人地址不对，或者机器人已经被移出群。"),
        ("wecom", "45009 api freq out of limit", "发得太快，企业微信暂时不收，过一会儿再发。"),
        ("wecom", "HTTP 503", ""),
        ("wecom", "550 no such user", ""),
        ("email", "550 5.1.1 no such user here", "没有这个邮箱，地址可能写错了。"),
        ("email", "452 4.2.2 over quota", ""),
        ("email", "552 5.2.2 mailbox full", "对方的邮箱满了。"),
        ("email", "550 refused", "对方的邮箱收不了信，可能没有这个邮箱，或者对方不收。"),
        ("email", None, ""),
    ],
)  # fmt: skip
def test_known_codes_are_told_in_one_sentence_and_others_not(served, kind, answer, means):
    with served.app.test_request_context():
        assert meaning(kind, answer) == means

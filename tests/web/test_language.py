"""Every sentence has its English, naming the same things; pages speak it throughout."""

import re
from string import Formatter

import pytest

from tests.web.stage import PASSWORD
from web.translations import update

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue():
    return update.updated(update.read())


def test_every_sentence_has_english(catalogue):
    assert update.untranslated(catalogue) == []


def test_both_languages_name_the_same_places(catalogue):
    def places(text):
        if "%(" in text:
            return set(re.findall(r"%\((\w+)\)", text))
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    wrong = [
        message.id
        for message in catalogue
        if isinstance(message.id, str) and message.string and places(message.id) != places(message.string)
    ]

    assert wrong == []


def test_no_english_is_chinese(catalogue):
    said = [message for message in catalogue if isinstance(message.string, str)]

    # An example may quote what is typed in Chinese.
    assert [each.id for each in said if len(CHINESE.findall(each.string)) > 2] == []


def test_a_refusal_is_told_in_english_and_kept_in_chinese(served):
    visitor = served.visit("grid")
    case = visitor.report().location
    visitor.post("/display", {"language": "en"})

    visitor.post(f"{case}/withdraw", {"reason": "settled"})
    page = visitor.post(f"{case}/withdraw", {"reason": "again"})

    assert not CHINESE.search(
        page.text.replace("浏调〔2026〕000001号", "").split("The applicant withdraws")[-1][:60]
    )


def test_the_accounts_own_language_is_the_first(served):
    from mediation.people.model import Person

    with served.system.uow() as uow:
        uow.get(Person, served.people["grid"]).language = "en"
        uow.commit()
    visitor = served.visit()

    visitor.post("/sign-in", {"login": "grid", "password": PASSWORD})

    assert "Inbox" in visitor.get("/inbox").text

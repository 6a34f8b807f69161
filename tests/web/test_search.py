"""The search page: what is found is marked and safe, an exact number opens its case."""

import pytest

from mediation.search.operations import catch_up


@pytest.fixture
def case(served):
    """Address of a reported case whose ledger was read."""
    location = served.visit("grid").report(place="3 组（老水井）旁").location
    catch_up(served.system.uow)
    return location


def test_finds_by_title_name_place_and_story_and_marks_it(served, case):
    visitor = served.visit("village")

    for words in ("楼上漏水", "李甲", "老水井", "吵了三次"):
        page = visitor.get(f"/search?words={words}")

        assert case in page.links("/cases/"), words
        assert f"<mark>{words}</mark>" in page.html, words


def test_a_number_typed_in_full_opens_its_case(served, case):
    visitor = served.visit("village")

    assert visitor.get("/search?words=浏调〔2026〕000001号").location == case
    assert visitor.get("/search?words=2026-1").location == case
    assert visitor.get("/search?words=2026-1&kind=labour").status == 200


def test_a_number_of_a_case_one_may_not_see_opens_nothing(served, case):
    page = served.visit("elsewhere").get("/search?words=浏调〔2026〕000001号")

    assert page.status == 200
    assert page.links("/cases/") == []


def test_says_what_to_do_before_anything_is_typed(served):
    assert "两个字以上就能查" in served.visit("grid").get("/search").text


def test_one_character_is_too_short_and_said_so(served, case):
    visitor = served.visit("village")

    assert "至少输入两个字" in visitor.get("/search?words=水").text
    assert "“王”没有参加查找" in visitor.get("/search?words=王+漏水").text


def test_nothing_found_says_why(served, case):
    page = served.visit("village").get("/search?words=彩礼")

    assert "没有找到“彩礼”" in page.text
    assert "只查您有权查看的案件" in page.text


def test_a_sentence_is_parted_into_its_words(served, case):
    page = served.visit("village").get("/search?words=水管漏水泡坏天花板")

    assert case in page.links("/cases/")
    assert "没有连在一起的" in page.text


def test_what_was_written_is_shown_and_never_run(served):
    served.visit("grid").report(title="<script>alert(1)</script>漏水", submission="evil")

    page = served.visit("village").get("/search?words=漏水")
    echoed = served.visit("village").get("/search?words=<script>x</script>漏水")

    assert "&lt;script&gt;" in page.html
    assert "<script>alert" not in page.html
    assert "<script>x" not in echoed.html


def test_an_auditor_is_told_what_cannot_be_searched_and_reads_no_name(served, case):
    visitor = served.visit("auditor")

    page = visitor.get("/search?words=李甲")
    told = visitor.get("/search?words=吵了三次")

    assert page.links("/cases/") == []
    assert "按姓名、小名和标题查不到" in page.text
    assert case in told.links("/cases/")
    assert "李甲" not in told.text


def test_narrows_and_keeps_what_was_chosen_in_the_address(served, case):
    visitor = served.visit("village")

    assert case in visitor.get("/search?words=漏水&kind=neighbour&state=open&level=grid").links("/cases/")
    assert visitor.get("/search?words=漏水&state=closed").links("/cases/") == []
    assert visitor.get("/search?words=漏水&kind=labour").links("/cases/") == []


def test_goes_on_by_key(served):
    visitor = served.visit("grid")
    for number in range(22):
        visitor.report(title=f"第{number}处漏水", submission=f"number-{number}", name_0=f"张{number}明")

    first = visitor.get("/search?words=漏水&kind=neighbour")
    (more,) = first.links("/search?after=")
    second = visitor.get(more.replace("&amp;", "&"))

    assert len(first.links("/cases/")) == 20
    assert len(second.links("/cases/")) == 2
    assert "回到第一页" in second.text


@pytest.mark.parametrize("path", ["/search?unit=99999&words=漏水", "/search?unit=99999"])
def test_a_unit_that_is_not_there_is_not_found(served, path):
    assert served.visit("village").get(path).status == 404


@pytest.mark.parametrize("more", ["after=x", "after=s", "after=-1", "level=nothing", "state=maybe", "unit=x"])
def test_an_address_made_up_breaks_nothing(served, case, more):
    assert served.visit("village").get(f"/search?words=漏水&{more}").status == 200


def test_the_frame_has_a_field_and_a_door(served):
    page = served.visit("grid").get("/cases")

    assert 'action="/search"' in page.html
    assert 'data-door="search"' in page.html


def test_who_reports_again_at_the_same_place_is_told_and_not_refused(served, case):
    visitor = served.visit("grid")

    done = visitor.report(
        submission="again", title="田埂之争", place="３组老水井旁", name_0="朱大明", name_1="吴小亮"
    )

    assert done.status == 303
    told = visitor.get(done.location).text
    assert "可能有关的纠纷：浏调〔2026〕000001号（同一地点）" in told


def test_who_reports_the_first_one_is_told_nothing_of_others(served):
    visitor = served.visit("grid")

    done = visitor.report()

    assert "可能有关的纠纷" not in visitor.get(done.location).text


def test_a_plot_and_a_nickname_given_in_the_report_are_found(served):
    visitor = served.visit("grid")
    case = visitor.report(plot="大丘（东）", nickname_0="水生").location

    for words in ("大丘", "水生"):
        assert case in visitor.get(f"/search?words={words}").links("/cases/"), words
    assert "大丘东" in visitor.get(case).text
    assert "人称水生" in visitor.get(case).text
    assert "水生" not in served.visit("auditor").get(case).html


def test_the_list_of_cases_finds_no_title_either_for_who_reads_no_names(served, case):
    assert served.visit("auditor").get("/cases?words=楼上漏水").links("/cases/") == []
    assert case in served.visit("auditor").get("/cases?words=000001").links("/cases/")

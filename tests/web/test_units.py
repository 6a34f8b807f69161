"""The read-only browser of units, and the gallery of components."""


def test_shows_the_tree_from_the_top(served):
    page = served.visit("grid").get("/units")

    assert "浏阳市" in page.text


def test_a_unit_shows_its_people_and_its_vacant_posts(served):
    visitor = served.visit("grid")
    village = visitor.get("/units?words=南岳村").links("/units/")[0]

    page = visitor.get(village)

    assert "李国华 调委会主任" in page.text
    assert "青桥党支部" in page.text


def test_a_vacant_post_is_visible(served):
    visitor = served.visit("grid")
    town = next(each for each in visitor.get("/units?words=官渡镇").links("/units/"))

    page = visitor.get(town)

    assert "空缺" in page.text
    assert "乡镇主要领导" in page.text


def test_too_many_households_are_said_in_words(served):
    visitor = served.visit("grid")
    grid = visitor.get("/units?words=第10微网格").links("/units/")[0]

    assert "超过上限 30 户" in visitor.get(grid).text


def test_an_unknown_unit_is_not_found(served):
    assert served.visit("grid").get("/units/999999").status == 404


def test_the_gallery_shows_every_component(served):
    page = served.visit("grid").get("/gallery")

    assert "已逾期 3 天" in page.text
    assert "还剩 1 个工作日" in page.text
    assert "请填写为什么没谈成。" in page.text

"""What a phone brings: photographs made small, a voice note, the place, a light first page."""

import re

from sqlalchemy import select

from mediation.attachments.model import Attachment
from mediation.cases.model import Case
from tests.factories import files

BUDGET = 250_000


class Counting:
    """Counts what leaves over the wire: lines, headers and bodies as sent."""

    def __init__(self, app):
        self.app = app
        self.sent = {}

    def __call__(self, environ, start_response):
        head = []

        def _start(status, headers, *more):
            head.append(len(status) + sum(len(name) + len(value) + 4 for name, value in headers))
            return start_response(status, headers, *more)

        parts = self.app(environ, _start)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        self.sent[environ["PATH_INFO"]] = self.sent.get(environ["PATH_INFO"], 0) + len(body) + sum(head)
        return [body]


def _fill_in(page):
    page.check("input[name=kind][value=neighbour]")
    page.fill("#field-name_0", "李甲")
    page.fill("#field-name_1", "李乙")


def _kept(served, kind):
    with served[0].session() as session:
        return session.scalars(select(Attachment).where(Attachment.kind == kind)).one()


def test_the_first_load_of_the_inbox_is_light_and_all_from_here(window, served):
    made, base = served
    made.app.config["WTF_CSRF_ENABLED"] = False
    visitor = made.visit("grid")
    for number in range(30):
        visitor.report(submission=f"report-{number}", title=f"楼上漏水泡坏天花板之{number}")
    made.app.config["WTF_CSRF_ENABLED"] = True
    here = window("phone").sign_in("grid")
    storage = here.page.context.storage_state()
    counting = made.app.wsgi_app = Counting(made.app.wsgi_app)
    asked = []

    fresh = window("phone", storage_state=storage, service_workers="allow")
    fresh.page.context.on("request", lambda request: asked.append(request.url))
    fresh.open("/inbox")
    fresh.page.wait_for_load_state("networkidle")
    fresh.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    fresh.page.wait_for_timeout(1500)

    assert "/inbox" in counting.sent
    assert sum(counting.sent.values()) < BUDGET, counting.sent
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {base.split("/")[2]}


def test_a_photograph_is_made_small_before_it_is_sent(window, served):
    here = window("phone").sign_in("grid").open("/report/quick")
    _fill_in(here.page)
    here.page.fill("#field-words", "楼上漏水")
    photo = files.a_photo("大门.jpg", size=(4000, 3000), side_ways=True)
    bytes_sent = []
    here.page.on("request", lambda r: r.method == "POST" and "quick" in r.url and bytes_sent.append(r.sizes))

    here.page.set_input_files(
        "input[name=photo]", {"name": photo.name, "mimeType": "image/jpeg", "buffer": photo.body}
    )
    here.page.wait_for_selector("[data-picked] img")
    size, text = here.page.evaluate(
        "async () => { const f = document.querySelector('input[name=photo]').files[0];"
        " const b = await createImageBitmap(f); return [[b.width, b.height], await f.text()]; }"
    )
    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    assert size == [1200, 1600]
    assert "GPS" not in text
    assert (_kept(served, "photo").width, _kept(served, "photo").height) == (1200, 1600)


def test_a_chosen_photograph_can_be_dropped_again(window, served):
    here = window("phone").sign_in("grid").open("/report/quick")
    for name in ("一.jpg", "二.jpg"):
        here.page.set_input_files(
            "input[name=album]", {"name": name, "mimeType": "image/jpeg", "buffer": files.a_photo().body}
        )
        here.page.wait_for_selector(f"[data-picked] img[alt='{name}']")

    here.page.click("[data-picked] button >> nth=0")
    left = here.page.evaluate("[...document.querySelector('input[name=album]').files].map((f) => f.name)")

    assert left == ["二.jpg"]


def test_a_voice_note_is_spoken_listened_to_and_sent(window, served):
    here = window("phone", permissions=["microphone"]).sign_in("grid").open("/report/quick")
    _fill_in(here.page)

    here.page.click("[data-voice] [data-start]")
    here.page.wait_for_selector("text=已录1秒")
    here.page.click("[data-voice] [data-stop]")
    here.page.wait_for_selector("[data-listen]:not([hidden])")
    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    voice = _kept(served, "voice")
    assert voice.media_type == "audio/webm"
    assert voice.size > 500


def test_without_the_microphone_the_way_is_said(window, served):
    here = window("phone").sign_in("grid").open("/report/quick")

    here.page.click("[data-voice] [data-start]")

    here.page.wait_for_selector("text=没有得到使用麦克风的允许")


def test_the_place_is_asked_for_by_a_press_and_can_be_dropped(window, served):
    here = window(
        "phone", permissions=["geolocation"], geolocation={"latitude": 28.35123, "longitude": 113.88}
    )
    here.sign_in("grid").open("/report/quick")
    before = here.page.input_value("[name=latitude]")
    _fill_in(here.page)
    here.page.fill("#field-words", "楼上漏水")

    here.page.click("text=用我现在的位置")
    here.page.wait_for_selector("text=已记下现在的位置")
    here.page.click("text=不用位置")
    dropped = here.page.input_value("[name=latitude]")
    here.page.click("text=用我现在的位置")
    here.page.wait_for_selector("text=已记下现在的位置")
    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    assert (before, dropped) == ("", "")
    with served[0].session() as session:
        assert str(session.scalars(select(Case.latitude)).one()) == "28.35123"


def test_the_short_form_and_attachments_work_without_scripts(window, served):
    here = window("phone", java_script_enabled=False).sign_in("grid").open("/report/quick")
    _fill_in(here.page)
    photo = {"name": "门.jpg", "mimeType": "image/jpeg", "buffer": files.a_photo().body}
    voice = {"name": "话.webm", "mimeType": "audio/webm", "buffer": files.a_voice().body}

    here.page.set_input_files("input[name=album]", photo)
    here.page.set_input_files("input[name=voice]", voice)
    here.page.click(".send-bar button")
    here.page.wait_for_url(re.compile(r"/report/quick/\d+"))
    here.page.click("text=看这件案件")
    here.page.click("#attachments >> text=附上照片、录音或文件")
    here.page.set_input_files(
        "#attachments input[name=file]",
        {"name": "协议.pdf", "mimeType": "text/html", "buffer": files.a_pdf().body},
    )
    here.page.click("#attachments button:has-text('附上')")
    here.page.wait_for_selector("text=已附上1份")

    assert here.page.locator("#attachments audio[src]").count() == 1
    assert here.page.locator("#attachments .thumbs img").count() == 1
    assert here.page.locator("#attachments >> text=协议.pdf").count() == 1


def test_a_party_is_called_with_a_thumb_from_case_and_task(window, served, case):
    here = window("phone").sign_in("grid").open(case)
    on_case = here.page.locator("a[href^='tel:']:visible").first.bounding_box()
    here.open("/inbox").page.locator("main").get_by_role("link", name="办理", exact=True).first.click()
    on_task = here.page.locator("a[href^='tel:']:visible").first.bounding_box()

    assert min(on_case["height"], on_task["height"]) >= 44

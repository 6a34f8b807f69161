"""What may come in as an attachment: every good kind, every bad file, each with its sentence."""

import io

import pytest
from PIL import Image

from mediation.attachments import refusals, rules
from mediation.attachments.intake import Incoming, take_in
from mediation.attachments.settings import Limits
from tests.factories import files

LIMITS = Limits()


def _one(file: Incoming, limits: Limits = LIMITS):
    return take_in([file], limits)[0]


def _picture(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\李甲\\合同.pdf", "合同.pdf"),
        ("/root/.bashrc", "bashrc"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("  空 格 .jpg ", "空 格 .jpg"),
        ("..", "未命名"),
        ("", "未命名"),
    ],
)
def test_a_name_loses_its_path_and_what_cannot_be_seen(claimed, kept):
    assert rules.bare_name(claimed) == kept


def test_an_over_long_name_is_cut_and_keeps_its_ending():
    name = rules.bare_name("长" * 300 + ".pdf")

    assert len(name) == rules.NAME_AT_MOST
    assert name.endswith("长.pdf")


def test_a_photograph_loses_place_phone_and_comment():
    file = files.a_photo()

    kept = _one(file)

    assert files.SECRET_PLACE in file.body
    assert files.SECRET_PLACE not in kept.body
    assert b"Exif" not in kept.body + (kept.thumb or b"")
    assert not _picture(kept.body).getexif()


def test_a_photograph_stands_upright():
    kept = _one(files.a_photo(size=(400, 300), side_ways=True))

    assert (kept.width, kept.height) == (300, 400)
    assert _picture(kept.body).getpixel((250, 200))[0] > 200
    assert _picture(kept.body).getpixel((50, 200))[2] > 200


def test_a_photograph_is_kept_at_1600_pixels_with_a_small_picture():
    kept = _one(files.a_photo(size=(4000, 3000)))

    assert (kept.width, kept.height) == (1600, 1200)
    assert max(_picture(kept.thumb).size) == 320
    assert kept.media_type == "image/jpeg"


def test_a_photograph_of_20_mb_is_taken_and_made_small():
    kept = _one(files.a_large_photo("大照片.jpg", megabytes=20))

    assert len(kept.body) < 100_000


def test_a_photograph_above_the_limit_is_refused_by_name_and_limit():
    with pytest.raises(refusals.FileTooBig) as refused:
        _one(files.a_large_photo("大照片.jpg", megabytes=26))

    assert "大照片.jpg" in refused.value.sentence()
    assert "25 MB" in refused.value.sentence()


def test_png_becomes_jpeg_on_white():
    kept = _one(files.a_png())

    assert (kept.name, kept.media_type) == ("截图.jpg", "image/jpeg")
    assert _picture(kept.body).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "kind", "media_type", "name"),
    [
        (files.a_voice(), "voice", "audio/webm", "录音.webm"),
        (files.an_m4a(), "voice", "audio/mp4", "记录.m4a"),
        (Incoming("a.ogg", b"OggS" + bytes(60)), "voice", "audio/ogg", "a.ogg"),
        (Incoming("a.mp3", b"ID3" + bytes(60)), "voice", "audio/mpeg", "a.mp3"),
        (Incoming("a.wav", b"RIFF\x00\x00\x00\x00WAVE" + bytes(60)), "voice", "audio/wav", "a.wav"),
        (Incoming("a.amr", b"#!AMR\n" + bytes(60)), "voice", "audio/amr", "a.amr"),
        (files.a_pdf(), "file", "application/pdf", "协议.pdf"),
        (
            files.a_docx(),
            "file",
            rules.KINDS[f"{rules._OFFICE}.wordprocessingml.document"].media_type,
            "说明.docx",
        ),
    ],
)
def test_sound_and_papers_are_known_by_their_bytes(file, kind, media_type, name):
    kept = _one(file)

    assert (kept.kind, kept.media_type, kept.name) == (kind, media_type, name)


def test_a_paper_that_calls_itself_a_photograph_is_kept_as_what_it_is():
    kept = _one(files.a_pdf("照片.jpg"))

    assert (kept.kind, kept.name) == ("file", "照片.pdf")


def test_a_recording_loses_its_place_and_keeps_its_length():
    file = files.an_m4a()

    kept = _one(file)

    assert b"113.88" in file.body
    assert b"113.88" not in kept.body
    assert len(kept.body) == len(file.body)


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (files.a_page(), refusals.UnknownFile),
        (Incoming("run.jpg", b"MZ" + bytes(200)), refusals.UnknownFile),
        (Incoming("空.jpg", b""), refusals.EmptyFile),
        (files.a_film(), refusals.FilmNotTaken),
        (files.an_m4a("film.mp4", film=True), refusals.FilmNotTaken),
        (Incoming("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40)), refusals.UnreadableFormat),
        (files.a_docx("宏.docx", macro=True), refusals.MacroPaper),
        (files.a_bomb(), refusals.PictureBomb),
        (files.a_bomb("bigger.png", side=60_000), refusals.PictureBomb),
        (Incoming("断.jpg", files.a_photo(size=(900, 700)).body[:3000]), refusals.BrokenPicture),
        (Incoming("假.jpg", b"\xff\xd8\xff\xe0" + bytes(900)), refusals.BrokenPicture),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_a_bad_file_is_refused_with_its_name(file, refusal):
    with pytest.raises(refusal) as refused:
        _one(file)

    assert file.name in refused.value.sentence()


def test_a_voice_note_above_its_own_limit_is_refused():
    large = Incoming("长录音.webm", files.a_voice().body + bytes(10 * 1024 * 1024))

    with pytest.raises(refusals.FileTooBig, match="10 MB"):
        _one(large)


def test_the_21st_file_refuses_all():
    twenty = [files.a_pdf(f"{number}.pdf") for number in range(20)]

    assert len(take_in(twenty, LIMITS)) == 20
    with pytest.raises(refusals.TooManyFiles, match="20"):
        take_in([*twenty, files.a_pdf("21.pdf")], LIMITS)


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 KB"), (300, "1 KB"), (310_000, "303 KB"), (26214400, "25 MB")]
)
def test_sizes_are_said_as_people_say_them(size, said):
    assert rules.say_size(size) == said

"""Draws the app's icons from the emblem of the frame: the county's steps under its roof."""

from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).parent.parent / "web" / "frontend" / "src" / "icons"
INK, PAPER = "#1b4f7a", "#ffffff"
LINES = (
    ((4, 27), (28, 27)),
    ((7, 27), (7, 17)),
    ((13, 27), (13, 14)),
    ((19, 27), (19, 11)),
    ((25, 27), (25, 8)),
    ((4, 13), (26, 3)),
)
FINE = 4


def draw(side: int, *, margin: float, corner: float) -> Image.Image:
    """Return the icon of ``side`` pixels; ``margin`` and ``corner`` are parts of the side."""
    large = side * FINE
    icon = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(icon)
    pen.rounded_rectangle((0, 0, large - 1, large - 1), radius=corner * large, fill=INK)
    unit, width = (1 - 2 * margin) * large / 32, 2.6 * (1 - 2 * margin) * large / 32
    for line in LINES:
        ends = [(margin * large + x * unit, margin * large + y * unit) for x, y in line]
        pen.line(ends, fill=PAPER, width=round(width))
        for x, y in ends:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=PAPER)
    return icon.resize((side, side), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw(192, margin=0.14, corner=0.18).save(TARGET / "icon-192.png", optimize=True)
    draw(512, margin=0.14, corner=0.18).save(TARGET / "icon-512.png", optimize=True)
    draw(512, margin=0.22, corner=0).save(TARGET / "icon-maskable.png", optimize=True)

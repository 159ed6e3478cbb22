"""A report as one tall page, in PDF or PNG, drawn without a browser."""

import base64
import textwrap
import unicodedata
from html import escape

import vl_convert

from explorer.charts.palette import THEMES
from explorer.charts.stage.picture import HEIGHT as MAP_HEIGHT
from explorer.charts.stage.picture import WIDTH as MAP_WIDTH
from explorer.model.counts import counted
from quizzes.report.content import AskedQuestion, Report, map_png

WIDTH, MARGIN = 760, 40
LARGEST = 14_000
"""Points; a page of a PDF has at most 14,400, and a picture of that height still opens everywhere."""
_FACE = "'Source Sans 3', 'Source Sans Pro', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"
_WIDE = 0.52
"""Of a letter's size: what it takes in width, on average and a little more."""
BARS, BAR = 300, 150


def as_pdf(report: Report) -> bytes:
    """One page as long as the report, at most PDF's largest."""
    svg, height = as_svg(report)
    return vl_convert.svg_to_pdf(svg, scale=min(1.0, LARGEST / height))


def as_png(report: Report) -> bytes:
    """Two pixels a point, fewer where the report is long."""
    svg, height = as_svg(report)
    return vl_convert.svg_to_png(svg, scale=min(2.0, LARGEST / height))


class _Column:
    """What is written so far, from the top down."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = float(MARGIN)
        self.theme = THEMES["light"]

    def text(self, words: str, size: int = 14, *, bold: bool = False, muted: bool = False) -> None:
        """Lines that fit between the margins."""
        for line in _wrapped(words, (WIDTH - 2 * MARGIN) / (_WIDE * size)):
            self.y += 1.4 * size
            self.line(line, MARGIN, self.y - 0.35 * size, size, bold=bold, muted=muted)

    def line(self, words: str, x: float, y: float, size: int, *, bold: bool = False, muted: bool = False) -> None:
        """One line with its foot at `y`."""
        weight, ink = ("bold" if bold else "normal"), (self.theme.muted if muted else self.theme.ink)
        self.parts.append(
            f'<text x="{x}" y="{y:.1f}" font-family="{_FACE}" font-size="{size}" font-weight="{weight}" fill="{ink}"'
            f' xml:space="preserve">{escape(words)}</text>'
        )

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.parts.append(f'<rect x="{x}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>')

    def picture(self, data: bytes, width: float, height: float) -> None:
        """A PNG at the left margin."""
        encoded = base64.b64encode(data).decode()
        self.parts.append(
            f'<image x="{MARGIN}" y="{self.y + 8:.1f}" width="{width}" height="{height}"'
            f' xlink:href="data:image/png;base64,{encoded}"/>'
        )
        self.y += height + 16


def as_svg(report: Report) -> tuple[str, float]:
    """The page, and its height in points."""
    column = _Column()
    column.text(report.title, 26, bold=True)
    column.text(report.about, muted=True)
    if not report.sections:
        column.text("Nothing was answered yet.")
    for number, section in enumerate(report.sections, 1):
        _section(column, number, section)
    height = column.y + MARGIN
    body = "".join(column.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}"'
        f' height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}">'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="{column.theme.background}"/>{body}</svg>'
    ), height


def _section(column: _Column, number: int, section: AskedQuestion) -> None:
    column.y += 22
    column.rectangle(MARGIN, column.y, WIDTH - 2 * MARGIN, 1, column.theme.line)
    column.y += 10
    column.text(f"{number}. {section.title}", 17, bold=True)
    column.text(section.graph, muted=True)
    if " ".join(section.wording.split()) != section.title:
        column.text(section.wording)
    for n in section.rounds:
        column.text(f"Round {n}: {section.share(n)}")
    if section.summary.bars:
        _bars(column, section)
    if section.summary.scene is not None:
        column.picture(map_png(section.summary.scene), MAP_WIDTH, MAP_HEIGHT)
    for note in section.summary.notes:
        column.text(note, 12, muted=True)
    column.y += 6
    column.text(f"Right: {section.truth}", bold=True)
    if section.explanation:
        column.text(section.explanation)
    if section.mistakes:
        column.y += 6
        column.text("Usual mistakes, by what was said to them", bold=True)
        for said, count in section.mistakes:
            column.text(f"{counted(count, 'student')}: {said}")


def _bars(column: _Column, section: AskedQuestion) -> None:
    """The answers at the left, a bar a round beside them."""
    column.y += 8
    places = {n: MARGIN + BARS + 20 + place * (BAR + 20) for place, n in enumerate(section.rounds)}
    for n, x in places.items():
        column.line(f"Round {n}", x, column.y + 10, 12, muted=True)
    column.y += 16
    for bar in section.summary.bars:
        top = column.y
        if bar.right:  # on its own: where the face lacks the sign, the words keep theirs
            column.line("✓", MARGIN - 18, top + 13, 13)
        for line in _wrapped(bar.words, BARS / (_WIDE * 13)):
            column.y += 18
            column.line(line, MARGIN, column.y - 5, 13, bold=bar.right)
        for n, x in places.items():
            count, answered = bar.counts.get(n, 0), section.rounds[n].answered
            share = count / max(answered, 1)
            column.line(f"{count} ({share:.0%})", x, top + 13, 12)
            column.rectangle(x, top + 18, BAR * share, 6, column.theme.muted)
        column.y = max(column.y, top + 26) + 4


def _wrapped(words: str, letters: float) -> list[str]:
    """Lines of at most so many letters; a letter of the East counts as two."""
    lines: list[str] = []
    for line in words.replace("\t", " ").splitlines():
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line) / max(len(line), 1)
        width = max(8, int(letters / (1 + wide)))
        lines += textwrap.wrap("".join(char for char in line if char.isprintable()), width) or [""]
    return lines

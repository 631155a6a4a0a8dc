"""One page for a board, as PDF: the indicators of the four actions, what they are worth and how they moved."""

from __future__ import annotations

import io
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from queries.results.model import ACTIONS_FR, Indicator
from queries.results.results import Results
from web.french import day, measured

WIDTH, HEIGHT = landscape(A4)
MARGIN, GUTTER = 30.0, 24.0
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
TOP, BOTTOM = HEIGHT - 62.0, 34.0
INK, QUIET, LINE, ACCENT = HexColor("#1b2124"), HexColor("#545d61"), HexColor("#d9d9d2"), HexColor("#0f5a68")
TITLE_HEIGHT, LARGEST_ROW = 17.0, 17.0
SPARK = (52.0, 9.0)
# The standard fonts of PDF, which every reader has, lack the narrow space and the minus sign of French figures.
_WRITTEN = str.maketrans({"\u202f": "\u00a0", "−": "-", "≥": ">=", "≤": "<="})


class _Block(NamedTuple):
    title: str
    lines: tuple[Indicator, ...]


def board(found: Results, place: str) -> bytes:
    """Return the page as PDF; the same indicators give the same bytes.

    Args:
        found: the indicators.
        place: the name of the territory.
    """
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="fr-FR")
    canvas.setTitle(_plain(f"Indicateurs de DORE : {place}, {day(found.as_of)}"))
    canvas.setAuthor("DORE")
    _head(canvas, found, place)
    blocks = [
        _Block(title, tuple(one for one in found.indicators if one.action is action))
        for action, title in ACTIONS_FR.items()
    ]
    columns = _in_two_columns([block for block in blocks if block.lines])
    row = min((_row_height(column) for column in columns), default=LARGEST_ROW)
    for number, column in enumerate(columns):
        _column(canvas, column, MARGIN + number * (COLUMN + GUTTER), row)
    _foot(canvas)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def _in_two_columns(blocks: list[_Block]) -> list[list[_Block]]:
    """Cut the blocks where both columns are nearest to the same height."""
    sizes = [len(block.lines) + 1 for block in blocks]
    cut = min(range(1, len(blocks) + 1), key=lambda at: abs(sum(sizes[:at]) - sum(sizes[at:])), default=0)
    return [blocks[:cut], blocks[cut:]]


def _row_height(column: list[_Block]) -> float:
    lines = sum(len(block.lines) for block in column)
    return min(LARGEST_ROW, (TOP - BOTTOM - len(column) * (TITLE_HEIGHT + 6)) / lines) if lines else LARGEST_ROW


def _column(canvas: Canvas, blocks: list[_Block], left: float, row: float) -> None:
    height = TOP
    for block in blocks:
        canvas.setFillColor(ACCENT)
        canvas.setFont("Helvetica-Bold", 9.5)
        canvas.drawString(left, height - 10, _plain(block.title))
        height -= TITLE_HEIGHT
        for one in block.lines:
            _line(canvas, one, left, height, row)
            height -= row
        height -= 6


def _line(canvas: Canvas, one: Indicator, left: float, top: float, row: float) -> None:
    size = min(8.0, row * 0.58)
    base = top - row / 2 - size * 0.35
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(left, top, left + COLUMN, top)
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica", size)
    room = COLUMN - SPARK[0] - 78
    [label, *more] = simpleSplit(_plain(one.label), "Helvetica", size, room)
    canvas.drawString(left, base, f"{label}…" if more else label)
    canvas.setFont("Helvetica-Bold", size + 0.5)
    value = "–" if one.value is None else _plain(measured(one.value, one.unit))
    canvas.drawRightString(left + COLUMN - SPARK[0] - 8, base, value)
    _spark(canvas, one, left + COLUMN - SPARK[0], top - row / 2 - SPARK[1] / 2)


def _spark(canvas: Canvas, one: Indicator, left: float, bottom: float) -> None:
    known = [(at, month.value) for at, month in enumerate(one.months) if month.value is not None]
    if len(known) < 2:
        return
    low, high = min(value for _, value in known), max(value for _, value in known)
    step, height = SPARK[0] / (len(one.months) - 1), SPARK[1] / ((high - low) or 1)
    path = canvas.beginPath()
    for number, (at, value) in enumerate(known):
        point = (left + at * step, bottom + (value - low) * height)
        path.lineTo(*point) if number else path.moveTo(*point)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(0.9)
    canvas.drawPath(path)


def _head(canvas: Canvas, found: Results, place: str) -> None:
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(MARGIN, HEIGHT - 36, _plain(f"Indicateurs : {place}"))
    canvas.setFont("Helvetica", 9)
    canvas.setFillColor(QUIET)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 36, _plain(f"au {day(found.as_of)} · courbes : douze mois"))


def _foot(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 7)
    canvas.setFillColor(QUIET)
    said = "DORE, d'après ce que les institutions partagent : « aucun … connu » ne veut pas dire qu'il n'y en a pas. "
    canvas.drawString(MARGIN, 18, _plain(said + "Définitions : page Indicateurs."))


def _plain(text: str) -> str:
    return text.translate(_WRITTEN)

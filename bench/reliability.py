"""How far probabilities can be believed, drawn: what was said beside what was right, a point for each tenth."""

from __future__ import annotations

from collections.abc import Sequence

from matching.linking.judging import Answered, reliability

_SIDE, _EDGE = 300, 44
_LARGEST = 11


def draw(answers: Sequence[Answered]) -> str:
    """Return an SVG drawing; the wider a point, the more answers it stands for."""
    told = reliability(answers)
    most = max((point["answers"] for point in told), default=1)
    marks = [_mark(point, most) for point in told]
    size = _SIDE + 2 * _EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 90} {size}" width="{size + 90}"'
            f' height="{size}" font-family="sans-serif" font-size="11" role="img">',
            f"<title>Reliability out of fold: {len(answers)} best answers</title>",
            f'<rect width="{size + 90}" height="{size}" fill="#fff"/>',
            *[line for tenth in range(0, 11, 2) for line in _graduation(tenth / 10)],
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888" stroke-dasharray="4 3"/>',
            *marks,
            f'<text x="{_x(0.5)}" y="{size - 6}" text-anchor="middle">probability said</text>',
            f'<text x="12" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 12 {_y(0.5)})">part right</text>',
            "</svg>",
            "",
        ]
    )


def _x(value: float) -> float:
    return round(_EDGE + value * _SIDE, 1)


def _y(value: float) -> float:
    return round(_EDGE + (1 - value) * _SIDE, 1)


def _graduation(value: float) -> list[str]:
    return [
        f'<line x1="{_x(0)}" y1="{_y(value)}" x2="{_x(1)}" y2="{_y(value)}" stroke="#ddd"/>',
        f'<text x="{_x(0) - 6}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>',
        f'<text x="{_x(value)}" y="{_y(0) + 16}" text-anchor="middle">{value:.1f}</text>',
    ]


def _mark(point: dict[str, float], most: float) -> str:
    x, y = _x(point["said"]), _y(point["right"])
    width = max(2.5, _LARGEST * (point["answers"] / most) ** 0.5)
    return (
        f'<circle cx="{x}" cy="{y}" r="{width:.1f}" fill="#000091" fill-opacity="0.75"/>'
        f'<text x="{x + width + 3:.1f}" y="{y + 12}">{point["answers"]:.0f}</text>'
    )

"""Draws bar charts as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

_WIDTH, _BAR, _LABEL = 640, 22, 200


def bar_chart(title: str, bars: Mapping[str, float]) -> str:
    """Return an SVG chart with a horizontal bar and its value for each name."""
    longest = max(bars.values())
    parts = [f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>']
    for number, (name, value) in enumerate(bars.items()):
        y = 28 + number * (_BAR + 6)
        width = round((_WIDTH - _LABEL - 70) * value / longest, 1)
        parts += [
            f'<text x="0" y="{y + 16}">{escape(name)}</text>',
            f'<rect x="{_LABEL}" y="{y}" width="{width}" height="{_BAR}" fill="#3b6ea5"/>',
            f'<text x="{_LABEL + width + 6}" y="{y + 16}">{value:,.2f}</text>',
        ]
    height = 34 + len(bars) * (_BAR + 6)
    size = f'width="{_WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    return "\n".join([head, f'<rect {size} fill="white"/>', *parts, "</svg>", ""])

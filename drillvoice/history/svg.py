"""Drawings in SVG, written as text: what the charts of the report are made of. Every text is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

INK, SOFT, LINE, PALE = "#1b3a57", "#595959", "#b8b8b8", "#e5e5e5"
"""Contrast with white: 11.4, 7.0, and for lines that only frame."""
WIDTH = 700.0
"""Of a page; all lengths are in its units."""
Point = tuple[float, float]


def plain_text(text: str) -> str:
    """A text that is one in every reader: escaped, and without control characters."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))


def draw_text(at: Point, text: str, *, size: float = 11, anchor: str = "start", colour: str = "#333333") -> str:
    """A line of text, its base line at a point; `anchor` is start, middle or end."""
    x, y = at
    look = f'font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{plain_text(text)}</text>'


def draw_title(text: str) -> str:
    """The title of a chart, in its upper left corner."""
    return f'<text x="0" y="14" font-size="13" font-weight="bold" fill="#111111">{plain_text(text)}</text>'


def draw_box(corner: Point, width: float, height: float, colour: str = INK) -> str:
    """A filled rectangle, from its upper left corner."""
    x, y = corner
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def draw_dot(at: Point, radius: float, *, filled: bool = True) -> str:
    """A dot, or a ring."""
    x, y = at
    fill = INK if filled else "#ffffff"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{INK}"/>'


def draw_path(points: Sequence[Point], colour: str = INK, *, dashed: bool = False) -> str:
    """A line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return f'<polyline points="{places}" fill="none" stroke="{colour}"{dashes}/>'


def drawing(parts: Iterable[tuple[float, str]], title: str, description: str) -> str:
    """Parts of some height, one below the other, as a drawing that says in words what it shows."""
    groups, top = [], 0.0
    for height, elements in parts:
        groups.append(f'<g transform="translate(0 {top:.1f})">{elements}</g>')
        top += height
    head = f'<title id="title">{plain_text(title)}</title><desc id="desc">{plain_text(description)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
        f'viewBox="0 0 {WIDTH:g} {top:.0f}" font-family="sans-serif">{head}\n' + "\n".join(groups) + "\n</svg>\n"
    )

"""What is measured of a page that is shown."""

from typing import Any

from playwright.sync_api import Page, ViewportSize

_VISIBLE = """
    const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.unseen');
"""
_CONTRAST = (
    """() => {"""
    + _VISIBLE
    + """
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    const behind = (each) => {
        for (let at = each; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if ((channels(colour)[3] ?? 1) === 1) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const found = {};
    for (const each of document.body.querySelectorAll('*')) {
        const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!shown(each) || (!own && !each.matches('input, textarea'))) continue;
        const [a, b] = [light(getComputedStyle(each).color), light(behind(each))].sort((x, y) => y - x);
        found[`${each.tagName} ${each.id} ${each.textContent.trim().slice(0, 20)}`] = (a + 0.05) / (b + 0.05);
    }
    return found;
}"""
)
_BUTTONS = (
    """() => {"""
    + _VISIBLE
    + """
    return [...document.querySelectorAll('button, a, input, textarea')].filter(shown).map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        const name = each.id || each.textContent.trim() || each.dataset.by;
        return { name, x, y, width, height, stop: each.matches('.stop'), main: each.id === 'main-button',
            cut: each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1 };
    });
}"""
)
_OUTSIDE = (
    """() => {"""
    + _VISIBLE
    + """
    return [...document.querySelectorAll('main *')].filter(shown).filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1;
    }).map((each) => each.outerHTML.slice(0, 80));
}"""
)
_COVERED = (
    """() => {"""
    + _VISIBLE
    + """
    const buttons = [...document.querySelectorAll('button, a.button, input')].filter(shown);
    return buttons.filter((each) => {
        each.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = each.getBoundingClientRect();
        return !each.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }).map((each) => each.outerHTML.slice(0, 80));
}"""
)


def contrasts(page: Page) -> dict[str, float]:
    """Of each text that is shown, with what is behind it."""
    found: dict[str, float] = page.evaluate(_CONTRAST)
    return found


def buttons(page: Page) -> list[dict[str, Any]]:
    """All that can be pressed: its place and size, and whether its text is cut off."""
    found: list[dict[str, Any]] = page.evaluate(_BUTTONS)
    return found


def outside(page: Page) -> list[str]:
    """What sticks out at the sides."""
    found: list[str] = page.evaluate(_OUTSIDE)
    return found


def covered(page: Page) -> list[str]:
    """What cannot be reached by scrolling to it, because something else lies upon it."""
    found: list[str] = page.evaluate(_COVERED)
    return found


def scrolls(page: Page) -> tuple[bool, bool]:
    """Whether there is more of the page than fits, sideways and downward."""
    wide, high = page.evaluate(
        "() => { const page = document.documentElement;"
        " return [page.scrollWidth > innerWidth, page.scrollHeight > innerHeight]; }"
    )
    return wide, high


def settle(page: Page) -> None:
    """Wait until what has changed is drawn."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def resize(page: Page, size: ViewportSize) -> None:
    """Another window, or another phone."""
    page.set_viewport_size(size)
    settle(page)


def set_text_size(page: Page, percent: int) -> None:
    """As a browser does that enlarges text only."""
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
    page.evaluate("dispatchEvent(new Event('resize'))")
    settle(page)

"""axe-core, which script/test unpacks."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(os.environ.get("DRILLVOICE_AXE", ".venv/axe-core")) / "package" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page: Page) -> list[tuple[str, list[str]]]:
    """What it finds on a page, by its rule, with the elements."""
    if not AXE.is_file():
        pytest.fail("axe-core is missing: script/test puts it into .venv/axe-core, DRILLVOICE_AXE names another folder")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    assert len(found["passes"]) > 10
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]

"""One lab for the tests that only look, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab.server import ARGUMENTS, QUICK, Server, lab


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A lab with one question asked; tests leave it as they found it."""
    pytest.importorskip("starlette", reason="the extra `lab` is not installed")
    with lab(tmp_path_factory.mktemp("lab")) as found:
        yield found


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page of a browser of its own; the test fails if it asks any other host, or if the page complains."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="nl-NL")
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    found = context.new_page()
    found.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: complaints.append(str(error)))
    yield found
    context.close()
    assert [url for url in asked if not url.startswith((f"{server.base}/", "data:"))] == []
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture(scope="session")
def answered(server: Server, browser: Any) -> str:
    """The address of an answer that is there, in Dutch."""
    context = browser.new_context()
    found = context.new_page()
    found.goto(f"{server.base}{server.ask(QUICK)}")
    found.wait_for_url("**/answer?*", timeout=150_000)
    context.close()
    return f"/nl/answer?{QUICK}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a lab of a test's own keeps its results."""
    return tmp_path

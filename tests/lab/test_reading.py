"""For everybody: in every state axe finds nothing, controls have role and name, a keyboard is enough, and nothing is lost narrow or enlarged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from experiments.lab import pages
from experiments.lab.controls import controls
from experiments.lab.jobs import Run
from experiments.lab.question import read_address
from experiments.lab.words import LANGUAGES, Words
from tests.lab.server import QUICK, Server, lab

pytestmark = pytest.mark.slow
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONGER = QUICK.replace("countries=10", "countries=40").replace("one_area", "utrecht")
STATES = ("idle", "wrong", "running", "waiting", "cancelled", "answer", "none", "saved", "about", "sources", "refused")


@pytest.fixture(scope="module")
def states(browser: Any, tmp_path_factory: pytest.TempPathFactory, answered: str) -> Any:
    """A lab in which somebody else's question runs, and the tickets of one that waits and one that was cancelled."""
    with lab(tmp_path_factory.mktemp("states")) as busy:
        running = busy.ask(LONGER)
        browser_page = browser.new_context().new_page()
        browser_page.goto(f"{busy.base}{running}")
        browser_page.locator("svg.dots circle").first.wait_for(timeout=150_000)
        waiting = busy.ask(f"{LONGER}&supply.care_slots=0.1")
        cancelled = busy.ask(f"{LONGER}&supply.care_slots=0.2")
        busy.post(f"{cancelled}/cancel")
        browser_page.context.close()
        yield busy, {"running": running, "waiting": waiting, "cancelled": cancelled}


def address(state: str, lang: str, server: Server, answered: str, busy: tuple[Server, dict[str, str]]) -> str:
    """Where a state is seen."""
    if state in busy[1]:
        return f"{busy[0].base}{busy[1][state].replace('/nl/', f'/{lang}/')}"
    contradicts = "start=s07_joint_power&authority.holder.care=none&supply.care_slots=0.1&start-2=puzzelplicht"
    known = {
        "idle": "", "wrong": f"?{contradicts}", "answer": answered.removeprefix("/nl/"), "none": f"answer?{QUICK}&supply.care_slots=0.33",
        "saved": "saved", "about": "about", "sources": "sources", "refused": "?region=nowhere",
    }  # fmt: skip
    return f"{server.base}/{lang}/{known[state]}"


def checked(page: Any, axe: str) -> list[str]:
    """What axe complains of. It is run outside the page's own policy, as an extension would."""
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_in_any_state(lang: str, browser: Any, server: Server, answered: str, states: Any, axe_source: str) -> None:
    if lang == "en":
        server.post("/en/ask", question=QUICK, at="1", do="report")
    context = browser.new_context(bypass_csp=True, locale="nl-NL")
    found = {}
    for state in STATES:
        page = context.new_page()
        page.goto(address(state, lang, server, answered, states))
        if state == "wrong":
            page.locator("details.lab-group").evaluate_all("groups => groups.forEach(group => { group.open = true })")
        assert page.locator("html").get_attribute("lang") == lang
        found[state] = checked(page, axe_source)
        page.close()
    context.close()
    assert {state: said for state, said in found.items() if said} == {}


def test_every_control_has_a_role_and_a_name(page: Any, server: Server) -> None:
    """As somebody hears it: each lever by its label, in its own language."""
    roles = {"flag": "combobox", "word": "combobox", "whole": "textbox", "number": "textbox", "set": "group"}
    for lang in LANGUAGES:
        page.goto(f"{server.base}/{lang}/")
        page.locator("details.lab-group").evaluate_all("groups => groups.forEach(group => { group.open = true })")
        for control in controls().values():
            label = control.label(Words(lang))
            assert page.get_by_role(roles[control.kind], name=label, exact=True).count() >= 1, (lang, control.name)
            if control.kind in ("whole", "number"):
                assert page.get_by_role("slider", name=Words(lang)("ask.slider", label=label), exact=True).count() == 1, control.name


def test_a_keyboard_is_enough_from_question_to_report(page: Any, server: Server, answered: str) -> None:
    """Tab, arrows, space and Enter; where one is is always seen."""
    page.goto(f"{server.base}/nl/?{QUICK}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == Words("nl")("page.skip")
    page.keyboard.press("Enter")
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            "return [document.activeElement.textContent.trim(), style.outlineStyle, parseFloat(style.outlineWidth)] }"
        )
        seen.append(outline[0])
        assert outline[1] != "none" and outline[2] >= 2, outline
        if outline[0].startswith("Meer aanbod"):
            page.keyboard.press("Enter")
            for _ in range(2):  # the field of special places, then its slider
                page.keyboard.press("Tab")
            page.keyboard.press("ArrowRight")
            page.wait_for_url("**supply.special_places=**")
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Control+a")
            page.keyboard.press("Delete")
            page.wait_for_url(lambda url: "supply" not in url)
        if outline[0] == "Reken uit":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer?*")
    assert "In het kort" in page.inner_text("main")


@pytest.mark.parametrize("state", ["idle", "wrong", "running", "answer", "saved", "about"])
def test_nothing_is_lost_at_320_pixels(state: str, browser: Any, server: Server, answered: str, states: Any) -> None:
    """Which is also 1280 pixels at 400%. Only tables, figures and commands scroll, each in a region of its own."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address(state, "nl", server, answered, states))
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter(one => !one.closest('.lab-scroll, .scroll, pre, svg, .lab-hidden, .lab-first'))"
        ".filter(one => one.getBoundingClientRect().right > 321).map(one => one.outerHTML.slice(0, 120))"
    )
    context.close()
    assert wide == []


def test_text_twice_as_large_loses_nothing(browser: Any, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{server.base}/nl/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    context.close()


def test_progress_is_spoken_at_quarters_only(page: Any, states: Any) -> None:
    """A status line, polite, that never says each country."""
    busy, tickets = states
    words = Words("nl")
    run = Run(read_address(LONGER), "nl", state="running")
    said = [pages.spoken(replace(run, n_done=n), None, words) for n in range(41)]
    assert list(dict.fromkeys(said)) == [words("state.quarter", percent=percent) for percent in (0, 25, 50, 75, 100)]
    assert '<p class="lab-hidden" role="status" id="spoken">' in busy.request("GET", tickets["cancelled"])[1]

"""The page: offline, accessible, whole in both languages, readable on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from analysis.figures.words import texts


def test_words_are_there_in_both_languages() -> None:
    for key, entry in texts().items():
        assert set(entry) == {"nl", "en"}, key
        assert all(text for text in entry.values()), key
        names = [set(re.findall(r"\{(\w+)\}", text)) for text in entry.values()]
        assert names[0] == names[1], key


def test_the_page_is_in_its_language(page: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in page
    assert ("Het antwoord" if lang == "nl" else "The answer") in page
    assert "Undefined" not in page


def test_nothing_is_asked_of_the_network(page: str) -> None:
    """No element or style names another place; what looks like an address is a namespace or the page itself."""
    named = (
        re.findall(r'(?:src|href|srcset|action|data|poster)="([^"]+)"', page)
        + re.findall(r"url\(([^)]+)\)", page)
        + re.findall(r"@import\s+(\S+)", page)
    )
    assert not [one for one in named if not one.strip("'\"").startswith(("#", "data:"))]
    assert "<script" not in page
    assert "<iframe" not in page


def test_no_request_leaves_the_page(page: str, ask: Callable[..., Any]) -> None:
    asked = ask(page, "setTimeout(()=>done(performance.getEntriesByType('resource').map(e=>e.name)),500)")
    assert not [one for one in asked if not one.startswith("data:")]


def test_axe_finds_nothing(page: str, ask: Callable[..., Any], axe_source: str) -> None:
    opened = "document.querySelectorAll('details').forEach(d=>d.open=true);"
    page = page.replace("</head>", "<script>" + axe_source.replace("</script", "<\\/script") + "</script></head>")
    found = ask(
        page,
        opened + "axe.run({resultTypes:['violations']}).then(r=>done(r.violations.map(v=>[v.id,v.nodes.map(n=>n.html.slice(0,120))])))",
    )
    assert found == []


def test_nothing_is_cut_off_on_a_telephone(page: str, ask: Callable[..., Any]) -> None:
    """At 320 px only what scrolls in its own box is wider than the screen."""
    frame = (
        "const f=document.createElement('iframe');f.style.width='320px';f.style.height='900px';"
        "f.srcdoc=document.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g,'');"
        "f.onload=()=>{const d=f.contentDocument.documentElement;done([d.scrollWidth,d.clientWidth])};document.body.replaceChildren(f);"
    )
    wide, screen = ask(page, frame)
    assert wide <= screen


def test_headings_step_down_one_at_a_time(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_figures_have_text_and_tables(page: str) -> None:
    assert page.count("<figure>") == 6
    alts = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert len(alts) == 6
    assert all(len(alt) > 60 for alt in alts)
    assert len(re.findall(r"<caption>", page)) >= 8
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))

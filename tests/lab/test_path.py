"""From opening the page to the report, as a reader does it: both languages, with and without a script."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from analysis.load import load
from experiments.lab.question import read_address
from tests.lab.server import QUICK, Server

pytestmark = pytest.mark.slow


def test_from_opening_to_the_report(page: Any, server: Server) -> None:
    page.goto(f"{server.base}/")
    assert page.url == f"{server.base}/nl/" and page.locator("html").get_attribute("lang") == "nl"
    page.get_by_label("Gebied", exact=True).select_option("one_area")
    page.get_by_text("Meer aanbod").click()
    page.get_by_label("Extra plekken in de jeugdhulp", exact=True).fill("10")
    page.wait_for_url("**supply.care_slots=0.1**")
    assert "1 bepaling gewijzigd" in page.inner_text("#summary")
    page.get_by_role("button", name="Reken uit").click()
    page.wait_for_selector("svg.dots", timeout=150_000)
    assert "Nog geen antwoord" in page.inner_text("#progress") or page.locator("svg.dots circle").count() >= 10
    page.wait_for_url("**/answer?*", timeout=150_000)
    text = page.inner_text("main")
    assert "dagen thuis" in text and "Waar het omslaat" in text and "Extra plekken in de jeugdhulp" in text
    assert all(image.evaluate("image => image.complete && image.naturalWidth > 0") for image in page.locator("figure img").all())
    question = read_address(page.url.partition("?")[2])
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Verslag (Word)").click()
    assert zipfile.is_zipfile(fetched.value.path())
    results = load(server.folder / "results" / question.digest)
    assert results.scenarios == ["landscape", "proposal_1", "landscape_aa"] and len(results.replicates) == 10


def test_the_same_address_gives_the_same_bytes(server: Server, answered: str) -> None:
    first, second = (server.request("GET", answered)[1] for _ in range(2))
    assert first == second and "In het kort" in first
    assert server.ask(QUICK) == answered


def test_what_is_taken_away_repeats_the_question(server: Server, answered: str) -> None:
    status, _, headers = server.request("GET", answered.replace("/answer", "/take"))
    assert status == 200 and headers["content-type"] == "application/zip"
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", answered.replace("/answer", "/take"))
    with zipfile.ZipFile(BytesIO(connection.getresponse().read())) as packed:
        names = packed.namelist()
    connection.close()
    assert names == [f"{read_address(QUICK).digest}/question/experiment/question.yaml"]


def test_one_invented_childs_way_under_two_laws(page: Any, server: Server, answered: str) -> None:
    """Asked for from the answer, said to be invented, the same until it parts; in both languages."""
    page.goto(f"{server.base}{answered}")
    page.get_by_role("link", name="Laat de weg van één verzonnen kind zien").click()
    page.get_by_role("button", name="Reken uit").click()
    page.wait_for_url("**/answer?*", timeout=150_000)
    page.wait_for_selector("text=Hier gaan de wegen uiteen", timeout=150_000)
    assert "Dit kind bestaat niet" in page.inner_text("main")
    dutch = page.locator(".lab-way li").all_inner_texts()
    page.get_by_role("link", name="English").click()
    assert "This child does not exist" in page.inner_text("main")
    assert page.locator(".lab-way li").count() == len(dutch) > 2

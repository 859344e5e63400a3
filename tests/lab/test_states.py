"""Every state of a run, as two people see it: waiting in turn, watched, reloaded, cancelled, stopped, killed, without room."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.lab.question import Question, read_address
from experiments.lab.shelf import Shelf
from tests.lab.server import QUICK, Server, lab

pytestmark = pytest.mark.slow
LONGER = QUICK.replace("countries=10", "countries=40").replace("one_area", "utrecht")


def wait_for_country(page: Any) -> None:
    page.wait_for_selector("svg.dots circle", timeout=150_000)


def test_two_people_wait_in_turn_and_a_reload_loses_nothing(browser: Any, folder: Path) -> None:
    with lab(folder) as server:
        first, second = (browser.new_context(locale="nl-NL").new_page() for _ in range(2))
        first.goto(f"{server.base}{server.ask(LONGER)}")
        wait_for_country(first)
        second.goto(f"{server.base}{server.ask(QUICK + '&supply.care_slots=0.1', 'en')}")
        assert second.locator("h1").inner_text() == "In the queue" and "1 before you" in second.inner_text("main")
        first.reload()
        wait_for_country(first)
        first.get_by_role("button", name="Annuleer").click()
        first.wait_for_selector("text=Geannuleerd")
        assert "niets ervan is bewaard" in first.inner_text("main")
        wait_for_country(second)
        assert not (server.folder / "results" / read_address(LONGER).digest).exists()
        second.get_by_role("button", name="Cancel").click()
        second.wait_for_selector("text=Cancelled")


def test_who_asks_the_same_shares_the_run_and_only_the_last_to_leave_ends_it(server: Server) -> None:
    one, other = (server.ask(f"{LONGER}&supply.care_slots=0.07") for _ in range(2))
    assert server.post(f"{one}/cancel")[0] == 303
    assert "Geannuleerd" in server.request("GET", one)[1]
    assert "Geannuleerd" not in server.request("GET", other)[1]
    server.post(f"{other}/cancel")
    assert "Geannuleerd" in server.request("GET", other)[1]


def test_stopped_early_it_stays_so_marked(browser: Any, folder: Path) -> None:
    """In the address, on the page, and in the report, once ten countries are there; with fewer it is no answer."""
    with lab(folder) as server:
        page = browser.new_context(locale="nl-NL").new_page()
        page.goto(f"{server.base}{server.ask(LONGER)}")
        page.locator("svg.dots circle").nth(9).wait_for(timeout=150_000)
        page.get_by_role("button", name="Stop hier").click()
        page.wait_for_url("**/answer?*", timeout=150_000)
        found = re.search(r"stopped=(\d+)", page.url)
        assert found and 10 <= int(found[1]) < 40
        assert f"Eerder gestopt: {found[1]} van de 40 landen" in page.inner_text("main")
        report = server.request("GET", f"/results/{read_address(page.url.partition('?')[2]).digest}/rapport.html")[1]
        assert "Eerder gestopt" in report
        page.get_by_role("link", name="English").click()
        page.get_by_role("button", name="Write the report").click()
        page.wait_for_url("**/en/answer?*", timeout=150_000)
        page.wait_for_selector("text=In short")
        assert "Stopped early" in page.inner_text("main") and f"stopped={found[1]}" in page.url


def test_a_killed_worker_is_a_sentence_and_the_next_question_runs(browser: Any, folder: Path) -> None:
    with lab(folder) as server:
        page = browser.new_context(locale="nl-NL").new_page()
        page.goto(f"{server.base}{server.ask(LONGER)}")
        wait_for_country(page)
        worker = server.worker()
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        page.wait_for_selector("text=Niet gelukt", timeout=150_000)
        assert "Het rekenproces is gestopt" in page.inner_text("main") and "Traceback" not in page.content()
        assert not (server.folder / "results" / read_address(LONGER).digest).exists()
        page.goto(f"{server.base}{server.ask(QUICK)}")
        wait_for_country(page)


def test_without_room_a_question_is_refused_before_anything_is_written(folder: Path) -> None:
    with lab(folder, least_free=1e18) as server:
        status, text, _ = server.post("/en/ask", question=QUICK, at="1", do="run")
        assert status == 503 and "too little room on the disk" in text
        assert server.written() == set()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no file limits here")
def test_a_disk_that_fills_up_on_the_way_is_a_sentence(browser: Any, folder: Path) -> None:
    """The worker may write no file above a few bytes from now on, as on a full disk."""
    import resource

    with lab(folder) as server:
        page = browser.new_context(locale="en-GB").new_page()
        page.goto(f"{server.base}{server.ask(LONGER, 'en')}")
        wait_for_country(page)
        worker = server.worker()
        assert worker is not None
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (100, 100))
        page.wait_for_selector("text=It did not work", timeout=150_000)
        assert "Traceback" not in page.content()


def test_the_shelf_is_bounded_and_keeps_what_is_saved(folder: Path) -> None:
    """The oldest unsaved goes first; saved results and their list stay."""
    shelf = Shelf(folder / "lab", most=2500, least_free=1)
    kept = [Question(region=name) for name in ("utrecht", "drenthe", "zeeland")]
    for age, question in zip((300, 200, 100), kept, strict=True):
        path = shelf.path(question)
        path.mkdir()
        (path / "manifest.json").write_text("x" * 1000, encoding="utf-8")
        os.utime(path, (time.time() - age,) * 2)
    shelf.save(kept[0])
    shelf.make_room()
    assert [shelf.is_whole(question) for question in kept] == [True, False, True]
    assert shelf.saved() == [kept[0].address]


def test_without_a_script_it_works_by_forms_and_a_page_that_refreshes_itself(browser: Any, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{server.base}/nl/")
    page.get_by_label("Voorstel", exact=True).select_option("s09_puzzelplicht")
    page.get_by_role("button", name="Begin hiermee").click()
    assert "start=s09_puzzelplicht" in page.url
    page.get_by_label("Gebied", exact=True).select_option("one_area")
    page.get_by_text("Wie beslist", exact=True).click()
    page.get_by_label("Besluit binnen (−1: zo lang als nu)", exact=True).fill("6")
    page.get_by_role("button", name="Reken uit").click()
    assert "maar dit voorstel zegt niet wie beslist" in page.inner_text("main")
    page.get_by_label("Besluit binnen (−1: zo lang als nu)", exact=True).fill("")
    page.get_by_role("button", name="Reken uit").click()
    assert "/nl/job/" in page.url and page.locator("noscript").count() > 0
    page.wait_for_url("**/answer?*", timeout=150_000)
    assert "In het kort" in page.inner_text("main")
    context.close()


def test_a_run_that_nobody_listens_to_is_stopped(folder: Path) -> None:
    with lab(folder, unheard=1.0) as server:
        job = server.ask(LONGER)
        assert until(lambda: server.worker() is not None), "it never began"
        assert until(lambda: server.worker() is None), "it goes on for nobody"
        assert "Geannuleerd" in server.request("GET", job)[1]


def until(true: Callable[[], bool], seconds: float = 150.0) -> bool:
    """Whether it becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False

"""Nothing but a question of declared words gets in: a hundred hostile requests get a short refusal, and nothing is written."""

from __future__ import annotations

import socket
import urllib.parse
from pathlib import Path

import pytest

from experiments.lab.guard import MOST_BODY
from tests.lab.server import QUICK, Server, lab

LONG = "x" * 2000
BODY = f"question={urllib.parse.quote(QUICK)}&at=1&do=run"
PATHS = [
    "/nl/?region=../../etc/passwd", "/nl/?region=tiny", "/nl/?out=/tmp/x", "/nl/?seed=7", "/nl/?hydra.run.dir=x", "/nl/?start=./mine.yaml",
    "/nl/?start=landscape", "/nl/?start=", "/nl/?years=0", "/nl/?years=-3", "/nl/?years=3.0", "/nl/?years=99999999999999999999",
    "/nl/?countries=41", "/nl/?countries=0x10", "/nl/?at=0", "/nl/?at=9", "/nl/?at=%C2%B2", "/nl/?authority.mandate=nan",
    "/nl/?authority.mandate=1e999",
    "/nl/?authority.mandate=-1", "/nl/?authority.domain=joint%00", "/nl/?authority.invokers=parents-parents-nobody", "/nl/?law.phase=1e9",
    "/nl/?consultation.term_weeks=1.5", "/nl/?capacity.slack=0.1", "/nl/?behaviour.rho=1", "/nl/?plan.design=corners", "/nl/?start-9=geen",
    "/nl/?start-5=geen", f"/nl/?start={LONG}", "/nl/?years=3&years=10", "/nl/?%FF%FE=1", "/nl/?a=%00", "/nl/?stopped=3&countries=3",
    "/nl/answer?region=..", "/nl/answer?stopped=99", "/nl/answer?x", "/nl/answer?=", "/nl/take?start=..%2f..%2fsecret", "/nl/take?region=/etc",
    "/nl/job/1", "/nl/job/../../etc/passwd", "/nl/job/%2e%2e/cancel", "/nl/job/AAAAAAAAAAAAAAAAAAAAAAAA", "/nl/job/x/events", "/de/", "/xx/answer",
    "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/words.toml", "/static/app.py", "/static/", "/results/../../x/report.html",
    "/results/..%2f..%2f/rapport.html", "/results/aaaa/manifest.json", "/results/aaaa/plan.json", "/results/aaaa/pupils-00000.parquet",
    "/results/aaaa/question/experiment", "/results/aaaa/rapport-figuren/..%2fmanifest.json", "/results/aaaa/rapport-figuren/.svg",
    "/results/aaaa/rapport-figuren/change.exe", "/results/%00/rapport.html", f"/results/{'a' * 70}/rapport.html", "/saved.json", "/.env",
    "/nl/check", "/nl/ask", "/nl/save", f"/nl/?start={'y' * 7000}", "/nl/?" + "&".join(f"k{n}=1" for n in range(320)),
]  # fmt: skip
POSTS: list[tuple[str, str, dict[str, str]]] = [
    ("/nl/ask", BODY, {"Origin": "http://evil.example"}),
    ("/nl/ask", BODY, {"Origin": "null"}),
    ("/nl/ask", BODY, {"Origin": ""}),
    ("/nl/ask", BODY, {"Origin": "http://127.0.0.1:1"}),
    ("/nl/ask", BODY, {"Sec-Fetch-Site": "cross-site"}),
    ("/nl/ask", BODY, {"Host": "evil.example"}),
    ("/nl/ask", BODY, {"Host": "evil.example:80"}),
    ("/nl/ask", BODY, {"Host": "127.0.0.1.evil.example"}),
    ("/nl/ask", BODY, {"Content-Type": "application/json"}),
    ("/nl/ask", BODY, {"Content-Type": "multipart/form-data; boundary=x"}),
    ("/nl/ask", "x" * (MOST_BODY + 1), {}),
    ("/nl/ask", "&".join(f"f{n}=1" for n in range(500)), {}),
    ("/nl/ask", BODY.replace("do=run", "do=format"), {}),
    ("/nl/ask", BODY.replace("do=run", "do=edit-7"), {}),
    ("/nl/ask", BODY.replace("do=run", "do=remove-0"), {}),
    ("/nl/ask", BODY.replace("do=run", "do=run-2"), {}),
    ("/nl/ask", BODY.replace("at=1", "at=7"), {}),
    ("/nl/ask", BODY + "&at=1", {}),
    ("/nl/ask", BODY + "&region=one_area&region=utrecht", {}),
    ("/nl/ask", BODY + "&start=landscape", {}),
    ("/nl/ask", BODY + "&anchoring=holy", {}),
    ("/nl/ask", BODY + "&authority.domain=everything", {}),
    ("/nl/ask", BODY + "&authority.mandate=%F0%9F%92%A3", {}),
    ("/nl/ask", BODY + "&law.phase=1000", {}),
    ("/nl/ask", BODY + "&authority.holder.education=none", {}),  # a contradiction: explained, not run
    ("/nl/ask", "question=plan.design%3Dcorners&at=1&do=run", {}),
    ("/nl/ask", "%FF=%FF", {}),
    ("/nl/check", "question=%00&at=1", {}),
    ("/nl/save", "question=region%3Dtiny", {}),
    ("/nl/save", f"question={LONG}", {}),
    ("/nl/forget", "question=seed%3D1", {}),
    ("/nl/job/unknown/cancel", "", {}),
    ("/nl/job/unknown/stop", "", {}),
]


def test_there_are_a_hundred() -> None:
    assert len(PATHS) + len(POSTS) >= 100


def test_hostile_requests_get_a_short_refusal_and_nothing_is_written(server: Server) -> None:
    before = server.written()
    for path in PATHS:
        status, text, _ = server.request("GET", path)
        assert 400 <= status < 500, (path[:80], status)
        assert "Traceback" not in text and len(text) < 5000, path[:80]
    for path, body, headers in POSTS:
        status, text, _ = server.request("POST", path, body, headers)
        assert 400 <= status < 500, (path, body[:120], headers, status)
        assert "Traceback" not in text, (path, body[:80])
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"):
        assert server.request(method, "/nl/")[0] in (400, 405), method
    assert server.written() == before


@pytest.mark.parametrize(
    "raw",
    [b"GET /nl/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", b"POST /nl/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
     b"POST /nl/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nOrigin: http://localhost\r\n\r\nFFFFFFFF\r\n",
     b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"\x00\x01\x02\r\n\r\n",
     b"GET http://evil.example/ HTTP/1.1\r\n\r\n"],
    ids=["two hosts", "length below nothing", "chunked", "long header", "no request", "no host"],
)  # fmt: skip
def test_broken_requests_end_the_connection(server: Server, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(100)
    assert answer == b"" or answer.split()[1][:1] == b"4", answer
    assert server.request("GET", "/nl/about")[0] == 200


def test_every_page_forbids_scripts_of_others_and_frames(server: Server) -> None:
    for path in ("/nl/", "/en/saved", "/nl/job/x", "/static/lab.js", "/nowhere"):
        policy = server.request("GET", path)[2]["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, path


def test_the_queue_has_an_end(folder: Path) -> None:
    """Beyond its bound a question is refused with a sentence; cancelling makes room again."""
    levers = "&".join(["supply.care_slots={}"])
    with lab(folder) as server:
        jobs = [server.ask(f"{QUICK}&{levers.format(n / 100)}") for n in range(1, 12)]
        status, text, _ = server.post("/nl/ask", question=QUICK, at="1", do="run")
        assert status == 503 and "te veel vragen" in text
        for job in jobs[1:]:
            assert server.post(f"{job}/cancel")[0] == 303
        assert server.ask(QUICK).startswith("/nl/job/")


def test_tickets_cannot_be_guessed(server: Server) -> None:
    tickets = [server.ask(f"{QUICK}&supply.care_slots={n / 100}").rpartition("/")[2] for n in (31, 31)]
    assert len(set(tickets)) == 2 and all(len(ticket) >= 24 for ticket in tickets)
    for ticket in tickets:
        server.post(f"/nl/job/{ticket}/cancel")

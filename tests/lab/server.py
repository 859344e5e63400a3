"""A policy lab as a process of its own, and browsers that look at it and count what they ask for."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

PROGRAM = """
import socket, sys
from pathlib import Path
import uvicorn
from experiments.lab.app import Lab
from experiments.lab.shelf import Shelf
if __name__ == "__main__":
    limits = {key: float(value) for key, _, value in (word.partition("=") for word in sys.argv[2:])}
    shelf = Shelf(Path(sys.argv[1]), int(limits.pop("most", 4e9)), int(limits.pop("least_free", 1)))
    bound = socket.create_server(("127.0.0.1", 0))
    print("at", bound.getsockname()[1], flush=True)
    app = Lab(shelf, **limits).app(("127.0.0.1", "localhost"))
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[bound])
"""
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
QUICK = "region=one_area&years=3&countries=10&start=doorzettingsmacht&anchoring=statutory"


class Server:
    """A running lab. `process` is the server; its worker is a child of it."""

    def __init__(self, process: subprocess.Popen[str], port: int, folder: Path) -> None:
        self.process = process
        self.port = port
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}"

    def request(self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, str, Any]:
        """(status, text, headers) of one request, with the headers of our own pages unless others are given."""
        own = {"Host": f"127.0.0.1:{self.port}"}
        if method == "POST":
            own |= {"Origin": self.base, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {**own, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace"), answer.headers
        finally:
            connection.close()

    def post(self, path: str, **fields: str) -> tuple[int, str, Any]:
        """A form sent as a page of ours would."""
        return self.request("POST", path, urllib.parse.urlencode(fields))

    def ask(self, question: str, lang: str = "nl") -> str:
        """Press the button to run; the path of the job or the answer."""
        status, text, headers = self.post(f"/{lang}/ask", question=question, at="1", do="run")
        assert status == 303, text
        return str(headers["location"])

    def worker(self) -> int | None:
        """The process that computes; None while there is none."""
        found = [child.pid for child in psutil.Process(self.process.pid).children() if any("spawn_main" in word for word in child.cmdline())]
        return found[0] if found else None

    def written(self) -> set[str]:
        """Every file of its folder."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}


@contextmanager
def lab(folder: Path, **limits: float) -> Iterator[Server]:
    """A lab on a free port, ended afterwards with whatever it started."""
    program = folder / "serve.py"
    folder.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM, encoding="utf-8")
    words = [f"{key}={value}" for key, value in limits.items()]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(program), str(folder / "lab"), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            found = re.fullmatch(r"at (\d+)\n", process.stdout.readline())
            assert found, "the lab did not start"
            yield Server(process, int(found[1]), folder / "lab")
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

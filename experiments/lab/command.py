"""`plek lab`: open the policy lab in a browser on this machine.

    plek lab lang=nl folder=lab port=8642

lang      nl or en: the language where the browser asks for neither
folder    where results and saved questions are kept
port      the port it listens on; 0 for any that is free
host      the address it listens on; 127.0.0.1, this machine alone, unless told
names     host names it answers to besides, with commas between
theme     a style sheet of one's own, laid over ours
most      megabytes that results may take
open      yes or no: whether a browser is opened
"""

import socket
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

from experiments.errors import InputError
from experiments.lab.words import LANGUAGES
from experiments.words import read

KEYS = {"lang": "nl", "folder": "lab", "port": "8642", "host": "127.0.0.1", "names": "", "theme": "", "most": "4000", "open": "yes"}
HERE = ("127.0.0.1", "localhost", "[::1]")


def serve(typed: Sequence[str]) -> int:
    """Listen until interrupted. InputError, one line, for anything that can't be done."""
    if set(typed) & {"--help", "-h"}:
        print(__doc__)
        return 0
    asked = words(typed)
    try:
        import uvicorn

        from experiments.lab.app import Lab
    except ImportError as error:
        raise InputError(f"the lab needs {error.name}: pip install 'plek[lab]'") from error
    from experiments.lab.shelf import MEGABYTE, Shelf

    bound = listening(asked["host"], number(asked, "port", 65_535))
    theme = Path(asked["theme"]) if asked["theme"] else None
    if theme is not None and not theme.is_file():
        raise InputError(f"theme: no file '{theme}'")
    try:
        shelf = Shelf(Path(asked["folder"]).resolve(), number(asked, "most", 10**7) * MEGABYTE)
    except OSError as error:
        raise InputError(f"folder: can't write to '{asked['folder']}': {error.strerror}") from error
    names = tuple(name for name in asked["names"].split(",") if name)
    app = Lab(shelf, asked["lang"], theme).app((*HERE, asked["host"], *names))
    port = bound.getsockname()[1]
    address = f"http://{'127.0.0.1' if asked['host'] in ('', '0.0.0.0') else asked['host']}:{port}/"
    print(f"the policy lab: {address}  (results in {shelf.folder}; Ctrl-C ends it)", flush=True)
    if asked["open"] == "yes":
        timer = Timer(1.0, webbrowser.open, [address])
        timer.daemon = True
        timer.start()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, limit_concurrency=200, timeout_graceful_shutdown=2))
    server.run(sockets=[bound])
    return 0


def words(typed: Sequence[str]) -> dict[str, str]:
    """key=value words over their defaults."""
    _, asked = read("lab", typed, KEYS, __doc__)
    if asked["lang"] not in LANGUAGES:
        raise InputError(f"lang: no '{asked['lang']}'; there is {', '.join(LANGUAGES)}")
    if asked["open"] not in ("yes", "no"):
        raise InputError("open: yes or no")
    return asked


def number(asked: dict[str, str], key: str, most: int) -> int:
    """A whole number from 0."""
    if not (asked[key].isascii() and asked[key].isdigit() and int(asked[key]) <= most):
        raise InputError(f"{key}: '{asked[key]}' is not a whole number up to {most}")
    return int(asked[key])


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to it."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise InputError(f"port: can't listen on {host}:{port} ({error.strerror}); another lab, perhaps: try port=0") from error


if __name__ == "__main__":
    from experiments.run import guarded

    sys.exit(guarded(lambda: serve(sys.argv[1:])))

"""What stands before every page: hosts, origins, sizes, and the headers that keep a browser from asking anybody else."""

from collections.abc import Collection
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

MOST_BODY = 64_000  # bytes
MOST_ADDRESS = 6_000
MOST_HEADERS = 16_000
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guard:
    """Middleware. hosts: what a Host header may say, ports left out."""

    def __init__(self, app: Any, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope, Headers(scope=scope))
        if refused is not None:
            status, why = refused
            await PlainTextResponse(why + "\n", status, headers=HEADERS)(scope, receive, send)
            return
        await self.app(scope, _bounded(receive), _headed(send))

    def _refused(self, scope: Any, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "").lower()
        if _name(host) not in self.hosts:
            return 400, "this host is not served here"
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_ADDRESS:
            return 414, "the address is too long"
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
            return 431, "the headers are too long"
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return 405, "not a method of this page"
        if headers.get("origin") not in (f"http://{host}", f"https://{host}") or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "asked from another page"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MOST_BODY or "transfer-encoding" in headers:
            return 413, "too much was sent"
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
            return 415, "not a form"
        return None


def _name(host: str) -> str:
    """The host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.rpartition(":")[0] if ":" in host else host


def _bounded(receive: Any) -> Any:
    """No more than MOST_BODY, whatever the header said."""
    got = 0

    async def bounded() -> Any:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > MOST_BODY else message

    return bounded


def _headed(send: Any) -> Any:
    async def headed(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return headed

"""The server: which address does what. Everything that computes is behind `Jobs`."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from experiments.lab import asking, pages, recipe
from experiments.lab.duration import Durations
from experiments.lab.errors import FullError, QuestionError, Refusal
from experiments.lab.form import Form, index, read_form
from experiments.lab.guard import Guard
from experiments.lab.jobs import Jobs, Run
from experiments.lab.kept import FIGURE, FIGURE_KINDS, FIGURES, KEPT, answer_name
from experiments.lab.question import Question, read, read_address
from experiments.lab.shelf import Shelf
from experiments.lab.words import LANGUAGES, Words

STATIC = {"lab.js": "text/javascript", "lab.css": "text/css", "utrecht.css": "text/css", "theme.css": "text/css"}
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
MOST_FIELDS = 400
PING = 15  # seconds


class Lab:
    """The pages of one lab. theme: a ministry's own style sheet, laid over ours."""

    def __init__(self, shelf: Shelf, lang: str = "nl", theme: Path | None = None, **limits: float) -> None:
        self.shelf = shelf
        self.lang = lang
        self.theme = theme
        self.durations = Durations(shelf.folder)
        self.jobs = Jobs(shelf, self.durations, **limits)

    def app(self, hosts: tuple[str, ...]) -> Starlette:
        """The application; it answers to these hosts alone."""
        routes = [
            Route("/", self.home),
            Route("/static/{name}", self.static),
            Route("/results/{digest}/{name}", self.result),
            Route("/results/{digest}/{folder}/{name}", self.figure),
            *(Route(f"/{lang}", lambda request: RedirectResponse(f"{request.url.path}/", 307)) for lang in LANGUAGES),
            Route("/{lang}/", self.page(self.ask)),
            Route("/{lang}/ask", self.page(self.asked), methods=["POST"]),
            Route("/{lang}/check", self.page(self.checked), methods=["POST"]),
            Route("/{lang}/answer", self.page(self.answer)),
            Route("/{lang}/saved", self.page(self.saved)),
            Route("/{lang}/about", self.page(self.about)),
            Route("/{lang}/sources", self.page(self.sources)),
            Route("/{lang}/take", self.page(self.take)),
            Route("/{lang}/save", self.page(self.save), methods=["POST"]),
            Route("/{lang}/forget", self.page(self.save), methods=["POST"]),
            Route("/{lang}/job/{ticket}", self.page(self.job)),
            Route("/{lang}/job/{ticket}/events", self.page(self.events)),
            Route("/{lang}/job/{ticket}/cancel", self.page(self.end), methods=["POST"]),
            Route("/{lang}/job/{ticket}/stop", self.page(self.end), methods=["POST"]),
        ]
        middleware = [Middleware(Guard, hosts=hosts), Middleware(GZipMiddleware, minimum_size=1000)]
        app = Starlette(routes=routes, middleware=middleware, lifespan=self._lifespan, exception_handlers={HTTPException: _missing})
        app.router.redirect_slashes = False
        return app

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self.jobs.serve()), asyncio.create_task(self.jobs.watch())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            self.jobs.close()
            await asyncio.gather(*tasks, return_exceptions=True)

    def page(self, answer: Callable[[Request, Words], Any]) -> Callable[[Request], Any]:
        """A page in the language of its address; what is refused is a sentence."""

        async def found(request: Request) -> Response:
            lang = request.path_params["lang"]
            if lang not in LANGUAGES:
                raise HTTPException(404)
            words = Words(lang)
            try:
                response: Response = await answer(request, words)
            except Refusal as error:
                status = 503 if isinstance(error, FullError) else 400
                return HTMLResponse(pages.refused(words, error.said(words)), status)
            return response

        return found

    async def home(self, request: Request) -> Response:
        """The first page, in the browser's language where we speak it."""
        wanted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")[:20]]
        lang = next((one for one in wanted if one in LANGUAGES), self.lang)
        return RedirectResponse(f"/{lang}/", 307)

    async def static(self, request: Request) -> Response:
        """Our own files, by the names in STATIC."""
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404)
        content = self.theme.read_bytes() if name == "theme.css" and self.theme is not None else pages.static(name)
        return Response(content, media_type=STATIC[name], headers={"cache-control": "no-cache"})

    async def ask(self, request: Request, words: Words) -> Response:
        """The page on which a question is put."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "at"]
        question = read(pairs)
        at = index(request.query_params.get("at", "1"), len(question.proposals))
        self.jobs.warm_up()
        return HTMLResponse(pages.ask(Form(question, at), words, self.durations, self.shelf.is_whole(question)))

    async def checked(self, request: Request, words: Words) -> Response:
        """For the script: what changes on the page as one moves."""
        return JSONResponse(pages.moved(await _form(request, words), words, self.durations))

    async def asked(self, request: Request, words: Words) -> Response:
        """A press of one of the page's buttons."""
        pairs = await _pairs(request)
        do = dict(pairs).get("do", "check")
        if do == "report":
            return self._run(read_address(dict(pairs).get("question", "")), words)
        form = read_form([pair for pair in pairs if pair[0] != "do"], words)
        pressed = asking.press(do, form, words)
        if pressed.runs and not pressed.refusal:
            return self._run(pressed.form.question, words)
        if pressed.refusal or pressed.form.wrong:
            whole = self.shelf.is_whole(pressed.form.question)
            return HTMLResponse(pages.ask(pressed.form, words, self.durations, whole, pressed.refusal), 422)
        return RedirectResponse(f"/{words.lang}/?{pages.link(pressed.form.question, pressed.form.at)}", 303)

    def _run(self, question: Question, words: Words) -> Response:
        """To the answer if it is there, to the queue otherwise; where only the report in this language lacks, that alone is made."""
        if self.shelf.answer(question, answer_name(words.lang)) is not None:
            return RedirectResponse(f"/{words.lang}/answer?{question.address}", 303)
        order = "report" if self.shelf.is_whole(question) else "run"
        return RedirectResponse(f"/{words.lang}/job/{self.jobs.ask(question, words.lang, order)}", 303)

    async def job(self, request: Request, words: Words) -> Response:
        """A run by its ticket; once done, its answer."""
        ticket, run = self._ticket(request)
        if run.state == "done":
            return RedirectResponse(f"/{words.lang}/answer?{run.question.address}", 303)
        return HTMLResponse(pages.watch(run, ticket, self.jobs, words))

    async def events(self, request: Request, words: Words) -> Response:
        """The same as a stream: `progress` with the middle of the page, and `end`."""
        ticket, run = self._ticket(request)
        return EventSourceResponse(self._told(run, ticket, words), ping=PING)

    async def _told(self, run: Run, ticket: str, words: Words) -> AsyncIterator[dict[str, str]]:
        while True:
            changed = run.changed
            self.jobs.run(ticket)
            told = {"html": pages.progress(run, ticket, self.jobs, words), "spoken": pages.spoken(run, self.jobs, words)}
            if run.is_over:
                yield {"event": "end", "data": json.dumps(told)}
                return
            yield {"event": "progress", "data": json.dumps(told)}
            await self._waited(changed, ticket)

    async def _waited(self, changed: asyncio.Event, ticket: str) -> None:
        """Until something changed; whoever waits is heard."""
        while not changed.is_set():
            try:
                await asyncio.wait_for(changed.wait(), PING)
            except TimeoutError:
                self.jobs.run(ticket)

    async def end(self, request: Request, words: Words) -> Response:
        """Cancel, or stop after this country."""
        ticket, _ = self._ticket(request)
        if request.url.path.endswith("/stop"):
            self.jobs.stop(ticket)
        else:
            self.jobs.cancel(ticket)
        return RedirectResponse(f"/{words.lang}/job/{ticket}", 303)

    def _ticket(self, request: Request) -> tuple[str, Run]:
        ticket = request.path_params["ticket"]
        run = self.jobs.run(ticket)
        if run is None:
            raise QuestionError("error.ticket")
        return ticket, run

    async def answer(self, request: Request, words: Words) -> Response:
        """The answer of a question: the same address, the same bytes."""
        question = read(request.query_params.multi_items())
        middle = self.shelf.answer(question, answer_name(words.lang))
        saved = question.address in self.shelf.saved()
        return HTMLResponse(pages.answered(question, words, middle, self.shelf.is_whole(question), saved, self.durations))

    async def saved(self, request: Request, words: Words) -> Response:
        """The saved questions."""
        rows = [(question, self.shelf.is_whole(question)) for question in map(_readable, self.shelf.saved()) if question is not None]
        return HTMLResponse(pages.saved(rows, words))

    async def save(self, request: Request, words: Words) -> Response:
        """Put a question on the list, or take it off."""
        question = read_address(dict(await _pairs(request)).get("question", ""))
        (self.shelf.forget if request.url.path.endswith("/forget") else self.shelf.save)(question)
        return RedirectResponse(f"/{words.lang}/saved", 303)

    async def about(self, request: Request, words: Words) -> Response:
        """What can be asked here, and what not."""
        return HTMLResponse(pages.about(words))

    async def sources(self, request: Request, words: Words) -> Response:
        """What the clauses' sources say."""
        return HTMLResponse(pages.sources(words))

    async def take(self, request: Request, words: Words) -> Response:
        """The files that repeat a question, zipped."""
        question = read(request.query_params.multi_items())
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.shelf.files(question, recipe.texts(question)).items():
                archive.writestr(zipfile.ZipInfo(f"{question.digest}/{recipe.FOLDER}/{name}"), text)
        headers = {"content-disposition": f'attachment; filename="plek-{question.digest}.zip"'}
        return Response(packed.getvalue(), media_type="application/zip", headers=headers)

    async def result(self, request: Request) -> Response:
        """A file of a results folder, by the names in KEPT."""
        name = request.path_params["name"]
        if name not in KEPT:
            raise HTTPException(404)
        return self._file(request.path_params["digest"], name, KEPT[name])

    async def figure(self, request: Request) -> Response:
        """A figure of a report, or its numbers."""
        folder, name = request.path_params["folder"], request.path_params["name"]
        if folder not in FIGURES or not FIGURE.fullmatch(name):
            raise HTTPException(404)
        return self._file(request.path_params["digest"], f"{folder}/{name}", FIGURE_KINDS[name[-3:]])

    def _file(self, digest: str, name: str, kind: str) -> Response:
        path = self.shelf.results / digest / name
        if not (len(digest) < 65 and digest.isalnum() and digest.isascii() and path.is_file()):
            raise HTTPException(404)
        return FileResponse(path, media_type=kind, headers={"content-security-policy": REPORT_POLICY})


async def _pairs(request: Request) -> list[tuple[str, str]]:
    """The fields of a posted form."""
    try:
        text = (await request.body()).decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise QuestionError("error.key") from error


async def _form(request: Request, words: Words) -> Form:
    return read_form([pair for pair in await _pairs(request) if pair[0] != "do"], words)


def _readable(address: str) -> Question | None:
    """A saved question; None for one of a version with other levers."""
    try:
        return read_address(address)
    except QuestionError:
        return None


async def _missing(request: Request, error: Exception) -> Response:
    """No such page: a sentence."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse("no such page\n" if status == 404 else "not possible here\n", status)

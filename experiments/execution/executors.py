"""Who computes: this process, a pool of processes, or Dask; all through the interface of concurrent.futures."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import Any

from experiments.errors import InputError
from experiments.front_door.settings import Settings


class Inline(Executor):
    """Runs a job where it is submitted."""

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # the future carries it to the caller
            future.set_exception(error)
        return future


def cores() -> int:
    """Cores this process may use: what SLURM or a container gives, not what the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(settings: Settings, n_chunks: int) -> int:
    """Processes worth starting: as many as asked for or as there are cores, but no more than chunks."""
    return max(1, min(settings.workers or cores(), n_chunks))


@contextmanager
def executor(settings: Settings, n_chunks: int) -> Iterator[Executor]:
    """An executor for this many chunks. On an error or interrupt its processes are stopped at once, not waited for."""
    n = workers(settings, n_chunks)
    if settings.executor == "dask":
        with _dask(settings, n) as found:
            yield found
    elif settings.executor == "inline" or n == 1:
        yield Inline()
    else:
        with pool(n) as found:
            yield found


@contextmanager
def pool(n: int) -> Iterator[Executor]:
    """n spawned processes that stay alive between jobs."""
    before = set(multiprocessing.active_children())
    found = ProcessPoolExecutor(n, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)
    try:
        yield found
    except BaseException:
        found.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        found.shutdown(wait=True)
        raise
    found.shutdown(wait=True)


def _start_worker() -> None:
    """In a fresh worker: leave Ctrl-C to the parent, and end when the parent is gone, killed ones included."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _dask(settings: Settings, n: int) -> Iterator[Executor]:
    """The cluster at `address=`, or a local one of n processes."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError("executor=dask needs the package distributed: pip install 'plek[dask]'") from error
    with suppress_dask_noise():
        cluster = None if settings.address else LocalCluster(n_workers=n, threads_per_worker=1, dashboard_address=None)
        try:
            with Client(settings.address or cluster) as client:
                yield client.get_executor(pure=False)
        except OSError as error:
            if settings.address:
                raise InputError(f"address: no Dask scheduler answers at {settings.address}") from error
            raise
        finally:
            if cluster is not None:
                cluster.close()


@contextmanager
def suppress_dask_noise() -> Iterator[None]:
    """Dask logs its normal shutdown as warnings."""
    import logging

    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with suppress(GeneratorExit):
            yield
    finally:
        logger.setLevel(before)

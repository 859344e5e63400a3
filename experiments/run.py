"""The front door: `plek` and `python -m experiments.run`.

Exit status: 0 done; 1 the folder can't be written, or a fault of plek itself; 2 what was asked can't be run; 3 some runs failed; 130 interrupted.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

FAULT = "a fault of plek itself"
DONE, UNWRITABLE, REFUSED, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    """Entry point of the command: acts on sys.argv and leaves with a status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a label with an accent on a screen of plain letters is no reason to stop
    sys.exit(guarded(lambda: front_door(sys.argv[1:])))


def front_door(words: Sequence[str]) -> int:
    """Read the words, then act on what they ask; `lab` opens the policy lab, `register` reads registers, `sheet` writes one to
    fill in. Gives the exit status; raises PlekError."""
    if words[:1] == ["lab"]:
        from experiments.lab.command import serve

        return serve(words[1:])
    if words[:1] == ["register"]:
        from experiments.registers.__main__ import main as register

        return register(words[1:])
    if words[:1] == ["sheet"]:
        from experiments.sheets.__main__ import main as sheet

        return sheet(words[1:])
    from experiments.front_door import door

    asked = door.read(words)
    if asked is None:
        return DONE
    from experiments.perform import perform

    return perform(asked, words)


def guarded(action: Callable[[], int]) -> int:
    """Run it; turn every refusal into one line on standard error and its status."""
    from experiments.errors import Interrupted, StoreError
    from sim.errors import PlekError

    begun = time.monotonic()
    try:
        status = action()
        sys.stdout.flush()
        return status
    except (KeyboardInterrupt, Interrupted):
        seconds = time.monotonic() - begun
        print(f"plek: stopped after {seconds:.0f} s; whole files are kept, the same command goes on from here", file=sys.stderr)
        return INTERRUPTED
    except StoreError as error:
        print(f"plek: {error}", file=sys.stderr)
        return UNWRITABLE
    except PlekError as error:
        print(f"plek: {error}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        _silence()
        return DONE
    except OSError as error:
        where = f" '{error.filename}'" if error.filename else ""
        print(f"plek: the system refused{where}: {error.strerror or error}; what is whole is kept", file=sys.stderr)
        _silence()
        return UNWRITABLE
    except Exception as error:
        if os.environ.get("PLEK_TRACE"):
            raise
        what = (str(error).splitlines() or [""])[0]
        print(f"plek: {FAULT}: {type(error).__name__}: {what}; PLEK_TRACE=1 shows where", file=sys.stderr)
        return UNWRITABLE


def _silence() -> None:
    """Nothing more can be printed: what Python still holds for the screen must not fail at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

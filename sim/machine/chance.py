"""A draw belongs to (seed, replicate, entity kind, entity id, purpose, index) and to nothing else.

Counter-based: a draw is a hash (splitmix64), so nothing has to be kept or advanced, and one pupil less leaves every other draw as it was.

| purpose | index |
| --- | --- |
| TRAITS and the other population purposes | number of the trait |
| CRISIS, STRAIN, DROP_OUT, BREAK | n-th crisis (a crisis after a placement is a drop-out) of the pupil |
| WILLING | school year * 16384 + id of the board (a latent per pupil, board and school year) |
| FITTING | id of the board, or of the special school from 2,000,000 on (a latent per pupil and school) |
| FULFIL, IDLE | n-th case of the pupil |
| TARGET | n-th crisis of the pupil |
| ROUND, PICK | n-th search round, n-th pick |
| CONSENT, ANSWER, BUILD_UP, REFUSAL | n-th offer of the pupil |
| ATTEND, MANDATE, AGREE | n-th consultation of the pupil |
| USE, INVOKE | n-th time a holder could take the case up (INVOKE: times 16, plus who) |
| COMPLY | n-th decision about the pupil (a duty: from 1,000,000 on) |
| OBTAIN | n-th care request, or from 100 on n-th decision |
| FILE, GRANT, SCHOOL | n-th file of the pupil |
| DISPUTE, DISPUTE_DAYS, PROVIDER, TREATMENT, RESIDENTIAL | n-th care request of the pupil |
| OWNER | n-th time without an owner |
| REGISTER | n-th spell |
| MOVE, MOVE_DAY, MOVE_TO, RETURN, TRANSITION | school year |
| PARENTS | day |
| LOT | day (pupils), breaks ties of the clock |
| YEAR_SHOCK, DIRECTOR | school year (institutions) |
| LANDSCAPE | number of the trait of today's landscape (partnerships) |
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.machine.jit import INTERPRETED, rule

PURPOSES = (
    "TRAITS CRISIS STRAIN DROP_OUT BREAK WILLING FITTING FULFIL IDLE TARGET ROUND PICK CONSENT ANSWER BUILD_UP REFUSAL ATTEND MANDATE AGREE "
    "USE INVOKE COMPLY OBTAIN FILE GRANT SCHOOL DISPUTE DISPUTE_DAYS PROVIDER TREATMENT RESIDENTIAL OWNER REGISTER MOVE MOVE_DAY MOVE_TO "
    "RETURN TRANSITION PARENTS LOT YEAR_SHOCK DIRECTOR LANDSCAPE"
).split()
(
    TRAITS, CRISIS, STRAIN, DROP_OUT, BREAK, WILLING, FITTING, FULFIL, IDLE, TARGET, ROUND, PICK, CONSENT, ANSWER, BUILD_UP, REFUSAL, ATTEND,
    MANDATE, AGREE, USE, INVOKE, COMPLY, OBTAIN, FILE, GRANT, SCHOOL, DISPUTE, DISPUTE_DAYS, PROVIDER, TREATMENT, RESIDENTIAL, OWNER, REGISTER,
    MOVE, MOVE_DAY, MOVE_TO, RETURN, TRANSITION, PARENTS, LOT, YEAR_SHOCK, DIRECTOR, LANDSCAPE,
) = range(len(PURPOSES))  # fmt: skip

# entity kinds
PUPIL, PARTNERSHIP, BOARD, SCHOOL_KIND, PROVIDER_KIND, MUNICIPALITY, AREA, COUNTRY = range(8)

GOLDEN = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF

if INTERPRETED:

    def mix(z: Any) -> Any:
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def bits(key: Any, purpose: Any, index: Any) -> Any:
        """64 random bits of an entity's key, a purpose and an index below 2**40."""
        return mix((int(key) + GOLDEN * (((int(purpose) << 40) | int(index)) + 1)) & MASK)

else:

    @rule
    def mix(z: Any) -> Any:
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    @rule
    def bits(key: Any, purpose: Any, index: Any) -> Any:
        """64 random bits of an entity's key, a purpose and an index below 2**40."""
        counter = (np.uint64(purpose) << np.uint64(40)) | np.uint64(index)
        return mix(np.uint64(key) + np.uint64(0x9E3779B97F4A7C15) * (counter + np.uint64(1)))


@rule
def draw(key: Any, purpose: int, index: int) -> float:
    """Uniform on the open interval (0, 1), 53 bits."""
    return (int(bits(key, purpose, index) >> SHIFT) * 1.1102230246251565e-16) + 5.551115123125783e-17


@rule
def lot(key: Any, day: int) -> int:
    """Non-negative lot of 31 bits that breaks a tie on a day."""
    return int(bits(key, LOT, day) >> LOT_SHIFT)


SHIFT: Any = 11 if INTERPRETED else np.uint64(11)
LOT_SHIFT: Any = 33 if INTERPRETED else np.uint64(33)


def _mix(z: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def root(seed: int, replicate: int, kind: int) -> npt.NDArray[np.uint64]:
    """What the keys of entities of a kind are made of: `bits(root, 0, id)` is the key of one. Neighbouring seeds and replicates share no stream."""
    found = np.array([seed & MASK], np.uint64)
    for word in (replicate, kind):
        found = _mix(found + np.uint64(GOLDEN * (word + 1) & MASK))
    return found


def keys(seed: int, replicate: int, kind: int, ids: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Keys of entities: uint64 array of the shape of `ids`."""
    return _mix(root(seed, replicate, kind) + np.uint64(GOLDEN) * (np.asarray(ids).astype(np.int64).astype(np.uint64) + np.uint64(1)))


def draws(key: npt.NDArray[np.uint64], purpose: int, index: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """`draw` over arrays: the same values to the bit."""
    counter = (np.uint64(purpose) << np.uint64(40)) | np.atleast_1d(np.asarray(index)).astype(np.uint64)
    z = _mix(key + np.uint64(GOLDEN) * (counter + np.uint64(1)))
    return np.asarray((z >> np.uint64(11)).astype(np.float64) * 1.1102230246251565e-16 + 5.551115123125783e-17)

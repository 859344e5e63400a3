"""Draws: uniform, without order between entities, purposes, indices, seeds and replicates, and the same scalar or in arrays."""

import numpy as np
import pytest
from scipy import stats

from sim.machine import chance

N = 200_000
IDS = np.arange(N) * 100_003 + 611_500_000
LIMIT = 1e-5
"""Chance that a good generator fails one of these; the draws are fixed, so a test that passes passes always."""


def stream(what: str) -> np.ndarray:
    """N draws along one way in which draws may follow each other."""
    if what == "pupils":
        return chance.draws(chance.keys(1, 0, chance.PUPIL, IDS), chance.CONSENT, 3)
    if what == "neighbouring ids":
        return chance.draws(chance.keys(1, 0, chance.PUPIL, np.arange(N)), chance.CRISIS, 0)
    if what == "indices":
        return chance.draws(np.repeat(chance.keys(7, 2, chance.BOARD, [64])[0], N), chance.WILLING, np.arange(N))
    if what == "seeds":
        return np.array([chance.draws(chance.keys(s, 0, chance.PUPIL, [611]), chance.MOVE, 1)[0] for s in range(N // 20)])
    return np.array([chance.draws(chance.keys(1, r, chance.PUPIL, [611]), chance.MOVE, 1)[0] for r in range(N // 20)])


WAYS = ("pupils", "neighbouring ids", "indices", "seeds", "replicates")


@pytest.mark.parametrize("what", WAYS)
def test_draws_are_uniform(what: str) -> None:
    u = stream(what)
    assert ((u > 0) & (u < 1)).all()
    assert stats.chisquare(np.bincount((u * 200).astype(int), minlength=200)).pvalue > LIMIT


@pytest.mark.parametrize("lag", [1, 2, 64, 4096])
@pytest.mark.parametrize("what", WAYS)
def test_pairs_at_a_lag_fill_the_square(what: str, lag: int) -> None:
    u = stream(what)
    pairs = (u[:-lag] * 20).astype(int) * 20 + (u[lag:] * 20).astype(int)
    assert stats.chisquare(np.bincount(pairs, minlength=400)).pvalue > LIMIT


@pytest.mark.parametrize("what", WAYS)
def test_low_bits_are_fair(what: str) -> None:
    low = (stream(what) * 2.0**53).astype(np.uint64)
    for bit in range(1, 17):
        ones = int(((low >> np.uint64(bit)) & np.uint64(1)).sum())
        assert stats.binomtest(ones, len(low)).pvalue > LIMIT, bit


def test_purposes_indices_seeds_and_replicates_share_nothing() -> None:
    """Neighbours of every kind are uncorrelated, and no draw of one stream appears in another."""
    base = stream("pupils")
    keys = {
        "seed": (chance.keys(2, 0, chance.PUPIL, IDS), chance.CONSENT, 3),
        "replicate": (chance.keys(1, 1, chance.PUPIL, IDS), chance.CONSENT, 3),
        "seed and replicate": (chance.keys(0, 1, chance.PUPIL, IDS), chance.CONSENT, 3),
        "kind": (chance.keys(1, 0, chance.BOARD, IDS), chance.CONSENT, 3),
        "purpose": (chance.keys(1, 0, chance.PUPIL, IDS), chance.ANSWER, 3),
        "index": (chance.keys(1, 0, chance.PUPIL, IDS), chance.CONSENT, 4),
    }
    for what, (key, purpose, index) in keys.items():
        other = chance.draws(key, purpose, index)
        assert abs(np.corrcoef(base, other)[0, 1]) < 5 / np.sqrt(N), what
        assert not np.isin(base, other).any(), what


def test_keys_of_different_entities_differ() -> None:
    seen = [chance.keys(s, r, k, IDS[:20_000]) for s in (1, 2) for r in (0, 1) for k in (chance.PUPIL, chance.PARTNERSHIP)]
    assert len(np.unique(np.concatenate(seen))) == sum(map(len, seen))


def test_a_scalar_draw_is_the_array_draw_to_the_bit() -> None:
    keys = chance.keys(3, 1, chance.PUPIL, IDS[:200])
    for purpose, index in ((chance.CONSENT, 1), (chance.WILLING, 9 * 4096 + 77), (chance.FITTING, 2_000_123)):
        array = chance.draws(keys, purpose, index)
        assert [chance.draw(k, purpose, index) for k in keys] == array.tolist()


def test_purposes_have_numbers_of_their_own_and_a_row_in_the_table() -> None:
    assert len(set(chance.PURPOSES)) == len(chance.PURPOSES)
    assert [getattr(chance, p) for p in chance.PURPOSES] == list(range(len(chance.PURPOSES)))
    table = (chance.__doc__ or "").split("| --- | --- |")[1]
    drawn = set(chance.PURPOSES) - {"TRAITS", "LANDSCAPE"}
    assert {p for p in drawn if p not in table} == set()

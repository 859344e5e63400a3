"""Frames of many runs are written as one: the same rows, types and words as one by one."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from experiments.execution.plain import together


def frame(run: int, words: list[str]) -> pd.DataFrame:
    """What one run gives: its name as a category of its own, numbers, text."""
    n = len(words)
    return pd.DataFrame(
        {
            "scenario": pd.Categorical([f"run {run}"] * n), "seed": np.full(n, 7), "replicate": np.full(n, run, np.int32),
            "sector": pd.Categorical(words, sorted(set(words))), "days": np.arange(n, dtype=float) + run,
            "note": pd.array([f"{word}!" for word in words], dtype="str"), "open": np.array([word == "po" for word in words], dtype=bool),
        }
    )  # fmt: skip


FRAMES = [frame(1, ["vo", "po", "vo"]), frame(2, ["po"]), frame(3, []), frame(4, ["so", "vo"]).assign(sector=pd.Categorical(["so", None]))]


def test_many_frames_give_what_each_gives() -> None:
    whole = together(FRAMES)
    one_by_one = pa.concat_tables([together([one]) for one in FRAMES])
    assert whole.schema.equals(one_by_one.schema, check_metadata=False)
    assert whole.to_pylist() == one_by_one.to_pylist()
    assert len(whole["days"].chunks) == 1


@pytest.mark.parametrize("other", [FRAMES[0].astype({"sector": "str"}), FRAMES[0].astype({"note": "category"})])
def test_frames_of_other_types_keep_their_rows(other: pd.DataFrame) -> None:
    assert together([FRAMES[0], other]).to_pylist() == 2 * together([FRAMES[0]]).to_pylist()

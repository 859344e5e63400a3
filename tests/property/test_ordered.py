"""Rows are put in order, found and numbered as numpy's own slower ways do it, for any whole numbers."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.results import outcomes
from sim.results.tables.ordered import in_order, numbered, sorted_by, united

small = st.integers(-3, 40)
large = st.integers(-(2**40), 2**40)


@given(st.data(), st.integers(0, 30), st.integers(1, 4))
def test_rows_come_in_the_order_of_lexsort_and_alike_stay_as_they_are(data: Any, n: int, k: int) -> None:
    keys = [data.draw(arrays(np.int64, n, elements=data.draw(st.sampled_from([small, large])))) for _ in range(k)]
    order = sorted_by(*keys)
    assert np.array_equal(order, np.lexsort(keys[::-1]))
    assert in_order(*(key[order] for key in keys))
    assert in_order(*keys) == np.array_equal(order, np.arange(n))


@given(arrays(np.int64, st.integers(0, 50), elements=st.integers(0, 60)))
def test_values_are_numbered_as_unique_numbers_them(values: np.ndarray) -> None:
    found, place = numbered(values, 61)
    expected, inverse = np.unique(values, return_inverse=True)
    assert np.array_equal(found, expected) and np.array_equal(place, inverse)


@given(st.lists(arrays(np.int64, st.integers(0, 9), elements=st.integers(-1, 12)), min_size=1, max_size=4))
def test_ids_of_several_columns_are_each_named_once_and_nobody_is_none(columns: list[np.ndarray]) -> None:
    expected = np.unique(np.concatenate(columns))
    assert np.array_equal(united(columns), expected[expected >= 0])


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=4))
def test_words_of_several_parts_keep_their_words(parts: list[list[str]]) -> None:
    joined = outcomes._one_dictionary([pd.Categorical(part, sorted(set(part))) for part in parts])
    assert list(joined.astype(str)) == [word for part in parts for word in part]
    assert joined.categories.is_unique

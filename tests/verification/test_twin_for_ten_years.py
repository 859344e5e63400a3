"""The engine against its oracle for long, in a file of its own: test files run side by side, and this one takes minutes."""

import pytest

from tests.twin.compared import assert_same


@pytest.mark.slow
def test_one_area_in_today_s_landscape() -> None:
    assert_same({"region": "one_area", "horizon": {"burn_in_years": 6, "years": 4}})

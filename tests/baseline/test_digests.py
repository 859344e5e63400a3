"""Numbers have not moved. Where one has, and ought to: `python -m tests.baseline --remake`, in a commit of its own that says why."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.baseline.cases import LARGE, QUICK
from tests.baseline.digests import VARYING, case_digests, columns_of, load, run, table_digest

KNOWN = load("columns")


@pytest.mark.parametrize("case", QUICK)
def test_every_table_holds_the_values_it_held(case: str) -> None:
    """Values, their order and their types, of all columns the baseline knows."""
    tables = run(QUICK[case])
    assert case_digests(tables, KNOWN) == load("digests")[case]
    for name, table in tables.items():
        if name not in VARYING:
            assert columns_of(table).items() <= KNOWN[name].items(), f"{name} has columns that the baseline does not know"


@pytest.mark.long
@pytest.mark.parametrize("case", LARGE)
def test_every_table_of_a_large_run_holds_the_values_it_held(case: str) -> None:
    assert case_digests(run(LARGE[case]), KNOWN) == load("digests-large")[case]


def test_a_digest_sees_a_value_a_type_an_order_and_a_name() -> None:
    base = pa.table({"day": pa.array([1, 2], "int32"), "end": ["placed", None]})
    others = [
        pa.table({"day": pa.array([1, 3], "int32"), "end": ["placed", None]}),
        pa.table({"day": pa.array([1, 2], "int64"), "end": ["placed", None]}),
        pa.table({"day": pa.array([2, 1], "int32"), "end": [None, "placed"]}),
        pa.table({"day": pa.array([1, 2], "int32"), "end": ["placed", ""]}),
        pa.table({"end": ["placed", None], "day": pa.array([1, 2], "int32")}),
        base.rename_columns(["week", "end"]),
    ]
    digests = [table_digest(table, table.column_names) for table in [base, *others]]
    assert len(set(digests)) == len(digests)
    assert table_digest(base.append_column("new", [[0, 0]]), base.column_names) == digests[0]

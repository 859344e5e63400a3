#!/usr/bin/env bash
# pyarrow's filter 'not in [1]' keeps missing values, and '!= 1' drops them.
#
# Expected: both are the same question, so both drop missing values (or both keep them).
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check pyarrow==26.0.1 polars==2.1.0
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

print("pyarrow", version("pyarrow"))
pq.write_table(pa.table({"school": pa.array([1, None, 3])}), "t.parquet")
unequal = pq.read_table("t.parquet", filters=[("school", "!=", 1)])["school"].to_pylist()
not_in = pq.read_table("t.parquet", filters=[("school", "not in", [1])])["school"].to_pylist()
print("!= 1:", unequal, " not in [1]:", not_in)
assert unequal == [3]
assert not_in == [None, 3]
frame = pl.read_parquet("t.parquet")
assert frame.filter(~pl.col("school").is_in([1])).height == 1, "polars drops it in both"
PY

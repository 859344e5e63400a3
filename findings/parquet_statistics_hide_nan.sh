#!/usr/bin/env bash
# Rows that hold NaN vanish from filtered Parquet reads, and the largest value changes, when the file has statistics.
#
# Expected: a filter gives the same rows whether or not the file keeps statistics; NaN != 1.0 is true.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check pyarrow==26.0.1 pandas==2.3.3 numpy==2.4.6 duckdb==2.0.1 polars==2.1.0 fastparquet==2026.9.0
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pandas as pd

for package in ("pyarrow", "duckdb", "polars", "pandas"):
    print(package, version(package))
table = pa.table({"fit": [1.0, np.nan, 1.0]})
pq.write_table(table, "with.parquet")
pq.write_table(table, "without.parquet", write_statistics=False)


def seen(name):
    other = pq.read_table(name, filters=[("fit", "!=", 1.0)])["fit"].to_pylist()
    unknown = pq.read_table(name, filters=pc.is_nan(pc.field("fit"))).num_rows
    pandas = pd.read_parquet(name, filters=[("fit", "!=", 1.0)]).fit.tolist()
    duck = duckdb.sql(f"select count(*) from '{name}' where fit = 'nan'::double").fetchall()[0][0]
    largest = duckdb.sql(f"select max(fit) from '{name}'").fetchall()[0][0]
    lazy = pl.scan_parquet(name).filter(pl.col("fit") != 1.0).collect().height
    found = [len(other), unknown, len(pandas), duck, str(largest), lazy]
    print(name, "pyarrow !=, pyarrow is_nan, pandas !=, duckdb = nan, duckdb max, polars !=:", found)
    return found


assert table.filter(pc.field("fit") != 1.0).num_rows == 1, "in memory the row is found"
assert seen("without.parquet") == [1, 1, 1, 1, "nan", 1]
assert seen("with.parquet") == [0, 0, 0, 0, "1.0", 1]
print("statistics leave NaN out, and readers skip row groups by them: only polars finds the row")
PY

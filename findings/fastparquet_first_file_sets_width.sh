#!/usr/bin/env bash
# fastparquet reads 300 as 44 when an earlier file of the set holds small integers.
#
# Expected: the wider type, or an error, as pyarrow, polars and DuckDB give.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check pyarrow==26.0.1 pandas==2.3.3 numpy==2.4.6 fastparquet==2026.9.0
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import fastparquet
import pyarrow as pa
import pyarrow.parquet as pq

print("fastparquet", version("fastparquet"))
pq.write_table(pa.table({"days": pa.array([1], pa.int8())}), "1.parquet")
pq.write_table(pa.table({"days": pa.array([300], pa.int16())}), "2.parquet")
read = fastparquet.ParquetFile(["1.parquet", "2.parquet"]).to_pandas().days.tolist()
print("written 1 and 300, read", read)
assert read == [1, 44]
try:
    pq.read_table(["1.parquet", "2.parquet"])
    raise SystemExit("pyarrow no longer refuses")
except pa.ArrowInvalid as error:
    print("pyarrow refuses:", error)
PY

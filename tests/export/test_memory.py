"""Results of a country's size are exported within 500 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.analysis.made import sealed

ROWS = 1_000_000
LIMIT = 500
MEASURE = """
import re, sys
from pathlib import Path
from analysis.export.__main__ import main
status = main(sys.argv[1:])
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024, file=sys.stderr)
raise SystemExit(status)
"""


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Placements as of a country under some regimes: a million rows in one file, one row group."""
    folder = tmp_path_factory.mktemp("national")
    n = np.arange(ROWS)

    def word(*values: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(n % len(values), pa.int8()), list(values))

    table = pa.table({
        "scenario": word("landscape", "doorzettingsmacht"), "seed": pa.array(n * 0 + 1), "replicate": pa.array(n % 10, pa.int32()),
        "pupil": pa.array(610_000_000 + n), "partnership": word("PO3008", "VO3008"), "area": pa.array(n % 70, pa.int16()),
        "sector": word("po", "vo"), "spell_no": pa.array(n % 4 - 1, pa.int16()), "kind": word("regular", "special", "arrangement"),
        "school": word(*(f"school-{number}" for number in range(120))), "start_agreed_day": pa.array(n % 900 - 1, pa.int32()),
        "start_day": pa.array(n % 900, pa.int32()), "end_day": pa.array(n % 3000 - 1, pa.int32()), "end_reason": word("open", "dropped_out"),
        "fit": pa.array((n % 1000) / 1000, pa.float32()), "imposed": pa.array(n % 2 == 0), "over_capacity": pa.array(n % 3 == 0),
    })  # fmt: skip
    pq.write_table(table, folder / "placements.parquet", row_group_size=ROWS)
    pq.write_table(table.select(["scenario", "seed", "replicate", "area"]).slice(0, 20), folder / "areas.parquet")
    return sealed(folder, {"format": 1})


@pytest.mark.slow
@pytest.mark.parametrize("to", ["sav", "dta", "csv", "duckdb", "sqlite"])
def test_a_country_is_exported_within_500_mb(national: Path, to: str, tmp_path: Path) -> None:
    words = [str(national), f"to={to}", f"out={tmp_path / 'x'}"]
    done = subprocess.run([sys.executable, "-c", MEASURE, *words], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stderr) < LIMIT

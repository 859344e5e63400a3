#!/usr/bin/env bash
# pandas renames columns called end or case when it writes Stata files; Stata's own list of reserved names has neither, and pyreadstat keeps them.
#
# Expected: every name that Stata allows is kept, so that both writers give one file.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7 numpy==2.4.6
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
import warnings
from importlib.metadata import version

import pandas as pd
import pyreadstat

print("pandas", version("pandas"), "pyreadstat", version("pyreadstat"))
stays = pd.DataFrame({"end": [1], "case": [2], "where": [3]})
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    stays.to_stata("pandas.dta", write_index=False)
pyreadstat.write_dta(stays, "pyreadstat.dta")
names = {file: list(pyreadstat.read_dta(file)[0]) for file in ("pandas.dta", "pyreadstat.dta")}
print(names, "warned:", [one.category.__name__ for one in said])
assert names["pandas.dta"] == ["_end", "_case", "where"]
assert names["pyreadstat.dta"] == ["end", "case", "where"]
PY

#!/usr/bin/env bash
# The median of complete data depends on rounding: one event late in lifelines for 6, 14 or 20 subjects, and in statsmodels for most even numbers.
#
# Expected: with n subjects and no censoring, survival is exactly a half after n/2 events: that is the median.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check lifelines==0.30.3 statsmodels==0.15.0 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
from lifelines import KaplanMeierFitter
from statsmodels.duration.survfunc import SurvfuncRight

print("lifelines", version("lifelines"), "statsmodels", version("statsmodels"))
late = {"lifelines": [], "statsmodels": []}
for n in range(2, 31, 2):
    days = np.arange(1.0, n + 1)
    if KaplanMeierFitter().fit(days).median_survival_time_ != n / 2:
        late["lifelines"].append(n)
    if SurvfuncRight(days, np.ones(n)).quantile(0.5) != n / 2:
        late["statsmodels"].append(n)
print("numbers of subjects for which the median is one event late:", late)
fitted = KaplanMeierFitter().fit(np.arange(1.0, 7)).survival_function_
print("survival of six after three events, lifelines:", repr(float(fitted.iloc[3, 0])))
assert {6, 14, 20} <= set(late["lifelines"]) and 4 not in late["lifelines"]
assert {4, 10, 30} <= set(late["statsmodels"]) and 12 not in late["statsmodels"]
PY

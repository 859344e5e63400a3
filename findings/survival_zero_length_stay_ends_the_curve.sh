#!/usr/bin/env bash
# With delayed entry, one subject that enters and ends on the same day takes the whole Kaplan-Meier curve to zero, silently.
#
# Expected: a refusal, as in statsmodels, or a subject that is never at risk.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check lifelines==0.30.3 scikit-survival==0.28.0 statsmodels==0.15.0 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
from lifelines import KaplanMeierFitter
from sksurv.nonparametric import kaplan_meier_estimator
from statsmodels.duration.survfunc import SurvfuncRight

for package in ("lifelines", "scikit-survival", "statsmodels"):
    print(package, version(package))
entry = np.array([5.0, 0.0])
until = np.array([5.0, 6.0])  # the first comes and goes on day 5; the second is at risk from 0 to 6
event = np.array([1, 1])
lifelines = KaplanMeierFitter().fit(until, event, entry=entry).survival_function_at_times([5.0]).iloc[0]
_, sksurv = kaplan_meier_estimator(event.astype(bool), until, time_enter=entry)
print("survival on day 5, one of two still to come: lifelines", lifelines, "scikit-survival", sksurv[1])
assert lifelines == 0.0
assert sksurv[1] == 0.0
try:
    SurvfuncRight(until, event, entry=entry)
    raise SystemExit("statsmodels no longer refuses")
except ValueError as error:
    print("statsmodels refuses:", error)
PY

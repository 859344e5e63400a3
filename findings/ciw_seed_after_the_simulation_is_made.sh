#!/usr/bin/env bash
# In Ciw a seed set after the Simulation is made does not repeat the run: first arrivals are already drawn.
#
# Expected: draws happen in simulate_until_max_time, so seeding just before it repeats the run.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check ciw==3.2.7
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import ciw

print("ciw", version("ciw"))
network = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential(1.0)], service_distributions=[ciw.dists.Exponential(0.5)], number_of_servers=[1]
)


def first_arrival(before, after):
    ciw.seed(before)
    simulation = ciw.Simulation(network)
    ciw.seed(after)
    simulation.simulate_until_max_time(50)
    return simulation.get_all_records()[0].arrival_date


same_late_seed = [first_arrival(before, 7) for before in (1, 2)]
same_early_seed = [first_arrival(1, after) for after in (7, 8)]
print("first arrival, seed 7 set after making:", same_late_seed, " seed 1 set before making:", same_early_seed)
assert same_late_seed[0] != same_late_seed[1]
assert same_early_seed[0] == same_early_seed[1]
PY

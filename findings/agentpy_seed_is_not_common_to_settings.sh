#!/usr/bin/env bash
# A fixed seed in an agentpy Sample gives every setting random numbers of its own; only randomize=False compares settings under common random numbers.
#
# Expected: iteration k has one seed, the same at every setting.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check agentpy==0.1.5 numpy==1.26.4 pandas==2.2.3 scipy==1.13.1
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import agentpy

print("agentpy", version("agentpy"))


class Country(agentpy.Model):
    def setup(self):
        self.report("luck", self.random.random())


def luck(**options):
    sample = agentpy.Sample({"places": agentpy.Values(1, 2), "steps": 1, "seed": 42}, **options)
    table = agentpy.Experiment(Country, sample, iterations=2).run(display=False).reporters
    return [[float(v) for v in table.luck.xs(s, level="sample_id")] for s in (0, 1)]


drawn, fixed = luck(), luck(randomize=False)
print("luck by setting and iteration:", drawn, " with randomize=False:", fixed)
assert drawn == luck(), "repeatable"
assert not set(drawn[0]) & set(drawn[1]), "no draw is shared by the two settings"
assert fixed[0] == fixed[1] and fixed[0][0] != fixed[0][1], "only randomize=False pairs the settings"
PY

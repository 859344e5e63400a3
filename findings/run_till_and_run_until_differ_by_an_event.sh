#!/usr/bin/env bash
# salabim's run(till=10) does what is due at 10; SimPy's run(until=10) leaves it.
#
# Expected: both stop before the moment they are told, so that two halves of a run count an event once and alike.
# The script installs the named versions into a temporary folder, shows what they do, and fails as soon as that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check salabim==26.0.9 simpy==4.1.2 greenlet
cd "$work"
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import salabim
import simpy

print("salabim", version("salabim"), "simpy", version("simpy"))
salabim.yieldless(False)
seen = {"salabim": 0, "simpy": 0}


class Child(salabim.Component):
    def process(self):
        yield self.hold(10)
        seen["salabim"] += 1


environment = salabim.Environment(trace=False)
Child()
environment.run(till=10)


def child(environment):
    yield environment.timeout(10)
    seen["simpy"] += 1


other = simpy.Environment()
other.process(child(other))
other.run(until=10)
print("events of day 10 done when the clock stops at 10:", seen)
assert seen == {"salabim": 1, "simpy": 0}
PY

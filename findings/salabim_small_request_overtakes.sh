#!/usr/bin/env bash
# In a salabim Resource a later small request overtakes an earlier large one that waits; SimPy's Container keeps the order.
#
# Expected: first come, first served in both.
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
environment = salabim.Environment(trace=False)
places = salabim.Resource("places", 2)
order = {"salabim": [], "simpy": []}


class Request(salabim.Component):
    def setup(self, called, amount, days):
        self.called, self.amount, self.days = called, amount, days

    def process(self):
        yield self.request((places, self.amount))
        order["salabim"].append(self.called)
        yield self.hold(self.days)
        self.release()


for called, amount, days in (("first", 1, 5), ("two places", 2, 1), ("one place, later", 1, 1)):
    Request(called=called, amount=amount, days=days)
environment.run(till=100)

other = simpy.Environment()
pool = simpy.Container(other, 2, init=2)


def request(called, amount, days):
    yield pool.get(amount)
    order["simpy"].append(called)
    yield other.timeout(days)
    yield pool.put(amount)


for called, amount, days in (("first", 1, 5), ("two places", 2, 1), ("one place, later", 1, 1)):
    other.process(request(called, amount, days))
other.run()
print(order)
assert order["salabim"] == ["first", "one place, later", "two places"]
assert order["simpy"] == ["first", "two places", "one place, later"]
PY

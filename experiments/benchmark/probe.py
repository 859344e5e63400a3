"""Run inside a build that is measured, old or new, by its path: it may use nothing but what every build has.

    tree REGION BURN_IN YEARS FILE    write the whole configuration of a run, to be given to both builds
    parts FILE REPLICATE              run it; say CPU seconds by part and events
    compile                           the smallest country, in whatever cache is named
"""

import json
import sys
import time
from pathlib import Path

PARTS = {
    "draw_population": "population", "build_state": "state", "branched": "branching", "begin_branch": "branching",
    "run_days": "kernel", "begin_recording": "kernel", "finish": "kernel", "gather": "gathering", "merge": "merging",
}  # fmt: skip
"""Functions of sim by the part of a run that they are."""


class Clock:
    """CPU seconds by part; time in a part within another belongs to the inner one."""

    def __init__(self):
        self.spent, self.inside = {}, []

    def around(self, function, part):
        def timed(*args, **kwargs):
            own = part
            if part == "kernel":
                own = "burn-in" if len(args) > 1 and args[1] == 0 else "years"
            begun = time.process_time()
            self.inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.process_time() - begun
                self.spent[own] = self.spent.get(own, 0.0) + whole - self.inside.pop()
                if self.inside:
                    self.inside[-1] += whole

        return timed


def watched(clock):
    """Put the clock around the functions of PARTS, wherever sim's modules hold them."""
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "sim"]
    wrapped: dict = {}
    for module in modules:
        for name, part in PARTS.items():
            function = vars(module).get(name)
            if function is not None and "py_func" not in dir(function) and callable(function):
                known = wrapped.setdefault(id(function), (function, clock.around(function, part)))
                setattr(module, name, known[1])


def parts(file, replicate):
    import sim.run
    from sim import Scenario

    scenario = Scenario.from_dict(json.loads(Path(file).read_text(encoding="utf-8")))
    small = Scenario.from_dict({"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}})
    sim.run.simulate(small, keep="summary")  # what is loaded or compiled once is not of this run
    clock = Clock()
    watched(clock)
    begun = time.process_time()
    found = sim.run.simulate(scenario, replicate, keep="summary", threads=1)
    whole = time.process_time() - begun
    print(json.dumps({"whole": whole, "events": found.meta["events"], "pupils": found.meta["population"]} | clock.spent))


def main(words):
    if words[0] == "tree":
        from sim import Scenario

        given = {"region": {"name": words[1]}, "horizon": {"burn_in_years": int(words[2]), "years": int(words[3])}}
        Path(words[4]).write_text(json.dumps(Scenario.from_dict(given).to_dict()), encoding="utf-8")
    elif words[0] == "parts":
        parts(words[1], int(words[2]))
    else:
        from sim import Scenario, simulate

        simulate(Scenario.from_dict({"region": {"name": "tiny"}, "horizon": {"burn_in_years": 1, "years": 1}}), keep="summary")


if __name__ == "__main__":
    main(sys.argv[1:])

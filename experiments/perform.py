"""From a request to results: plan, look or run, finish, tell."""

import time
from collections.abc import Sequence
from pathlib import Path

from experiments.errors import InputError
from experiments.execution.store import Store, differences
from experiments.front_door.composer import Composer
from experiments.front_door.request import Request
from experiments.plan import plan as planning
from experiments.plan.plan import Plan
from experiments.plan.rows import plan_rows

RESULTS = Path("results")
DONE, SOME_FAILED = 0, 3
PLAN_ROWS = "plan.csv"
SIM = "sim:each_branch"


def perform(request: Request, typed: Sequence[str] = (), model: str = SIM) -> int:
    """Do what was asked; 0, or 3 when runs failed. Raises PlekError before anything is written when it can't be done."""
    started = time.time()
    composer = Composer(request.config_dir)
    if request.tree is not None:
        composer.know(request.overrides, request.tree)
    plan = planning.build(request.overrides, composer, request.design, tuple(typed))
    check_numbers(plan)
    if plan.settings.precision.measure is not None and model == SIM:
        from experiments.execution import precision

        precision.check(plan)
    store = open_store(plan)
    from experiments.delivery.finish import finish, report_to_user  # seconds of imports, which a refusal need not wait for
    from experiments.execution.conduct import conduct
    from experiments.execution.dry_run import look

    if plan.settings.dry_run:
        look(plan, store, model)
        return DONE
    tally = conduct(plan, store, model)
    finish(plan, store, tally, started)
    report_to_user(plan, store, tally)
    return SOME_FAILED if tally.failed else DONE


def check_numbers(plan: Plan) -> None:
    """NumbersError where a sheet names what the region it is run with doesn't hold."""
    if any(tree.get("numbers") for tree in plan.bases.values()):
        from experiments.sheets.check import check

        check(plan.bases.values())


def open_store(plan: Plan) -> Store:
    """The folder of this plan, made if it isn't there. InputError when it holds another plan, saying what differs."""
    store = Store(plan.settings.out or RESULTS / plan.digest[:12])
    stored = store.stored_plan()
    if stored is not None and stored != plan.document:
        raise InputError(f"out: '{store.path}' holds another plan: {'; '.join(differences(stored, plan.document))}")
    store.begin(plan.document)
    store.write_text(PLAN_ROWS, plan_rows(plan))
    return store

"""The plan as rows to be looked at before anything runs."""

import csv
import io

from experiments.plan.plan import Plan


def plan_rows(plan: Plan) -> str:
    """`plan.csv`: a row per point, to be looked at before running."""
    keys = [key for key, _ in plan.kinds]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scenario", "branch", "setting", "digest", *keys])
    for point in plan.points:
        values = dict(point.factors)
        writer.writerow([point.name, point.branch, point.setting, point.digest, *(values.get(key) for key in keys)])
    return text.getvalue()

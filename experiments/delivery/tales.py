"""Children's ways as text: one paragraph a child, year and week of the run, what happened, where it is; idle repetition is told once."""

import pandas as pd


def as_text(rows: pd.DataFrame, branch_day: int) -> str:
    """`rows` is the table `trace` (scenario, pupil, day, where, case, verb, text) in the order of happening."""
    lines: list[str] = []
    for (scenario, pupil), way in rows.groupby(["scenario", "pupil"], sort=False, observed=True):
        lines.append(f"{scenario}: child {pupil}")
        lines += _way(way.to_dict("records"), branch_day)
        lines.append("")
    return "\n".join(lines)


def _way(events: list[dict[str, object]], branch_day: int) -> list[str]:
    lines: list[str] = []
    begun = False
    for k, event in enumerate(events):
        day = int(str(event["day"]))
        if day >= branch_day and not begun:
            lines.append("  ------- the regime begins -------")
            begun = True
        again = events[k + 1] if k + 1 < len(events) else None
        if again and event["verb"] == again["verb"] == "round_fails" and not _between(event, again, branch_day):
            continue
        text = str(event["text"])
        if event["verb"] == "round_fails":
            text = text.replace("search round", "the search has found nothing, up to round").replace(" finds nothing", "")
        state = f"{event['where']}, {event['case']}".replace("_", " ").removesuffix(", none")
        lines.append(f"  year {day // 364:>2}, week {day % 364 // 7 + 1:>2}  {text}  [{state}]")
    return lines


def _between(first: dict[str, object], second: dict[str, object], day: int) -> bool:
    return int(str(first["day"])) < day <= int(str(second["day"]))

"""The code as a picture: a box per folder, arrows for imports, always downwards where imports run one way."""

import ast
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

TOP = ("experiments", "analysis", "sim")
COLOURS = {"experiments": "#dbe9f6", "analysis": "#e6f2de", "sim": "#fbe9d0"}
WIDTH, HEIGHT = 1320, 900
HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">\n'
    '<title>Which folder of the code imports which</title>\n'
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto">'
    '<path d="M0 0 8 4 0 8z" fill="#777"/></marker>'
)
Edges = Mapping[tuple[str, str], int]


def edges(root: Path) -> dict[tuple[str, str], int]:
    """{(folder, folder): how many import statements lead from files of one to files of the other}."""
    found: Counter[tuple[str, str]] = Counter()
    for top in TOP:
        for path in sorted((root / top).rglob("*.py")):
            here = _folder(root, path.relative_to(root).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for name in _imported(node):
                    there = _folder(root, tuple(name.split(".")))
                    if there != here and name.split(".")[0] in TOP:
                        found[here, there] += 1
    return dict(sorted(found.items()))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _folder(root: Path, parts: tuple[str, ...]) -> str:
    """The folder that a dotted name lies in, two names deep at most."""
    return ".".join(parts[:2]) if len(parts) > 1 and root.joinpath(*parts[:2]).is_dir() else parts[0]


def levels(found: Edges) -> dict[str, int]:
    """How high each folder stands: one above the highest that it imports. What imports in a circle stands where the circle was entered."""
    below: dict[str, set[str]] = {}
    for here, there in found:
        below.setdefault(here, set()).add(there)
        below.setdefault(there, set())
    known: dict[str, int] = {}

    def level(name: str, way: tuple[str, ...]) -> int:
        if name not in known:
            known[name] = 1 + max((level(other, (*way, name)) for other in sorted(below[name]) if other not in (*way, name)), default=-1)
        return known[name]

    for name in sorted(below):
        level(name, ())
    return known


def draw(found: Edges) -> str:
    """The picture as SVG."""
    places = _places(levels(found))
    parts = [HEAD]
    for (here, there), n in found.items():
        parts.append(_arrow(places[here], places[there], 0.4 + min(n, 20) / 10))
    for name, (x, y) in places.items():
        lines = name.split(".")
        colour = COLOURS[lines[0]]
        parts.append(f'<rect x="{x - 52}" y="{y - 18}" width="104" height="36" rx="6" fill="{colour}" stroke="#444"/>')
        for k, line in enumerate(lines):
            parts.append(f'<text x="{x}" y="{y + 4 + 13 * k - 6.5 * (len(lines) - 1):g}" text-anchor="middle">{line}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _arrow(start: tuple[int, int], end: tuple[int, int], width: float) -> str:
    """A line from box to box, bent where both stand on one level; it ends at the border of the box."""
    (x, y), (to_x, to_y) = start, end
    side = 18 if to_y > y else -18
    bend = 0 if to_y > y else 60
    middle = f"{(x + to_x) // 2} {(y + to_y) // 2 + bend}"
    line = f"M {x} {y + abs(side)} Q {middle} {to_x} {to_y - side}"
    return f'<path d="{line}" fill="none" stroke="#999" stroke-width="{width:g}" marker-end="url(#tip)"/>'


def _places(standing: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The middle of each box: packages beside each other, levels above each other."""
    highest = max(standing.values()) or 1
    places = {}
    for k, top in enumerate(TOP):
        rows: dict[int, list[str]] = {}
        for name in sorted(standing):
            if name.split(".")[0] == top:
                rows.setdefault(standing[name], []).append(name)
        for row, names in rows.items():
            for place, name in enumerate(names):
                across = (k + (place + 0.5) / len(names)) / len(TOP)
                places[name] = (round(across * WIDTH), round(30 + (1 - row / highest) * (HEIGHT - 60)))
    return places

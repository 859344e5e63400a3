"""The house style: one paper, one ink, the Okabe-Ito colours, and a second sign (dash, hatch, marker) for every colour.

Nothing here touches matplotlib's global state: figures are drawn inside `drawing()` and made by `canvas()`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from analysis.figures.drawn import Drawn

INK = "#1f2328"
QUIET = "#5c636b"
RULE = "#d5d8dc"
BAND_ALPHA = 0.16

OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
}

# Text stays text in SVG (small, searchable, read aloud); the fonts are asked for by name, and measured with the widest
# of them, so that what is drawn elsewhere never needs more room than was laid out here.
RC = {
    "svg.fonttype": "none",
    "svg.hashsalt": "plek",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "font.sans-serif": ["DejaVu Sans"],
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.labelsize": 9,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "xtick.major.width": 0.8,
    "axes.grid": False,
    "grid.color": RULE,
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "hatch.linewidth": 0.7,
    "hatch.color": "white",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 100,
    "patch.linewidth": 0.0,
    "legend.frameon": False,
}
SVG_FONTS = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Look:
    """How one thing looks: a colour, and a dash, marker and hatch that tell it apart without colour."""

    color: str
    dash: str | tuple
    marker: str
    hatch: str


_REGIME_LOOKS = (
    Look(OKABE_ITO["vermilion"], "solid", "o", ""),
    Look(OKABE_ITO["blue"], (0, (6, 2)), "s", "////"),
    Look(OKABE_ITO["green"], (0, (1.2, 1.6)), "^", "...."),
    Look(OKABE_ITO["purple"], (0, (6, 2, 1.2, 2)), "D", "\\\\\\\\"),
    Look(OKABE_ITO["orange"], (0, (3, 1.5)), "v", "xxxx"),
    Look(OKABE_ITO["sky"], (0, (8, 1.5, 1, 1.5, 1, 1.5)), "P", "||||"),
    Look("#7d5a44", (0, (2, 1)), "<", "++++"),
    Look("#45507a", (0, (10, 2)), ">", "oo"),
)
_REFERENCE_LOOKS = {"landscape": Look(INK, "solid", "o", ""), "geen": Look("#7a8087", (0, (4, 2.2)), "X", "----")}


# Regimes that have files of their own keep their look in every figure, whatever others stand beside them.
_KNOWN = (
    "doorzettingskracht",
    "doorzettingsmacht",
    "macht_en_kracht",
    "zorgplicht_maximaal",
    "puzzelplicht",
    "plaatsingsplicht",
    "doorbraakaanpak",
)


def looks(scenarios: Sequence[str]) -> dict[str, Look]:
    """Each scenario's look: references and known regimes always the same, others the next that is free."""
    fixed = _REFERENCE_LOOKS | dict(zip(_KNOWN, _REGIME_LOOKS, strict=False))
    found = {name: fixed[name] for name in scenarios if name in fixed}
    free = [look for look in _REGIME_LOOKS if look not in found.values()] or list(_REGIME_LOOKS)
    others = [name for name in scenarios if name not in fixed]
    return {name: found.get(name) or free[others.index(name) % len(free)] for name in scenarios}


@contextmanager
def drawing() -> Iterator[None]:
    """The house style for as long as the block lasts; matplotlib's own settings are as they were afterwards."""
    with mpl.rc_context():
        mpl.rcParams.update(mpl.rcParamsDefault)
        mpl.rcParams.update(RC)
        yield


def canvas(width: float = 7.4, height: float = 4.0) -> Figure:
    """An empty figure of so many inches, with its own Agg canvas and no place in pyplot's list."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.06, h_pad=0.06, wspace=0.03, hspace=0.04)
    return figure


def render(figure: Figure, dpi: int = 200) -> Drawn:
    """The figure as SVG and PNG, the same for the same figure; it is laid out once for both."""
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for ax in figure.axes:
        for mark in (*ax.lines, *ax.patches, *ax.collections):
            mark.set_in_layout(False)  # marks lie within their axes: only texts need room, and asking every mark takes most of the time
    as_svg, as_png = BytesIO(), BytesIO()
    with drawing():
        FigureCanvasSVG(figure).print_svg(as_svg, metadata={"Date": None, "Creator": None})  # savefig would draw once more to lay out
        figure.set_layout_engine("none")
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).print_png(as_png, metadata={"Software": None})
    text = as_svg.getvalue().decode("utf-8")
    named = text[text.index("<svg") :].replace("'DejaVu Sans', sans-serif", SVG_FONTS).replace("'DejaVu Sans'", SVG_FONTS)
    return Drawn(named, as_png.getvalue())

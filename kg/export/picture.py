"""A picture of the best-connected entities and what relates them, drawn by matplotlib."""

from __future__ import annotations

import io
import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.textpath import text_to_path

from kg.export.layout import Layout, lay_out
from kg.export.palette import COLOURS, LINES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    from matplotlib.axes import Axes

    Box = tuple[float, float, float, float]

_NAME_SIZE: Final = 9.0
_RELATION_SIZE: Final = 7.0
_WRAP: Final = 22
_LEGEND_HEIGHT: Final = 0.75
_EDGE: Final = 0.3
_PLACES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


def choose(network: nx.MultiDiGraph[str], nodes: int) -> nx.MultiDiGraph[str]:
    """Return the part of the network among its ``nodes`` best-connected entities.

    Entities that relate to none of the others are left out.
    """
    related = {
        name: len(set(network.successors(name)) | set(network.predecessors(name)))
        for name in network
    }
    best = sorted(
        (name for name in network if related[name]), key=lambda name: (-related[name], name)
    )
    part = network.subgraph(best[:nodes])
    return network.subgraph([name for name in best[:nodes] if part.degree(name)])


def draw(network: nx.MultiDiGraph[str], form: str, *, nodes: int = 80) -> bytes:
    """Draw the ``nodes`` best-connected entities as ``svg``, ``png`` or ``pdf``.

    A box is an entity, coloured by type; an arrow is a fact, dashed if planned, dotted if denied.
    """
    part = choose(network, nodes)
    labels = {name: _wrapped(data["label"]) for name, data in part.nodes(data=True)}
    sizes = {name: _box_size(label) for name, label in labels.items()}
    layout = lay_out(part, sizes) if labels else Layout({}, (4.0, 1.0))
    figure, axes = _canvas(layout)
    boxes = {name: _box(layout, sizes, name) for name in labels}
    _draw_edges(axes, part, boxes)
    for name, label in labels.items():
        _draw_box(axes, boxes[name], label, COLOURS[part.nodes[name]["type"]])
    _draw_legend(figure, part)
    if not labels:
        axes.text(2, 0.5, "No two entities are related.", ha="center", va="center")
    return _saved(figure, form)


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, _WRAP, max_lines=3, placeholder=" …"))


def _text_size(text: str, size: float) -> tuple[float, float]:
    """Return width and height of a text in inches."""
    font = FontProperties(size=size)
    lines = text.split("\n")
    widths = [
        text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines
    ]
    return max(widths) / 72, len(lines) * size * 1.25 / 72


def _box_size(label: str) -> tuple[float, float]:
    width, height = _text_size(label, _NAME_SIZE)
    return width + 0.2, height + 0.14


def _box(layout: Layout, sizes: dict[str, tuple[float, float]], name: str) -> Box:
    (x, y), (width, height) = layout.middles[name], sizes[name]
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _canvas(layout: Layout) -> tuple[Figure, Axes]:
    width = max(layout.size[0], 6.0) + 2 * _EDGE
    height = max(layout.size[1], 0.5) + 2 * _EDGE + _LEGEND_HEIGHT
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    left = -_EDGE - (width - 2 * _EDGE - layout.size[0]) / 2
    axes.set_xlim(left, left + width)
    axes.set_ylim(-_EDGE - _LEGEND_HEIGHT, height - _EDGE - _LEGEND_HEIGHT)
    axes.set_axis_off()
    return figure, axes


def _draw_box(axes: Axes, box: Box, label: str, colour: str) -> None:
    left, low, right, high = box
    shape = FancyBboxPatch(
        (left + 0.06, low + 0.06),
        right - left - 0.12,
        high - low - 0.12,
        boxstyle="round,pad=0.06",
        facecolor=colour,
        edgecolor="#555555",
        linewidth=0.7,
        zorder=3,
    )
    axes.add_patch(shape)
    middle = ((left + right) / 2, (low + high) / 2)
    axes.text(
        *middle, label, fontsize=_NAME_SIZE, ha="center", va="center", zorder=4, linespacing=1.15
    )


def _draw_edges(axes: Axes, part: nx.MultiDiGraph[str], boxes: dict[str, Box]) -> None:
    """Draw the arrows, and beside each the names of what it stands for."""
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for source, target, data in part.edges(data=True):
        grouped[source, target, data["status"]].append(data["predicate"])
    taken = list(boxes.values())
    pairs: dict[frozenset[str], int] = defaultdict(int)
    for (source, target, status), predicates in sorted(grouped.items()):
        number = pairs[frozenset((source, target))]
        pairs[frozenset((source, target))] += 1
        bend = (0.0, 0.22, -0.22, 0.4)[number % 4] * (1 if source < target else -1)
        start, end = _middle(boxes[source]), _middle(boxes[target])
        _draw_arrow(axes, boxes[source], boxes[target], bend, status)
        text = "\n".join(sorted(set(predicates)))
        _draw_relation(axes, text, _along(start, end, bend), taken, LINES[status][1])


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _draw_arrow(axes: Axes, source: Box, target: Box, bend: float, status: str) -> None:
    style, colour = LINES[status]
    shapes = [
        FancyBboxPatch((b[0], b[1]), b[2] - b[0], b[3] - b[1], boxstyle="square,pad=0.02")
        for b in (source, target)
    ]
    for shape in shapes:
        shape.set_transform(axes.transData)
    arrow = FancyArrowPatch(
        _middle(source),
        _middle(target),
        arrowstyle="-|>",
        mutation_scale=9,
        connectionstyle=f"arc3,rad={bend}",
        patchA=shapes[0],
        patchB=shapes[1],
        linestyle=style,
        color=colour,
        linewidth=0.9,
        zorder=1,
    )
    axes.add_patch(arrow)


def _along(
    start: tuple[float, float], end: tuple[float, float], bend: float
) -> list[tuple[float, float]]:
    """Return points on an arrow's curve where its name may stand, the best first."""
    (x0, y0), (x2, y2) = start, end
    x1 = (x0 + x2) / 2 + bend * (y2 - y0)
    y1 = (y0 + y2) / 2 - bend * (x2 - x0)
    return [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t**2 * x2,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t**2 * y2,
        )
        for t in _PLACES
    ]


def _draw_relation(
    axes: Axes, text: str, places: Iterable[tuple[float, float]], taken: list[Box], colour: str
) -> None:
    """Write a relation's name where it covers least of what is ``taken``, and take that place."""
    width, height = _text_size(text, _RELATION_SIZE)

    def around(place: tuple[float, float]) -> Box:
        x, y = place
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    best = min(places, key=lambda place: sum(_overlap(around(place), box) for box in taken))
    taken.append(around(best))
    axes.text(
        *best,
        text,
        fontsize=_RELATION_SIZE,
        color=colour,
        ha="center",
        va="center",
        linespacing=1.0,
        zorder=2,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def _draw_legend(figure: Figure, part: nx.MultiDiGraph[str]) -> None:
    types = {data["type"] for _, data in part.nodes(data=True)}
    statuses = {data["status"] for *_, data in part.edges(data=True)}
    handles: list[Patch | Line2D] = [
        Patch(facecolor=colour, edgecolor="#555555", linewidth=0.7, label=name)
        for name, colour in COLOURS.items()
        if name in types
    ]
    handles += [
        Line2D([], [], linestyle=style, color=colour, linewidth=1.2, label=name)
        for name, (style, colour) in LINES.items()
        if name in statuses
    ]
    if handles:
        columns = max(1, int(figure.get_figwidth() / 1.35))
        figure.legend(handles=handles, loc="lower center", ncols=columns, fontsize=8, frameon=False)


def _saved(figure: Figure, form: str) -> bytes:
    """Return the figure as a file; the same figure gives the same bytes."""
    longest = max(figure.get_size_inches())
    data = io.BytesIO()
    stable = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(form)
    with mpl.rc_context({"svg.hashsalt": "newskg", "svg.fonttype": "none"}):
        figure.savefig(data, format=form, dpi=min(160, 4000 / longest), metadata=stable)
    return data.getvalue()

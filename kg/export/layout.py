"""Where the entities of a picture stand: boxes that keep apart, near those they relate to.

Each connected part is laid out by stress majorisation (Gansner, Koren, North: Graph Drawing by
Stress Majorization, 2004), boxes that overlap are pushed apart, and the parts are packed
side by side. Lengths are inches. The same network gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Size = tuple[float, float]

_ROUNDS: Final = 150
_PUSHES: Final = 300
_GAP: Final = 0.85
"""Inches between the boxes of two related entities: room for the relation's name."""
_SHAPE: Final = 1.6
"""Width of the picture over its height, as far as the parts allow."""

_MARGIN: Final = 0.16
_NAME_ROOM: Final = (0.9, 0.35)
_PART_GAP: Final = 0.45
_ROUNDING: Final = 1e-9
_GOLDEN_ANGLE: Final = 2.399963
"""Radians; points along a spiral of this turn have no symmetry in which a layout gets stuck."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each box, and the width and height of the whole."""

    middles: dict[str, tuple[float, float]]
    size: tuple[float, float]


def lay_out(network: nx.MultiDiGraph[str], sizes: Mapping[str, Size]) -> Layout:
    """Return where the boxes of ``sizes`` stand, all of them within the whole."""
    plain = nx.Graph(network.to_undirected(as_view=True))
    parts = sorted(nx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    blocks = [_part(plain.subgraph(part), sizes) for part in parts]
    return _pack(blocks)


def _part(part: nx.Graph[str], sizes: Mapping[str, Size]) -> Layout:
    names = sorted(part)
    boxes = np.array([sizes[name] for name in names])
    points = _majorise(_distances(part, names, boxes))
    points = _push_apart(_landscape(points), boxes, _margins(part, names))
    low = (points - boxes / 2).min(axis=0)
    high = (points + boxes / 2).max(axis=0)
    middles = {name: (float(x), float(y)) for name, (x, y) in zip(names, points - low, strict=True)}
    width, height = high - low
    return Layout(middles, (float(width), float(height)))


def _distances(part: nx.Graph[str], names: list[str], boxes: Points) -> Points:
    """Return wished distances, (nodes, nodes): along the shortest path, more for wide boxes."""
    reach = boxes.mean(axis=1) / 2
    place = {name: number for number, name in enumerate(names)}
    weighted: nx.Graph[str] = nx.Graph()
    weighted.add_nodes_from(names)
    for a, b in part.edges():
        crowd = 0.06 * (part.degree(a) + part.degree(b))
        weighted.add_edge(a, b, length=_GAP + crowd + reach[place[a]] + reach[place[b]])
    wished = np.zeros((len(names), len(names)))
    for name, lengths in nx.all_pairs_dijkstra_path_length(weighted, weight="length"):
        for other, length in lengths.items():
            wished[place[name], place[other]] = length
    return wished


def _majorise(wished: Points) -> Points:
    """Return points, (nodes, 2), whose distances are near ``wished``, close pairs first."""
    count = len(wished)
    angle = np.arange(count) * _GOLDEN_ANGLE
    radius = np.sqrt(np.arange(count) + 0.5)[:, None]
    points: Points = radius * np.stack([np.cos(angle), np.sin(angle)], 1)
    weights = np.divide(1, wished**2, out=np.zeros_like(wished), where=wished > 0)
    totals = weights.sum(axis=1, keepdims=True)
    for _ in range(_ROUNDS if count > 1 else 0):
        apart = points[:, None] - points[None]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-6)
        pull = points[None] + apart * (wished / distance)[:, :, None]
        points = np.asarray((weights[:, :, None] * pull).sum(axis=1) / totals)
    return points


def _landscape(points: Points) -> Points:
    """Turn the points so that they spread most from left to right."""
    points = points - points.mean(axis=0)
    if len(points) < 3:
        return points[:, ::-1] if len(points) > 1 else points
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    axes *= np.where(axes[:, :1] + axes[:, 1:] < 0, -1.0, 1.0)
    return np.asarray(points @ axes.T)


def _push_apart(points: Points, boxes: Points, margins: Points) -> Points:
    """Move boxes that come nearer than ``margins``, (nodes, nodes, 2), apart, the shorter way."""
    points = points.copy()
    both = boxes[:, None] + boxes[None]
    for _ in range(_PUSHES):
        lacking = both / 2 + margins - np.abs(points[:, None] - points[None])
        near = np.argwhere(np.triu(lacking.min(axis=2) > _ROUNDING, 1))
        for i, j in near:
            _part_pair(points, both[i, j], margins[i, j], i, j)
        if not len(near):
            break
    return points


def _part_pair(points: Points, both: Points, margin: Points, i: int, j: int) -> None:
    apart = points[j] - points[i]
    lacking = both / 2 + margin - np.abs(apart)
    if lacking.min() <= _ROUNDING:
        return
    axis = int(np.argmin(lacking))
    step = lacking[axis] / 2 * (1.0 if apart[axis] >= 0 else -1.0)
    points[i, axis] -= step
    points[j, axis] += step


def _margins(part: nx.Graph[str], names: list[str]) -> Points:
    """Return how far boxes keep apart, (nodes, nodes, 2); related ones leave room for a name."""
    margins = np.full((len(names), len(names), 2), _MARGIN)
    place = {name: number for number, name in enumerate(names)}
    for a, b in part.edges():
        margins[place[a], place[b]] = margins[place[b], place[a]] = _NAME_ROOM
    return margins


def _pack(blocks: list[Layout]) -> Layout:
    """Set each block, largest first, where it makes the whole grow least and covers nothing."""
    middles: dict[str, tuple[float, float]] = {}
    taken: list[tuple[float, float, float, float]] = []
    whole = (0.0, 0.0)
    for block in sorted(blocks, key=lambda b: -b.size[0] * b.size[1]):
        x, y = _free_place(block.size, taken, whole)
        middles |= {name: (x + bx, y + by) for name, (bx, by) in block.middles.items()}
        taken.append((x, y, x + block.size[0], y + block.size[1]))
        whole = max(whole[0], x + block.size[0]), max(whole[1], y + block.size[1])
    return Layout(middles, whole)


def _free_place(
    size: Size, taken: list[tuple[float, float, float, float]], whole: Size
) -> tuple[float, float]:
    """Return the lower left corner of a free place beside or above what is taken."""
    xs = [0.0, *(box[2] + _PART_GAP for box in taken)]
    ys = [0.0, *(box[3] + _PART_GAP for box in taken)]

    def covers(x: float, y: float) -> bool:
        return any(
            x < box[2] + _PART_GAP / 2
            and x + size[0] > box[0] - _PART_GAP / 2
            and y < box[3] + _PART_GAP / 2
            and y + size[1] > box[1] - _PART_GAP / 2
            for box in taken
        )

    def growth(place: tuple[float, float]) -> tuple[float, float, float]:
        width = max(whole[0], place[0] + size[0])
        height = max(whole[1], place[1] + size[1])
        return max(width, _SHAPE * height), place[1], place[0]

    return min(((x, y) for x in xs for y in ys if not covers(x, y)), key=growth)

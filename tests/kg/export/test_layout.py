"""Where a picture's boxes stand: apart from each other, in the picture, always the same."""

import itertools

import networkx as nx
import pytest

from kg.export.layout import lay_out

GRAPHS = {
    "one pair": nx.path_graph(2),
    "a star": nx.star_graph(25),
    "a clique": nx.complete_graph(12),
    "many parts": nx.disjoint_union_all([nx.path_graph(n) for n in (9, 2, 2, 3, 2)]),
    "a tree": nx.balanced_tree(3, 3),
}


def boxes_of(graph):
    network = nx.MultiDiGraph(nx.relabel_nodes(graph, str))
    sizes = {name: (0.6 + 0.4 * (int(name) % 4), 0.3) for name in network}
    layout = lay_out(network, sizes)
    return layout, {
        name: (x - sizes[name][0] / 2, y - 0.15, x + sizes[name][0] / 2, y + 0.15)
        for name, (x, y) in layout.middles.items()
    }


@pytest.mark.parametrize("name", GRAPHS)
def test_no_two_boxes_overlap(name):
    _, boxes = boxes_of(GRAPHS[name])

    for one, other in itertools.combinations(boxes.values(), 2):
        apart = max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])
        assert apart > 0


@pytest.mark.parametrize("name", GRAPHS)
def test_every_box_is_in_the_picture(name):
    layout, boxes = boxes_of(GRAPHS[name])

    assert min(box[i] for box in boxes.values() for i in (0, 1)) > -1e-9
    assert max(box[2] for box in boxes.values()) < layout.size[0] + 1e-9
    assert max(box[3] for box in boxes.values()) < layout.size[1] + 1e-9


def test_the_same_network_has_the_same_layout():
    assert boxes_of(GRAPHS["a tree"]) == boxes_of(GRAPHS["a tree"])

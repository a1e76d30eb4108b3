"""The graph as networkx has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.export.json_networks import edge_attributes, node_attributes
from kg.export.reading import read_network
from kg.export.selection import Selection, select

if TYPE_CHECKING:
    from kg.export.graph import Graph
    from kg.export.network import Network


def to_networkx(store: Graph, selection: Selection | None = None) -> nx.MultiDiGraph[str]:
    """Return the entities and facts of a graph, or a part of it, as a networkx graph.

    A node is an entity's IRI with ``label``, ``type``, ``aliases``, ``same_as`` and ``articles``
    (ids). An edge is a fact, however many articles state it, under the key ``PREDICATE STATUS``,
    with ``predicate``, ``status``, the highest ``confidence``, ``weight`` (how many articles),
    ``articles``, ``sentence`` (of the surest), and where they are known ``date``, ``start``,
    ``end``, ``published`` and qualifiers such as ``role`` and ``amount``. A symmetric fact is one
    edge. The graph is a copy: changing it changes nothing in the store.
    """
    network = read_network(store)
    return as_networkx(select(network, selection) if selection else network)


def as_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return a network as a networkx graph (:func:`to_networkx`)."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((iri, node_attributes(node)) for iri, node in network.nodes.items())
    for edge in network.edges:
        graph.add_edge(edge.source, edge.target, edge.key, **edge_attributes(edge))
    return graph

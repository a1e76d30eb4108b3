"""The graph in the formats of other programs: RDF, graph programs, spreadsheets, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.export.graph import Graph

RDF: Final = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld")
NETWORKS: Final = ("graphml", "gexf", "json", "dot")
TABLES: Final = ("nodes.csv", "edges.csv")
PICTURES: Final = ("svg", "png", "pdf")
FORMATS: Final = (*RDF, *NETWORKS, *TABLES, *PICTURES)


def export(store: Graph, form: str, *, nodes: int = 80) -> bytes:
    """Return the graph in a format of :data:`FORMATS`.

    RDF formats with named graphs hold all graphs, those without the view over all articles. A
    picture shows the ``nodes`` best-connected entities.

    Raises:
        UsageError: No such format.
    """
    if form in RDF:
        return store.dump(form)
    if form not in FORMATS:
        msg = f"{form!r} is no export format: expected one of {', '.join(FORMATS)}"
        raise UsageError(msg)
    from kg.export import networks

    network = networks.to_networkx(store)
    if form in PICTURES:
        from kg.export.picture import draw

        return draw(network, form, nodes=nodes)
    if form in TABLES:
        return networks.csv_tables(network)[form.removesuffix(".csv")]
    writers = {
        "graphml": networks.graphml,
        "gexf": networks.gexf,
        "json": networks.node_link,
        "dot": networks.dot,
    }
    return writers[form](network)

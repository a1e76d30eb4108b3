"""``kg analyse``: who matters in the graph, and what holds it together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import graph_option, json_option
from kg.cli.output import print_json, print_table
from kg.cli.selecting import read_query, selection_options
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.address import Place
    from kg.analysis import Analysis
    from kg.export.selection import Selection
    from kg.store import GraphStore

_NAMED = 5
"""Members of a community that a table names."""


@click.command("analyse", short_help="Find central entities, communities and bridges.")
@graph_option
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=15,
    show_default=True,
    help="How many entities, communities and bridges the tables show.",
)
@json_option
@click.option("--write", is_flag=True, help="Keep the measures in the graph, in place of the last.")
@click.option("--remove", is_flag=True, help="Take the measures out of the graph.")
@selection_options
def command(
    *,
    graph: Place,
    top: int,
    as_json: bool,
    write: bool,
    remove: bool,
    query: str | None,
    **chosen: Any,  # noqa: ANN401 - the fields of a Selection
) -> None:
    """Find the most central entities, communities and bridges of the actual facts.

    With --status of the facts that have it. JSON holds all entities. --write keeps the measures
    as nk:pageRank, nk:betweenness, nk:community, ... in a graph of their own, where queries
    find them.

    \b
        kg analyse --top 10
        kg analyse --type Company --type University --json
        kg analyse --write
        kg query 'SELECT ?name ?rank { ?e nk:pageRank ?rank ; rdfs:label ?name }'
    """
    from kg.export.selection import Selection
    from kg.store import GraphStore

    if remove and (write or as_json):
        msg = "--remove stands alone: it takes no --write or --json"
        raise UsageError(msg)
    selection = Selection(**chosen)
    sparql = read_query(query) if query is not None else None
    with GraphStore.open(graph, read_only=not (write or remove)) as store:
        if remove:
            _remove(store, graph)
            return
        analysis = _analysed(store, selection, sparql)
        if write:
            from kg.analysis import write_analysis

            write_analysis(store, analysis)
    if as_json:
        print_json(_as_json(analysis))
    else:
        _print(analysis, top)


def _remove(store: GraphStore, graph: Place) -> None:
    from kg.analysis import remove_analysis

    removed = remove_analysis(store)
    click.echo(f"{graph}: removed the analysis" if removed else f"{graph} holds no analysis")


def _analysed(store: GraphStore, selection: Selection, sparql: str | None) -> Analysis:
    from kg.analysis import analyse
    from kg.export.queried import found_by
    from kg.export.writers import network_of

    if sparql is not None:
        selection = found_by(store, sparql, selection)
    statuses = frozenset(selection.statuses or ("actual",))
    return analyse(network_of(store, selection), statuses=statuses)


def _as_json(analysis: Analysis) -> dict[str, object]:
    return {
        "entities": [
            {
                "iri": found.iri,
                "label": found.label,
                "type": found.type,
                "degree": found.degree,
                "partners": found.partners,
                "pageRank": found.page_rank,
                "betweenness": found.betweenness,
                "community": found.community,
            }
            for found in analysis.entities
        ],
        "communities": [
            {"community": found.number, "members": found.members} for found in analysis.communities
        ],
        "bridges": analysis.bridges,
        "modularity": analysis.modularity,
        "betweennessIsExact": analysis.exact,
    }


def _print(analysis: Analysis, top: int) -> None:
    if not analysis.entities:
        click.echo("No two entities are related.")
        return
    labels = {found.iri: found.label for found in analysis.entities}
    estimate = "" if analysis.exact else " (estimated)"
    rows = [
        (e.label, e.type, e.degree, f"{e.page_rank:.4f}", f"{e.betweenness:.4f}", e.community)
        for e in analysis.entities[:top]
    ]
    head = ("entity", "type", "related", "page rank", f"betweenness{estimate}", "community")
    print_table(head, rows, title="Most central entities")
    click.echo()
    partners = sorted(analysis.entities, key=lambda e: (-e.partners, -e.page_rank, e.iri))[:top]
    print_table(
        ("entity", "type", "partners"),
        [(e.label, e.type, e.partners) for e in partners if e.partners],
        title="Most central partners",
    )
    click.echo()
    sizes = [
        (c.number, len(c.members), ", ".join(labels[iri] for iri in c.members[:_NAMED]))
        for c in analysis.communities[:top]
    ]
    print_table(("community", "size", "led by"), sizes, title="Communities")
    click.echo(f"{len(analysis.communities)} in all, modularity {analysis.modularity:.2f}")
    click.echo()
    bridges = [(labels[one], labels[other]) for one, other in analysis.bridges[:top]]
    print_table(("one side", "other side"), bridges, title="Bridges")
    click.echo(f"{len(analysis.bridges)} in all")

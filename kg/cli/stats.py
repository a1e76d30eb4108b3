"""``kg stats``: what a graph holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option
from kg.cli.output import print_json, print_table

if TYPE_CHECKING:
    from kg.address import Place
    from kg.store.statistics import Statistics


@click.command("stats", short_help="Count what a graph holds.")
@graph_option
@click.option("--articles", is_flag=True, help="List the ids of the articles.")
@json_option
def command(*, graph: Place, articles: bool, as_json: bool) -> None:
    """Count the articles, entities, facts and numbers of a graph.

    \b
        kg stats
        kg stats --json | jq .entities.Company
        kg stats --articles
    """
    from kg.store import GraphStore

    with GraphStore.open(graph, read_only=True) as store:
        ids = store.articles() if articles else None
        counts = store.stats() if ids is None else None
    if ids is not None:
        _print_ids(ids, as_json=as_json)
    elif counts is not None and as_json:
        print_json(counts.to_json())
    elif counts is not None:
        _print_counts(counts)


def _print_ids(ids: list[str], *, as_json: bool) -> None:
    if as_json:
        print_json(ids)
    else:
        for article in ids:
            click.echo(article)


def _print_counts(counts: Statistics) -> None:
    totals = [
        ("articles", counts.articles),
        ("entities", sum(counts.entities.values())),
        ("statements of facts", sum(sum(n.values()) for n in counts.statements.values())),
        ("numbers", counts.observations),
        ("sentences that give evidence", counts.sentences),
        ("quads", counts.quads),
    ]
    print_table(("what", "count"), totals, title="Graph")
    click.echo()
    print_table(("entities", "count"), counts.entities.items(), title="Entities")
    click.echo()
    rows = [
        (predicate, by.get("actual", 0), by.get("planned", 0), by.get("denied", 0))
        for predicate, by in counts.statements.items()
    ]
    print_table(("relation", "actual", "planned", "denied"), rows, title="Statements")

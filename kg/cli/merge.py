"""``kg merge``: say that two entities are one, or see what was joined and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.address import Place
    from kg.store import GraphStore

_MERGES = """
SELECT ?entity ?name ?other ?rule ?confidence ?reason WHERE {
  ?merge a nk:Merge ; nk:entity ?one , ?two ; nk:rule ?rule ; nk:certainty ?confidence ;
    nk:reason ?reason .
  FILTER (STR(?one) < STR(?two))
  OPTIONAL { ?one nk:resolvedTo ?to }
  BIND (COALESCE(?to, ?one) AS ?entity)
  BIND (IF(?one = ?entity, ?two, ?one) AS ?other)
  ?entity rdfs:label ?name .
} ORDER BY ?name ?entity ?other
"""
_COLUMNS = ("entity", "name", "other", "rule", "confidence", "reason")


@click.command("merge", short_help="Say that two entities are one, or list what was joined.")
@click.argument("entities", nargs=-1, metavar="[ENTITY OTHER]")
@click.option("--list", "listed", is_flag=True, help="List what was joined, by rules and by users.")
@graph_option
@json_option
def command(*, entities: tuple[str, ...], listed: bool, graph: Place, as_json: bool) -> None:
    """Say that OTHER is ENTITY: in all answers both are one, known as ENTITY.

    Give names, or IRIs or their ends as --list prints them. The decision holds when articles are
    read again, replaced or removed; kg split takes it back. The articles' own graphs stay as they
    are.

    \b
        kg merge "Acme" "Acme Labs" --graph graph
        kg merge --list
    """
    from kg.store import GraphStore

    if listed == bool(entities) or len(entities) not in {0, 2}:
        msg = f"kg merge takes two entities or --list, got {len(entities)} entities"
        raise UsageError(msg)
    with GraphStore.open(graph, read_only=listed) as store:
        if listed:
            _print_merges(store, as_json=as_json)
        else:
            _merge(store, entities[0], entities[1], as_json=as_json)


def _merge(store: GraphStore, kept: str, other: str, *, as_json: bool) -> None:
    from kg.cli.output import print_json
    from kg.cli.stamps import now
    from kg.store.by_hand import joined
    from kg.store.entities import label_of

    decision = joined(store, kept, other)
    names = label_of(store, decision.left), label_of(store, decision.right)
    store.decide(decision, at=now())
    if as_json:
        print_json({"kept": decision.left, "merged": decision.right})
    else:
        click.echo(f"{names[1]} is {names[0]} from now on ({decision.left})")


def _print_merges(store: GraphStore, *, as_json: bool) -> None:
    from kg import vocab
    from kg.cli.output import print_json, print_table

    rows = store.select(_MERGES).values()
    if as_json:
        print_json({"merges": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]})
    elif rows:
        short = [[str(cell).removeprefix(vocab.ID) for cell in row] for row in rows]
        print_table(_COLUMNS, short)
    else:
        click.echo("nothing was joined")

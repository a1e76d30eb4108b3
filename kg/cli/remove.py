"""``kg remove``: an article, and all that only it supports, out of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.inputs import Failures
from kg.cli.options import graph_option

if TYPE_CHECKING:
    from kg.address import Place


@click.command("remove", short_help="Remove articles from a graph.")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@graph_option
def command(*, articles: tuple[str, ...], graph: Place) -> None:
    """Remove articles by id, with all facts that no other article supports.

    The name of an RDF file that was loaded does as well.

    \b
        kg remove 2024-04-27-talent --graph graph
    """
    from kg.store import GraphStore

    failures = Failures()
    with GraphStore.open(graph) as store:
        for article in articles:
            if store.remove(article):
                click.echo(f"{graph}: removed {article}")
            else:
                failures.add(f"{graph} has no article {article!r}: kg stats --articles lists them")
    failures.finish()

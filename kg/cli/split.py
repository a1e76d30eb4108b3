"""``kg split``: say that what was joined is several entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option

if TYPE_CHECKING:
    from kg.address import Place


@click.command("split", short_help="Say that what was joined is several entities.")
@click.argument("entity")
@click.argument("other", required=False)
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ID",
    help="In this article ENTITY is someone else of the same name; may be given again.",
)
@graph_option
@json_option
def command(
    *, entity: str, other: str | None, articles: tuple[str, ...], graph: Place, as_json: bool
) -> None:
    """Say that the names that go by ENTITY are entities of their own; or only that OTHER is.

    The decision holds when articles are read again, replaced or removed; kg merge takes it back.

    \b
        kg split "Acme" --graph graph
        kg split "Acme" org/acme-labs
        kg split "Kim Min-su" --article 2024-04-27-talent
    """
    from kg.cli.output import print_json
    from kg.cli.stamps import now
    from kg.store import GraphStore
    from kg.store.by_hand import apart, elsewhere

    with GraphStore.open(graph) as store:
        made = apart(store, entity, other) if not articles else elsewhere(store, entity, articles)
        for decision in made:
            store.decide(decision, at=now())
    if as_json:
        print_json({"decisions": [[d.kind, d.left, d.right] for d in made]})
    else:
        click.echo(f"{graph}: {entity} is told apart from now on")

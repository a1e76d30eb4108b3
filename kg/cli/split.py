"""``kg split``: say that what was joined is several entities."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option
from kg.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.resolve.decisions import Decision
    from kg.store import GraphStore


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
    *, entity: str, other: str | None, articles: tuple[str, ...], graph: Path, as_json: bool
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

    with GraphStore.open(graph) as store:
        made = _apart(store, entity, other) if not articles else _elsewhere(store, entity, articles)
        for decision in made:
            store.decide(decision, at=now())
    if as_json:
        print_json({"decisions": [[d.kind, d.left, d.right] for d in made]})
    else:
        click.echo(f"{graph}: {entity} is told apart from now on")


def _apart(store: GraphStore, entity: str, other: str | None) -> list[Decision]:
    from kg.cli.entities import find_entity, members_of, standing_for
    from kg.resolve.decisions import APART, Decision

    iri = find_entity(store, entity)
    standing = standing_for(store, iri)
    members = members_of(store, standing)
    if len(members) < 2:
        msg = f"{entity!r} is one name of one entity: nothing was joined with it"
        raise InputError(msg)
    if other is not None:
        part = find_entity(store, other)
        if part not in members or part == iri:
            msg = f"{other!r} was not joined with {entity!r}: kg merge --list shows what was"
            raise InputError(msg)
        return [Decision(APART, *sorted((m, part))) for m in members if m != part]
    if iri != standing:
        return [Decision(APART, *sorted((m, iri))) for m in members if m != iri]
    return [Decision(APART, *pair) for pair in combinations(members, 2)]


def _elsewhere(store: GraphStore, entity: str, articles: tuple[str, ...]) -> list[Decision]:
    from kg.cli.entities import find_entity, members_of, standing_for
    from kg.resolve.decisions import APART, ELSEWHERE, Decision
    from kg.vocab import ARTICLE, LOCAL, article_iri

    members = set(members_of(store, standing_for(store, find_entity(store, entity))))
    made = []
    for article in articles:
        named = [e.iri for e in store.article(article).entities if e.iri in members]
        if not named:
            msg = f"article {article!r} does not name {entity!r}"
            raise InputError(msg)
        for iri in named:
            made.append(Decision(ELSEWHERE, iri, article_iri(article)))
            unit = f"{iri}{LOCAL}{article_iri(article).removeprefix(ARTICLE)}"
            made += [Decision(APART, *sorted((unit, other))) for other in members - {iri}]
    return made

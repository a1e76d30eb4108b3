"""``kg facts``: what is found in articles, without a graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.build import extract_all
from kg.cli.explain import explain_facts, local_name, qualifier_text
from kg.cli.inputs import Failures, find_files, read_articles
from kg.cli.options import model_option, relations_option
from kg.cli.output import print_heading, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.cli.progress import Step
    from kg.model import ArticleFacts, Fact, Observation, TaughtFact


@click.command("facts", short_help="Print the entities, facts and numbers of articles.")
@click.argument(
    "inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(path_type=Path)
)
@click.option("--jsonl", is_flag=True, help="Print JSON Lines, which kg load reads.")
@click.option(
    "--explain",
    is_flag=True,
    help="Print each fact with its sentence, both ends marked, and what found it.",
)
@relations_option
@model_option
def command(
    *,
    inputs: tuple[Path, ...],
    jsonl: bool,
    explain: bool,
    relations: tuple[Path, ...],
    model: str | None,
) -> None:
    """Print the entities, facts and numbers that articles state.

    In JSON Lines an entity that several articles name has one id in all of them; where it is not
    the article's own, local_id is.

    \b
        kg facts samples/
        kg facts --jsonl samples/ | jq 'select(.kind == "fact")'
        kg facts --jsonl samples/ | kg load - --graph graph
        kg facts --explain story.txt
        kg facts --relations company.relations story.txt
    """
    if jsonl and explain:
        msg = "--jsonl and --explain exclude each other: give one of them"
        raise click.UsageError(msg)
    from kg.cli.progress import progress
    from kg.cli.teach import load_relations

    taught = load_relations(relations)
    failures = Failures()
    files = find_files(inputs, failures)
    with progress("Reading", total=len(files), shown=not sys.stdout.isatty()) as step:
        found = _counted(extract_all(read_articles(files, failures), model, taught=taught), step)
        if jsonl:
            _print_lines(list(found))
            found = iter(())
        for facts in found:
            if explain:
                click.echo("\n".join(explain_facts(facts)))
            else:
                print_facts(facts)
    failures.finish()


def _counted(found: Iterable[ArticleFacts], step: Step) -> Iterator[ArticleFacts]:
    for facts in found:
        step(facts.article.id)
        yield facts


def _print_lines(articles: Sequence[ArticleFacts]) -> None:
    """Print articles as JSON Lines, in which one entity has one id in all of them."""
    from kg.jsonl import to_lines
    from kg.resolve.articles import canonical_iris

    iris = canonical_iris(articles)
    for facts in articles:
        click.echo("\n".join(to_lines(facts, iris)))


def print_facts(facts: ArticleFacts) -> None:
    """Print the tables of one article."""
    names = {entity.iri: entity.name for entity in facts.entities}
    print_heading(f"{facts.article.id}: {facts.article.title or 'no title'}")
    _print_part(
        "Entities",
        ("type", "name", "mentions", "also"),
        [(e.type.value, e.name, len(e.mentions), ", ".join(e.aliases)) for e in facts.entities],
    )
    _print_part(
        "Facts",
        ("subject", "relation", "object", "status", "with", "sentence"),
        [_fact_row(fact, names) for fact in facts.facts],
    )
    _print_part(
        "Numbers",
        ("about", "indicator", "value", "unit", "period", "rank", "sentence"),
        [_number_row(observation, names) for observation in facts.observations],
    )
    if facts.taught:
        _print_part(
            "Taught relations",
            ("subject", "relation", "object", "score", "sentence"),
            [_taught_row(fact, names) for fact in facts.taught],
        )


def _print_part(title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    click.echo()
    if rows:
        print_table(columns, rows, title=f"{title} ({len(rows)})")
    else:
        click.echo(f"{title}: none")


def _fact_row(fact: Fact, names: dict[str, str]) -> tuple[object, ...]:
    return (
        names[fact.subject],
        fact.predicate.value,
        names[fact.object],
        fact.status.value,
        qualifier_text(fact.qualifiers),
        _sentence(fact),
    )


def _number_row(observation: Observation, names: dict[str, str]) -> tuple[object, ...]:
    rank = observation.rank and str(observation.rank)
    if rank and observation.out_of:
        rank = f"{rank} of {observation.out_of}"
    return (
        names[observation.about],
        observation.indicator,
        observation.value,
        observation.unit,
        observation.period,
        rank,
        _sentence(observation),
    )


def _taught_row(fact: TaughtFact, names: dict[str, str]) -> tuple[object, ...]:
    return (
        names[fact.subject],
        local_name(fact.relation),
        fact.object if fact.kind else names[fact.object],
        f"{fact.confidence:.2f}",
        _sentence(fact),
    )


def _sentence(claim: Fact | Observation | TaughtFact) -> str:
    return claim.evidence[0].text if claim.evidence else ""

"""``kg build``: articles into a graph."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import Failure
from kg.cli.inputs import Failures, find_files, read_articles
from kg.cli.options import graph_option, json_option, model_option, relations_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.gazetteers.known import Gazetteer
    from extract.taught.relations import TaughtRelations
    from kg.address import Place
    from kg.cli.progress import Step
    from kg.model import Article, ArticleFacts
    from kg.store import GraphStore


@click.command("build", short_help="Read articles and add their facts to a graph.")
@click.argument(
    "inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(path_type=Path)
)
@graph_option
@model_option
@relations_option
@click.option("--again", is_flag=True, help="Read unchanged articles again, too.")
@json_option
def command(
    *,
    inputs: tuple[Path, ...],
    graph: Place,
    model: str | None,
    relations: tuple[Path, ...],
    again: bool,
    as_json: bool,
) -> None:
    """Read articles and add their entities, facts and numbers to a graph.

    INPUT is a file (.txt, .md, .html), a directory of them, or - for standard input. The file's
    name without its extension is the article's id. An article that the graph has is replaced if
    it changed and skipped if not, so an interrupted build goes on when it is run again.

    \b
        kg build samples/ --graph graph
        kg build samples/ --relations company.relations
        curl -s https://example.org/news.html | kg build -
    """
    from kg.cli.progress import progress
    from kg.cli.stamps import files_version
    from kg.cli.teach import load_relations
    from kg.store import GraphStore

    taught = load_relations(relations)
    failures = Failures()
    files = find_files(inputs, failures)
    counts: Counter[str] = Counter()
    try:
        with (
            GraphStore.open(graph, create=True) as store,
            progress("Reading", total=len(files)) as step,
        ):
            _build(
                store,
                graph,
                files,
                failures,
                counts,
                step,
                model=model,
                taught=taught,
                known=files_version(relations),
                again=again,
            )
    except KeyboardInterrupt as error:
        msg = f"interrupted after {counts.total()} articles: run the same command to go on"
        raise Failure(msg, exit_status=130) from error
    _report(counts, failures, graph, as_json=as_json)
    failures.finish()


def _build(
    store: GraphStore,
    graph: Place,
    files: list[Path],
    failures: Failures,
    counts: Counter[str],
    step: Step,
    *,
    model: str | None,
    taught: Sequence[TaughtRelations],
    known: str,
    again: bool,
) -> None:
    from kg.cli.gazetteer import load_gazetteer
    from kg.cli.stamps import extractor_version, stamp

    gazetteer, names = load_gazetteer(graph) if isinstance(graph, Path) else (None, "")
    version = extractor_version(model) + names + known

    def changed(articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            if not again and store.stamp(article.id) == stamp(article, version):
                counts["unchanged"] += 1
                step(article.id)
            else:
                yield article

    for facts in extract_all(
        changed(read_articles(files, failures)), model, gazetteer, taught=taught
    ):
        counts[store.add(facts, stamp=stamp(facts.article, version))] += 1
        step(facts.article.id)


def extract_all(
    articles: Iterator[Article],
    model: str | None,
    gazetteer: Gazetteer | None = None,
    *,
    taught: Sequence[TaughtRelations] = (),
) -> Iterator[ArticleFacts]:
    """Yield the facts of each article; the pipeline is loaded when the first article comes.

    ``taught`` are relations of the user's, which are found too.

    Raises:
        UsageError: There is no pipeline ``model``.
    """
    from itertools import chain

    first = next(articles, None)
    if first is None:
        return
    from extract.pipeline import extract_many, load_pipeline

    nlp = load_pipeline(model, gazetteer=gazetteer)
    yield from extract_many(chain([first], articles), nlp, taught)


def _report(counts: Counter[str], failures: Failures, graph: Place, *, as_json: bool) -> None:
    from kg.cli.output import print_json

    names = ("added", "replaced", "unchanged")
    numbers = {name: counts[name] for name in names} | {"failed": len(failures.sentences)}
    if as_json:
        print_json({"graph": str(graph), **numbers})
    else:
        said = ", ".join(f"{number} {name}" for name, number in numbers.items())
        click.echo(f"{graph}: {said}")

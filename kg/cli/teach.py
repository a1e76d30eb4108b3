"""``kg teach``: relations of your own, learnt from example sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, model_option
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from extract.taught.examples import Ontology, TextExample
    from extract.taught.learning import Report
    from extract.taught.relations import TaughtRelations


@click.command("teach", short_help="Learn relations of your own from examples.")
@click.argument(
    "examples", nargs=-1, required=True, metavar="EXAMPLES...", type=click.Path(path_type=Path)
)
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to keep what was learnt.",
)
@click.option(
    "--ontology",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="JSON with the namespace and labels of the relations; triples of others are left out.",
)
@click.option(
    "--none",
    "silent",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="An article that states none of the relations; may be given several times.",
)
@model_option
@json_option
def command(
    *,
    examples: tuple[Path, ...],
    out: Path,
    ontology: Path | None,
    silent: tuple[Path, ...],
    model: str | None,
    as_json: bool,
) -> None:
    """Learn relations from example texts with their triples.

    EXAMPLES are JSON Lines: {"text": "...", "triples": [["subject", "relation", "object"]]}, one
    or more sentences a line with every triple that they state. Twenty examples of a relation do
    much, three do something. An article or two of yours that state none of the relations (--none)
    teach what is none of them. Printed is how well each relation is told on examples left out.

    \b
        kg teach examples.jsonl --out company.relations
        kg teach examples.jsonl --none other.txt --out company.relations
        kg facts --relations company.relations story.txt
    """
    from extract.taught.examples import Ontology, TextExample, read_examples, read_ontology
    from extract.taught.keeping import to_bytes
    from kg.files import write_atomically

    known = Ontology()
    if ontology is not None:
        known = read_ontology(_read(ontology), source=str(ontology))
    read = [
        example for path in examples for example in read_examples(_lines(path), source=str(path))
    ]
    read += [TextExample("\n".join(_lines(path)), ()) for path in silent]
    taught, report = _learn(read, known, model)
    write_atomically(out, to_bytes(taught))
    _print(report, out, as_json=as_json)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise (UsageError if isinstance(error, FileNotFoundError) else InputError)(msg) from error


def _lines(path: Path) -> list[str]:
    try:
        return _read(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        msg = f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8"
        raise InputError(msg) from error


def _learn(
    examples: list[TextExample], ontology: Ontology, model: str | None
) -> tuple[TaughtRelations, Report]:
    from extract.pipeline import load_pipeline, resolve
    from extract.reading import read_text
    from extract.taught.learning import learn
    from extract.taught.lessons import Example

    nlp = load_pipeline(model)
    lessons = []
    for number, example in enumerate(examples, start=1):
        triples = tuple(t for t in example.triples if ontology.holds(t[1]))
        article = read_text(example.text, id=f"example {number}")
        lessons.append(Example(resolve(article, nlp), triples))
    return learn(lessons, namespace=ontology.namespace)


def load_relations(paths: tuple[Path, ...]) -> list[TaughtRelations]:
    """Return the taught relations that files keep.

    Raises:
        UsageError: A file does not exist.
        InputError: A file is not one of kg teach.
    """
    from extract.taught.keeping import from_bytes

    return [from_bytes(_read(path), source=str(path)) for path in paths]


def _print(report: Report, out: Path, *, as_json: bool) -> None:
    from kg.cli.output import print_json, print_table

    if as_json:
        relations = {
            name: {
                "examples": one.examples,
                "precision": round(one.precision, 3),
                "recall": round(one.recall, 3),
                "f1": round(one.f1, 3),
            }
            for name, one in report.relations.items()
        }
        print_json({"file": str(out), "relations": relations, "missed": list(report.missed)})
        return
    rows = [
        (name, one.examples, f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}")
        for name, one in sorted(report.relations.items(), key=lambda row: -row[1].examples)
    ]
    print_table(("relation", "examples", "precision", "recall", "F1 left out"), rows)
    for subject, relation, object_ in report.missed:
        click.echo(f"kg: not found in its text: {subject} - {relation} - {object_}", err=True)
    click.echo(f"{out}: {len(rows)} relations, {len(report.missed)} triples not found")

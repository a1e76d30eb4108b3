"""From the INPUT arguments of a command to files, and a list of those that failed."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Article

ARTICLE_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"})
FACTS_SUFFIXES = frozenset({".jsonl", ".ndjson"})
STDIN = Path("-")


@dataclass(slots=True)
class Failures:
    """What went wrong in a batch, told at once and listed again at its end."""

    sentences: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Tell a failure on standard error and keep it for the list."""
        self.sentences.append(sentence)
        click.echo(f"kg: {sentence}", err=True)

    def finish(self) -> None:
        """List the failures, if there are any, and end the command with exit status 1.

        Raises:
            click.exceptions.Exit: Something failed.
        """
        if not self.sentences:
            return
        if len(self.sentences) > 1:
            click.echo(f"\n{len(self.sentences)} inputs failed:", err=True)
            for sentence in self.sentences:
                click.echo(f"  {sentence}", err=True)
        raise click.exceptions.Exit(1)


def find_files(inputs: Iterable[Path], failures: Failures) -> list[Path]:
    """Return the article files among ``inputs``, in their order, each once.

    A directory stands for the ``.txt``, ``.md``, ``.html`` and ``.htm`` files in it and below it,
    sorted, hidden ones left out; ``-`` for standard input. What cannot be found or listed goes to
    ``failures``.
    """
    files: dict[Path, None] = {}
    for path in inputs:
        if path == STDIN:
            files[path] = None
        elif path.suffix.casefold() in FACTS_SUFFIXES:
            failures.add(f"{path} is a facts file, not an article: give it to kg load")
        elif path.is_dir():
            files.update(dict.fromkeys(_walk(path, failures)))
        elif path.exists():
            files[path] = None
        else:
            failures.add(f"{path} does not exist: expected an article file or a directory of them")
    return list(files)


def _walk(folder: Path, failures: Failures) -> Iterator[Path]:
    failed = False

    def tell(error: OSError) -> None:
        nonlocal failed
        failed = True
        failures.add(f"{error.filename} cannot be listed: {error.strerror}")

    found = False
    for place, folders, names in os.walk(folder, onerror=tell):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in ARTICLE_SUFFIXES and not name.startswith("."):
                found = True
                yield Path(place, name)
    if not found and not failed:
        expected = ", ".join(sorted(ARTICLE_SUFFIXES))
        failures.add(f"{folder} holds no article: expected files that end in {expected}")


def read_articles(files: Iterable[Path], failures: Failures) -> Iterator[Article]:
    """Read the files one by one; one that is unusable, or a second of one id, is a failure.

    Standard input is the article ``stdin``.
    """
    from extract.reading import read_article, read_text

    sources: dict[str, Path] = {}
    for path in files:
        try:
            article = read_text(read_stdin(), id="stdin") if path == STDIN else read_article(path)
        except InputError as error:
            failures.add(str(error))
            continue
        if (first := sources.setdefault(article.id, path)) != path:
            failures.add(f"{path} and {first} are both article {article.id!r}: rename one")
        else:
            yield article


def read_stdin() -> str:
    """Return standard input as text.

    Raises:
        InputError: It is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"standard input is not UTF-8 text: {error}"
        raise InputError(msg) from error

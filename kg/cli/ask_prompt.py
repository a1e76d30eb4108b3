"""The prompt of ``kg ask``: a line with history and completion of names."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit.completion import CompleteEvent, Completer
    from prompt_toolkit.document import Document

    from kg.store import GraphStore

SHORTEST, MOST = 2, 20
"""Completion begins at this many letters, and offers this many names."""


def run(store: GraphStore, answer: Callable[[str], None]) -> None:
    """Ask for questions until an empty line or the end of input, and answer each.

    Without a terminal, each line of standard input is a question.
    """
    from queries import known_names

    if not sys.stdin.isatty():
        for line in sys.stdin:
            if question := line.strip():
                answer(question)
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(_history())), completer=_completer(known_names(store))
    )
    while True:
        try:
            question = session.prompt("ask> ").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not question:
            return
        answer(question)
        click.echo()


def _history() -> Path:
    """Return the file of earlier questions, in the user's state folder (XDG base directories)."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(home) / "newskg"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "questions"


def completions(text: str, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield names that go on from the end of ``text``, each with how many letters it replaces.

    >>> list(completions("who leads sams", ["Samsung", "TSMC"]))
    [('Samsung', 4)]
    """
    words = text.split(" ")
    found: set[str] = set()
    for size in (3, 2, 1):
        begun = " ".join(words[-size:])
        if len(words) < size or len(begun) < SHORTEST:
            continue
        for name in names:
            if name not in found and name.casefold().startswith(begun.casefold()):
                found.add(name)
                yield name, len(begun)
                if len(found) >= MOST:
                    return


def _completer(names: list[str]) -> Completer:
    from prompt_toolkit.completion import Completer, Completion

    class Names(Completer):
        def get_completions(
            self,
            document: Document,
            complete_event: CompleteEvent,  # noqa: ARG002 - the interface of the library
        ) -> Iterator[Completion]:
            for name, replaced in completions(document.text_before_cursor, names):
                yield Completion(name, start_position=-replaced)

    return Names()

"""Which stretch is a name where a trained pipeline and our word lists disagree.

The model is right about unseen names far more often than word lists, so its names stand unless
they are visibly pieces: cut off at "of", or parts of one run whose head word says what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import head_type
from extract.components.lexicon import word_set
from extract.components.runs import Run, is_common
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.model_names import ModelVote
    from extract.components.words import Word


def join_names(
    model: Iterable[tuple[Run, ModelVote]], ours: Sequence[Run], lexicon: Lexicon
) -> list[tuple[Run, ModelVote | None]]:
    """Return the names of one part in order, each with the model's vote if there is one."""
    trimmed = [
        (run, vote) for found, vote in model if (run := _trim(found, vote, lexicon)) is not None
    ]
    names: list[tuple[Run, ModelVote | None]] = []
    taken: set[int] = set()
    for run in ours:
        inside = [(r, v) for r, v in trimmed if r.start < run.end and run.start < r.end]
        if inside and not _is_whole(run, inside, lexicon):
            continue
        names.append((run, inside[0][1] if len(inside) == 1 else None))
        taken.update(range(run.start, run.end))
    names += [(r, v) for r, v in trimmed if taken.isdisjoint(range(r.start, r.end))]
    return sorted(names, key=lambda name: name[0].start)


def _trim(run: Run, vote: ModelVote, lexicon: Lexicon) -> Run | None:
    """Cut off what begins or ends no name: "of", a person's role; ``None`` if nothing is left."""
    start, end = run.start, run.end
    while end > start and not run.sentence[end - 1].capital:
        if any(char.isdigit() for char in run.sentence[end - 1].text):
            break
        end -= 1
    while (
        start < end
        and run.sentence[start].low in lexicon.common
        and (
            not run.sentence[start].capital
            or (vote.type is EntityType.PERSON and run.sentence[start].low in lexicon.roles)
        )
    ):
        start += 1
    if start == end or (end - start == 1 and _is_no_name(run.sentence[start])):
        return None
    return Run(run.sentence, start, end)


def _is_no_name(word: Word) -> bool:
    return len(word.text) == 1 or word.low.removesuffix("s") in word_set("acronyms")


def _is_whole(run: Run, inside: Sequence[tuple[Run, ModelVote]], lexicon: Lexicon) -> bool:
    """Tell whether the model's names ``inside`` our run are but pieces of it."""
    if any(r.start < run.start or r.end > run.end for r, _ in inside):
        return False
    if len(inside) > 1 or inside[0][0].end < run.end:
        return head_type(run.words, lexicon) is not None
    first = inside[0][0]
    added = run.sentence[run.start : first.start]
    return not any(
        word.low in lexicon.roles or is_common(word, lexicon) or word.text in lexicon.adjectives
        for word in added
    )

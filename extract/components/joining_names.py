"""Which stretch is a name where a trained pipeline and our word lists disagree.

The model is right about unseen names far more often than word lists, so its names stand unless
they are visibly pieces: cut off at "of", or parts of one run whose head word says what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import head_type
from extract.components.lexicon import fold, word_set
from extract.components.runs import Run, is_common
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.model_names import ModelVote
    from extract.components.words import Word


def join_names(
    model: Iterable[tuple[Run, ModelVote]], ours: Sequence[Run], lexicon: Lexicon
) -> list[tuple[Run, ModelVote | None]]:
    """Return the names of one part in order, each with the model's vote if there is one."""
    whole = [part for found, vote in model for part in _without_owner(found, vote, lexicon)]
    trimmed = [
        (run, vote)
        for found, vote in _completed(whole, lexicon)
        if (run := _trim(found, vote, lexicon)) is not None
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


def _without_owner(run: Run, vote: ModelVote, lexicon: Lexicon) -> Iterator[tuple[Run, ModelVote]]:
    """Part "FTC's Bureau of Competition" into owner and name."""
    for at in range(run.start, run.end - 1):
        owner = run.sentence[at]
        rest = Run(run.sentence, at + 1, run.end)
        if owner.possessive and owner.shouted and head_type(rest.words, lexicon) is not None:
            yield Run(run.sentence, run.start, at + 1), vote
            yield rest, vote
            return
    yield run, vote


def _completed(
    names: Sequence[tuple[Run, ModelVote]], lexicon: Lexicon
) -> Iterator[tuple[Run, ModelVote]]:
    """Give names the words that the model cut off.

    A surname before a given name ("[Hwang] Min-su"); a place after an acronym beside it
    ("ABCD [Leipzig]"); "division" after its acronym ("Acme's DS [division]").
    """
    skip = -1
    for number, (run, vote) in enumerate(names):
        if run.start < skip:
            continue
        start, end = run.start, run.end
        before = run.sentence[start - 1] if start else None
        if (
            vote.type is EntityType.PERSON
            and end - start == 1
            and before is not None
            and before.gap == " "
            and before.text in lexicon.surname_first
            and not (number and names[number - 1][0].end >= start)
        ):
            start -= 1
        last = run.sentence[end - 1]
        acronym = end - start == 1 and last.shouted and last.gap == " " and len(last.text) > 1
        if vote.type is EntityType.PERSON and end - start == 1 and last.gap == " ":
            after, other = names[number + 1] if number + 1 < len(names) else (None, None)
            same = after is not None and after.sentence is run.sentence and after.start == end
            if after is not None and other is not None and same and other.type is vote.type:
                end = skip = after.end
        if acronym and number + 1 < len(names):
            after = names[number + 1][0]
            place = after.sentence is run.sentence and after.start == end
            if place and len(last.text) > 2 and after.text in lexicon.cities:
                end = skip = after.end
        if acronym and before is not None and before.possessive and end == run.end:
            following = run.sentence[end].low if end < len(run.sentence) else ""
            end += following in word_set("units")
        yield Run(run.sentence, start, end), vote


def _trim(run: Run, vote: ModelVote, lexicon: Lexicon) -> Run | None:
    """Cut off what begins or ends no name: "of", a person's role; ``None`` if nothing is left."""
    start, end = run.start, run.end
    while end > start and not run.sentence[end - 1].capital:
        if end - start == 2 and run.sentence[end - 1].low in word_set("units"):
            break
        if any(char.isdigit() for char in run.sentence[end - 1].text):
            break
        end -= 1
    while (
        start < end
        and run.sentence[start].low in lexicon.common
        and (
            not run.sentence[start].capital
            or (vote.type is EntityType.PERSON and _is_title(run, start, lexicon))
        )
    ):
        start += 1
    if start == end or (end - start == 1 and _is_no_name(run.sentence[start])):
        return None
    return Run(run.sentence, start, end)


def _is_title(run: Run, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word is a person's role: "Dean Jane Doe"; "Dean Doe" has a given name."""
    word = run.sentence[at]
    given = at == run.start and run.end - at == 2 and fold(word.text) in lexicon.given
    return word.low in lexicon.roles and not given


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

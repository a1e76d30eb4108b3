"""Write the lemmas that the lexicon of inflection does not know the treebanks' way.

    python -m training.lemmas --data ../shared/data

Read from the train parts of EWT (CC BY-SA 4.0) and of GUM's open genres (CC BY 4.0, texts CC BY and
CC BY-SA), so the list is CC BY-SA 4.0 as the trained pipeline is.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from extract.language.lemmas import EXCEPTIONS, exception_key, regular_lemma
from training.treebanks import read_conllu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TREEBANKS = ("en_ewt-ud-train.conllu.gz", "en_gum_open-ud-train.conllu.gz")
HEADER = """\
# Words, tags and lemmas where UD English-EWT (CC BY-SA 4.0) and GUM's open genres (CC BY 4.0)
# differ from the lexicon of inflection. Licence CC BY-SA 4.0, attributions in NOTICE. Written by
# training/lemmas.py.
"""
Row = tuple[str, str, str]


def marked(paths: Iterable[Path]) -> Iterator[Row]:
    """Yield word, tag and lemma of every word of some treebanks."""
    for path in paths:
        for document in read_conllu(path):
            for sentence in document:
                yield from zip(sentence.words, sentence.tags, sentence.lemmas, strict=True)


def exceptions(rows: Iterable[Row]) -> list[Row]:
    """Return the words whose most frequent lemma is not the regular one.

    A lemma ``_`` marks a part of a word that is written apart by mistake, so it says nothing.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word, tag, lemma in rows:
        if lemma != "_":
            counts[exception_key(word, tag), tag][lemma] += 1
    best = ((*key, found.most_common(1)[0][0]) for key, found in counts.items())
    return sorted(row for row in best if regular_lemma(row[0], row[1]) != row[2])


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--to", type=Path, default=EXCEPTIONS)
    given = parser.parse_args()
    found = exceptions(marked(given.data / "ud" / name for name in TREEBANKS))
    lines = ["\t".join(row) for row in found]
    given.to.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

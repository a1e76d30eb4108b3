"""Words as names need them: "Min-su", "AT&T", "U.S." and "8x22B" are one word each.

The tokenizer parts some of these. A :class:`Word` is a stretch of characters of ``doc.text``;
names are found over words and then laid on tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.components.lexicon import word_set

_WORD = re.compile(
    r"""(?x)
      (?:[A-Z]\.(?:-?[A-Z]\.)+|[A-Z]\.(?=\s+[A-Z][a-z.]))   # U.S., C.C., J.D.
    | (?:St|Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Rev|Hon|Mt|Ft)\.
    | (?:Inc|Corp|Ltd|Co|Bros|Jr|Sr)\.
    | [^\W_]+(?:[-'’.&/][^\W_]+)*\+*      # O'Brien, AT&T, R&D, acme.com
    """
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: ``doc.text[start:end] == text``.

    ``gap`` is what stands between it and the next word of the sentence. ``first`` words are
    capitalised whatever they are: they begin a sentence, a quotation or a heading.
    ``possessive`` words have lost their 's.
    """

    text: str
    start: int
    end: int
    gap: str
    first: bool
    possessive: bool

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        """Whether it can be part of a name: it has a capital letter."""
        return (
            any(char.isupper() for char in self.text)
            and not _is_ordinal(self.text)
            and not self.gap.startswith(("$", "€", "£"))
            and not _MONEY.fullmatch(self.text)
        )

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals."""
        return self.text.isupper() and len(self.text) > 1


_MONEY = re.compile(r"Rs\.?|[A-Z]{3}\d.*|I['’](?:m|d|ll|ve)")


def _is_ordinal(text: str) -> bool:
    return text[0].isdigit() and not any(char.isupper() for char in text[1:])


def words_between(text: str, start: int, end: int) -> list[Word]:
    """Return the words of ``text[start:end]``.

    >>> [w.text for w in words_between("Acme's Model-1, from the U.S. unit", 0, 34)]
    ['Acme', 'Model-1', 'from', 'the', 'U.S.', 'unit']
    """
    matches = list(_pieces(text, start, end))
    words: list[Word] = []
    for number, (begin, stop) in enumerate(matches):
        chunk = text[begin:stop]
        possessive = _POSSESSIVE.search(chunk)
        finish = stop - 2 if possessive else stop
        until = matches[number + 1][0] if number + 1 < len(matches) else end
        before = text[matches[number - 1][1] if number else start : begin]
        words.append(
            Word(
                text=text[begin:finish],
                start=begin,
                end=finish,
                gap=text[finish:until],
                first=number == 0 or any(mark in before for mark in '"“‘:△…•*') or " '" in before,
                possessive=bool(possessive)
                or (
                    text[finish:until].startswith(("'", "’"))
                    and text[finish - 1] in "sxz"
                    and text[finish : finish + 2] in ("' ", "’ ")
                ),
            )
        )
    return words


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of words; "PARIS/TURIN" and "Paris-based" are two, "A/S" is one."""
    pieces = []
    for match in _WORD.finditer(text, start, end):
        begin, stop = match.span()
        while cut := _cut(text[begin:stop]):
            pieces.append((begin, begin + cut))
            begin += cut + 1
        pieces.append((begin, stop))
    return pieces


def _cut(chunk: str) -> int:
    """Return where a compound of a name and another word is parted, 0 if it is one word."""
    slash = chunk.find("/")
    if slash > 1 and len(chunk) - slash > 2:
        return slash
    head, hyphen, tail = chunk.rpartition("-")
    if hyphen and (
        tail in word_set("tails") or (tail.endswith("ed") and tail.islower() and len(tail) > 4)
    ):
        return len(head)
    head, hyphen, _ = chunk.partition("-")
    return len(head) if hyphen and head in word_set("prefixes") else 0

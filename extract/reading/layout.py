"""Part an article's text into title, byline, date, body paragraphs and page furniture."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from extract.reading.dates import DATE, DAY_ONLY, find_date
from extract.reading.markup import blank_markdown
from kg.model import Article, Part, PartKind

if TYPE_CHECKING:
    from datetime import date

    from extract.reading.header import Header

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HEAD_NOISE = re.compile(
    r"(?i)reading time\s*:?|\d+ min(?:ute)?s?(?: read)?"
    r"|(?:last )?(?:updated|published|posted)\s*(?:on|at|:)?"
    r"|\b(?:IST|GMT|UTC|EST|EDT|CET|KST|JST|BST)\b|[|·•–—,:/()-]"
)
_DATELINE = re.compile(
    r"""(?x)^
    (?P<place>[A-Z\u00c0-\u00de][\w.'’/-]*(?:[ ][A-Z\u00c0-\u00de][\w.'’/-]*){0,3}   # CITY
      (?:,[ ](?!\d)[A-Z\u00c0-\u00de][\w.'’-]*(?:[ ][A-Z][\w.'’-]*){0,2})?)          # , Germany
    (?P<date>,?[ ][^–—\n]{0,30}?\d[\d,. ]*)?
    (?:[ ]*\([^)\n]{2,40}\))?
    [ ]*(?:[–—]|--?)[ ]+(?=\S)"""
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled line patterns of ``rules/reading_furniture.toml``."""

    lines: re.Pattern[str]
    anywhere: re.Pattern[str]
    bylines: re.Pattern[str]


@cache
def load_patterns() -> Patterns:
    """Read the patterns of page furniture once."""
    file = resources.files("extract") / "rules" / "reading_furniture.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))

    def either(name: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in data[name]), re.IGNORECASE)

    return Patterns(either("lines"), either("anywhere"), either("bylines"))


def build_article(
    text: str,
    *,
    id: str,  # noqa: A002 - the field of Article is called id
    source: str | None,
    markdown: bool,
    header: Header,
) -> Article:
    """Return the article with its parts; what ``header`` knows wins over the text."""
    plain = blank_markdown(text) if markdown else text
    blocks = _blocks(plain)
    parts = _parts(blocks, plain)
    title = next((plain[p.start : p.end] for p in parts if p.kind is PartKind.TITLE), None)
    return Article(
        id=id,
        text=text,
        title=header.title or (" ".join(title.split()) if title else None),
        published=header.published or _published(parts, plain),
        byline=header.byline or _byline(parts, plain),
        source=source,
        parts=tuple(parts),
    )


def _blocks(text: str) -> list[list[_Line]]:
    """Return paragraphs as lists of lines without outer white space."""
    blocks: list[list[_Line]] = [[]]
    start = 0
    for raw in text.splitlines(keepends=True):
        words = raw.strip()
        if not words:
            blocks.append([])
        else:
            begin = start + raw.index(words[0])
            blocks[-1].append(_Line(words, begin, begin + len(words)))
        start += len(raw)
    return [block for block in blocks if block]


def _is_wrapped(block: list[_Line]) -> bool:
    """Tell whether a paragraph was broken into lines of one width."""
    widths = [len(line.text) for line in block[:-1]]
    return (
        len(block) > 1
        and min(widths) >= 45
        and max(widths) <= 110
        and max(widths) - min(widths) <= 30
    )


def _parts(blocks: list[list[_Line]], text: str) -> list[Part]:
    parts: list[Part] = []
    in_head = True
    for number, block in enumerate(blocks):
        if number == 0 and not _is_lone_sentence(blocks):
            parts.append(Part(PartKind.TITLE, block[0].start, block[0].end))
            block = block[1:]
        if in_head and block and _head_kind(block[0].text) is None and number > 0:
            in_head = _is_teaser(block)
        parts += _block_parts(block, in_head=in_head)
    return _split_dateline(parts, text)


def _is_lone_sentence(blocks: list[list[_Line]]) -> bool:
    """Tell whether the text is one line that ends as a sentence does: body without a title."""
    return len(blocks) == 1 == len(blocks[0]) and blocks[0][0].text.rstrip('"”)')[-1:] in {".", "!"}


def _is_teaser(block: list[_Line]) -> bool:
    """Tell whether the article's body has yet to begin: short lines that are no sentences."""
    return all(len(line.text) < 90 and line.text[-1] not in '.!?"”' for line in block)


def _block_parts(block: list[_Line], *, in_head: bool) -> list[Part]:
    kinds = [_line_kind(line.text, in_head=in_head) for line in block]
    if all(kind is PartKind.BODY for kind in kinds) and _is_wrapped(block):
        return [Part(PartKind.BODY, block[0].start, block[-1].end)]
    if in_head:
        kinds = _name_lines_as_bylines(block, kinds)
    return [Part(kind, line.start, line.end) for kind, line in zip(kinds, block, strict=True)]


def _name_lines_as_bylines(block: list[_Line], kinds: list[PartKind]) -> list[PartKind]:
    """A line of two to four capitalised words beside a byline or date line is a byline."""
    heads = {PartKind.BYLINE, PartKind.DATE}
    beside = bool(heads & set(kinds))
    return [
        PartKind.BYLINE if beside and kind is PartKind.BODY and _is_name_line(line.text) else kind
        for line, kind in zip(block, kinds, strict=True)
    ]


def _is_name_line(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and line[-1].isalpha()


def _head_kind(line: str) -> PartKind | None:
    """Return DATE or BYLINE for a line above the body, else ``None``."""
    if len(line) > 140:
        return None
    if DATE.search(line):
        rest = _HEAD_NOISE.sub(" ", DATE.sub(" ", line)).split()
        if len(rest) <= 6 and line[-1] not in ".!?":
            return PartKind.DATE
    if load_patterns().bylines.match(line) and len(line) <= 100 and len(line.split()) <= 10:
        return PartKind.BYLINE
    return None


def _line_kind(line: str, *, in_head: bool) -> PartKind:
    patterns = load_patterns()
    kind = _head_kind(line)
    if kind is PartKind.DATE:
        return kind if in_head else PartKind.FURNITURE
    if kind is PartKind.BYLINE and (in_head or line[-1] not in '!?"”'):
        return kind
    if patterns.lines.match(line) and len(line) <= 200:
        return PartKind.FURNITURE
    if len(line) <= 200 and patterns.anywhere.search(line):
        return PartKind.FURNITURE
    if len(line) <= 100 and _EMAIL.search(line):
        return PartKind.BYLINE
    if not any(char.isalpha() for char in line):
        return PartKind.FURNITURE
    return PartKind.BODY


def _split_dateline(parts: list[Part], text: str) -> list[Part]:
    """Part "PARIS, France, March 3, 2025 –" from the first body paragraph."""
    for number, part in enumerate(parts):
        if part.kind is not PartKind.BODY or part.end - part.start < 60:
            continue
        found = dateline(text[part.start : part.end])
        if found:
            middle = part.start + found
            end = part.start + len(text[part.start : middle].rstrip())
            split = [Part(PartKind.DATE, part.start, end), Part(PartKind.BODY, middle, part.end)]
            return [*parts[:number], *split, *parts[number + 1 :]]
        return parts
    return parts


def dateline(paragraph: str) -> int:
    """Return how many characters the dateline at the start of ``paragraph`` takes, or 0.

    >>> dateline("RIGA, May 21 - Chile and Latvia signed")
    15
    >>> dateline("Nokia - the Finnish firm - said")
    0
    """
    found = _DATELINE.match(paragraph)
    if not found:
        return 0
    dated = DATE.search(found.group()) or DAY_ONLY.search(found.group())
    shouted = found["place"].split(",")[0].isupper() and len(found["place"]) > 3
    return found.end() if dated or (shouted and not found["date"]) else 0


_CREDIT = re.compile(r"(?i:\bby )((?:[^\W\d_][\w.'’-]*[ ]?){2,5})")
_NOT_AUTHORS = re.compile(
    r"(?i)(?:[-—– ]*(?:with )?additional|[-—– ]*with|compiled|edited|translated)\b"
)


def _byline(parts: list[Part], text: str) -> str | None:
    """Return who wrote the article: "Jane Doe" of "By Jane Doe" or "3 March 2025 | by Jane Doe"."""
    for part in parts:
        line = text[part.start : part.end]
        if part.kind is PartKind.BYLINE and not _NOT_AUTHORS.match(line):
            return re.sub(r"(?i)^(?:by|reporter)\s+", "", line)
        if part.kind is PartKind.DATE and (credit := _CREDIT.search(line)):
            return credit[1].strip()
    return None


def _published(parts: list[Part], text: str) -> date | None:
    for part in parts:
        if part.kind is PartKind.DATE:
            found = find_date(text[part.start : part.end])
            if found:
                return found
    return None

"""Files and strings in, :class:`~kg.model.Article` out.

Offsets count the characters of ``Article.text``: for ``.txt`` and Markdown the file's text as it
stands (UTF-8, byte order mark dropped), for HTML the text of the article without its mark-up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extract.reading.header import Header
from extract.reading.layout import build_article
from extract.reading.markup import blank_markdown, front_matter, html_to_text
from kg.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from kg.model import Article

MAX_CHARS = 10_000_000
"""An article is a few thousand characters; anything above this is a data file or a mistake."""

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
TEXT_SUFFIXES = frozenset({"", ".txt", ".text"})


def article_id(path: Path) -> str:
    """Return the article's id: the file name without its extension.

    >>> article_id(Path("news/2024-04-27-talent.txt"))
    '2024-04-27-talent'
    """
    return path.stem


def read_article(path: Path) -> Article:
    """Read one article from a text, Markdown or HTML file.

    Raises:
        InputError: The file is missing, a folder, unreadable, of another kind, empty, binary,
            not UTF-8, too large, or HTML without an article.
    """
    data = _read_bytes(path)
    name, suffix = path.name, path.suffix.casefold()
    if suffix not in TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES:
        msg = f"{path} is no article file; expected .txt, .md or .html, so convert it first"
        raise InputError(msg)
    text = _decode(data, path)
    if suffix in HTML_SUFFIXES:
        page = html_to_text(text)
        if page is None:
            msg = f"{path}: no article text found in this HTML; expected a page with paragraphs"
            raise InputError(msg)
        return read_text(page.text, id=article_id(path), source=page.url or name, header=page)
    return read_text(text, id=article_id(path), source=name, markdown=suffix in MARKDOWN_SUFFIXES)


def read_text(
    text: str,
    *,
    id: str,  # noqa: A002 - the field of Article is called id
    source: str | None = None,
    markdown: bool = False,
    published: date | None = None,
    header: Header | None = None,
) -> Article:
    """Make an article of a string; ``published`` and ``header`` win over what the text says.

    Raises:
        InputError: The text is empty or longer than ``MAX_CHARS``.
    """
    if not text.strip():
        msg = f"{source or id}: the article is empty; expected English text"
        raise InputError(msg)
    if len(text) > MAX_CHARS:
        msg = (
            f"{source or id}: {len(text):,} characters are too many for one article; "
            f"expected at most {MAX_CHARS:,}, so split the file"
        )
        raise InputError(msg)
    known = header or (front_matter(text) if markdown else Header())
    if published is not None:
        known = Header(title=known.title, byline=known.byline, published=published)
    return build_article(text, id=id, source=source, markdown=markdown, header=known)


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        msg = f"{path} is a folder; expected an article file (.txt, .md, .html)"
        raise InputError(msg)
    try:
        size = path.stat().st_size
        if size > 4 * MAX_CHARS:
            msg = f"{path}: {size:,} bytes are too many; expected at most {MAX_CHARS:,} characters"
            raise InputError(msg)
        return path.read_bytes()
    except FileNotFoundError as error:
        msg = f"{path} does not exist; expected an article file (.txt, .md, .html)"
        raise InputError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise InputError(msg) from error


def _decode(data: bytes, path: Path) -> str:
    if not data.strip():
        msg = f"{path} is empty; expected English text in UTF-8"
        raise InputError(msg)
    if (at := data.find(b"\0")) >= 0:
        msg = f"{path} is binary (a NUL byte at offset {at}); expected English text in UTF-8"
        raise InputError(msg)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = (
            f"{path} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}; "
            f"convert it first, e.g. iconv -f WINDOWS-1252 -t UTF-8"
        )
        raise InputError(msg) from error


def plain_text(article: Article) -> str:
    """Return the article's text with Markdown tokens blanked out, every offset kept."""
    is_markdown = Path(article.source or "").suffix.casefold() in MARKDOWN_SUFFIXES
    return blank_markdown(article.text) if is_markdown else article.text

"""HTML to article text, by trafilatura; Markdown tokens that carry no words."""

from __future__ import annotations

import re
from datetime import date

import trafilatura

from extract.reading.dates import find_date
from extract.reading.header import Header, Page

_SENTENCE = 6
"""Words that a paragraph has at least; a page without one is menus, forms and links."""


def html_to_text(html: str) -> Page | None:
    """Return the article on a web page, or ``None`` if there is none.

    The title stands first in the text, then the paragraphs, parted by blank lines.
    """
    found = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=False, with_metadata=True
    )
    if found is None:
        return None
    about = found if isinstance(found, dict) else found.as_dict()
    paragraphs = _paragraphs(about.get("text") or "")
    if not any(len(paragraph.split()) >= _SENTENCE for paragraph in paragraphs):
        return None
    body = "\n\n".join(paragraphs)
    title = _clean(about.get("title"))
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    return Page(
        text=text,
        title=title,
        byline=_clean(about.get("author")),
        published=_iso_date(about.get("date")),
        url=_clean(about.get("url")),
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _clean(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _iso_date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


_TOKENS = re.compile(
    r"""(?x)
    ^[ ]{0,3}(?:\#{1,6}[ ]+|>[ ]?|[-*+][ ]+|\d{1,3}[.)][ ]+)   # heading, quote or list marker
    | !?\[(?=[^\]\n]*\]\()                                     # the opening of a link or image
    | \]\([^)\s]*(?:[ ]"[^"]*")?\)                             # its address
    | (?<!\w)[*_]{1,3}(?=\S) | (?<=\S)[*_]{1,3}(?!\w) | `+     # emphasis, code
    """,
    re.MULTILINE,
)


_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)---[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?m)^(title|date|author|byline)[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")


def front_matter(text: str) -> Header:
    """Return what the fields between two lines of dashes at the start of Markdown say.

    >>> front_matter("---\\ntitle: A deal\\ndate: 2025-03-03\\n---\\nAcme ...").title
    'A deal'
    """
    found = _FRONT_MATTER.match(text)
    fields = dict(_FIELD.findall(found["fields"])) if found else {}
    return Header(
        title=fields.get("title"),
        byline=fields.get("author") or fields.get("byline"),
        published=find_date(fields.get("date", "")),
    )


def _blank(token: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", token.group())


def blank_markdown(text: str) -> str:
    """Return ``text`` with Markdown tokens and front matter blanked out, every offset kept.

    >>> blank_markdown("# A *big* [deal](http://x.y)")
    '  A  big   deal             '
    """
    return _TOKENS.sub(_blank, _FRONT_MATTER.sub(_blank, text))

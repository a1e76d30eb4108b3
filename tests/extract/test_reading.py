"""Reading files: decoding, errors, parts, dates; offsets are those of the article's text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import article_id, read_article, read_text
from extract.reading.files import MAX_CHARS, plain_text
from kg.errors import InputError
from kg.model import Part, PartKind

NEWS = """\
Acme opens plant in Leipzig

By Jane Doe
{head}

Acme Robotics said on Monday that it will open a plant in Leipzig and hire 300 people.

The company has invested 40 million euros so far.

{tail}
"""


def article(head: str = "3 March 2025", tail: str = "It makes robots for the home."):
    return read_text(NEWS.format(head=head, tail=tail), id="a1", source="a1.txt")


def texts(found, kind):
    return [found.text[part.start : part.end] for part in found.parts if part.kind is kind]


def test_a_text_of_one_line_that_is_a_sentence_has_no_title():
    sentence = "Ada Kern was born in Cleveland."
    found = read_text(sentence, id="a")

    assert found.title is None
    assert found.parts == (Part(PartKind.BODY, 0, len(sentence)),)
    assert read_text("Acme opens plant in Leipzig", id="a").title == "Acme opens plant in Leipzig"


def test_the_first_line_is_the_title():
    assert article().title == "Acme opens plant in Leipzig"


def test_paragraphs_are_body_parts():
    bodies = texts(article(), PartKind.BODY)

    assert [body.split()[0] for body in bodies] == ["Acme", "The", "It"]


def test_the_author_is_the_byline_without_by():
    assert article().byline == "Jane Doe"


@pytest.mark.parametrize(
    "head",
    [
        "2025-03-03 14:15:38",
        "March 3, 2025",
        "3 March 2025",
        "Mon 3 Mar 2025",
        "Monday, 3 March 2025, 09:30 GMT",
        "LEIPZIG | Mar. 3, 2025",
        "Business Daily · 3 March 2025 · Reading time: 3 minutes",
    ],
)
def test_date_lines_give_the_day_of_publication(head):
    assert article(head).published == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("LEIPZIG, Germany, March 3, 2025 – ", "LEIPZIG", date(2025, 3, 3)),
        ("LEIPZIG, March 3, 2025 -- ", "LEIPZIG", date(2025, 3, 3)),
        ("LEIPZIG — ", "LEIPZIG", None),
    ],
)
def test_a_dateline_is_parted_from_its_paragraph(line, place, day):
    text = (
        f"Acme opens plant\n\n{line}Acme Robotics said on Monday that it will open a new plant.\n"
    )

    found = read_text(text, id="a1")

    assert texts(found, PartKind.DATE)[0].startswith(place)
    assert texts(found, PartKind.BODY)[0].startswith("Acme Robotics")
    assert found.published == day


@pytest.mark.parametrize(
    "line",
    [
        "Hot news now",
        "You may also like",
        "Leave a Comment",
        "Related: How robots came home | Share | Print",
        "Subscribe to our newsletter",
        "We use cookies to improve this site",
        "Advertisement",
        "© 2025 Business Daily",
        "2025-03-03 14:15:38",
    ],
)
def test_page_furniture_is_no_body(line):
    assert texts(article(tail=line), PartKind.FURNITURE) == [line]


@pytest.mark.parametrize(
    "line", ["Additional reporting by John Roe", "Reporter Kim Min-su minsu@news.example"]
)
def test_credits_below_the_article_are_bylines(line):
    assert line in texts(article(tail=line), PartKind.BYLINE)


def test_lines_broken_at_one_width_stay_one_paragraph():
    paragraph = (
        "Acme Robotics said on Monday that it will open a new plant\n"
        "in the city of Leipzig and hire three hundred people there\n"
        "by the end of the year."
    )

    found = read_text(f"Acme opens plant\n\n{paragraph}\n", id="a1")

    assert texts(found, PartKind.BODY) == [paragraph]


def test_markdown_keeps_its_raw_text_and_offsets():
    raw = (
        "---\ndate: 2025-03-03\n---\n# Acme **opens** a [plant](https://a.example)\n\nText here.\n"
    )

    found = read_text(raw, id="a1", source="a1.md", markdown=True)

    assert found.text == raw
    assert found.title == "Acme opens a plant"
    assert found.published == date(2025, 3, 3)
    assert len(plain_text(found)) == len(raw)
    assert "https" not in plain_text(found)


def test_html_gives_the_article_with_its_metadata(tmp_path):
    page = tmp_path / "a1.html"
    page.write_text(
        "<html><head><title>Acme opens plant</title><meta name='author' content='Jane Doe'>"
        "<meta property='article:published_time' content='2025-03-03T10:00:00Z'></head><body>"
        "<nav>Home | News</nav><article><h1>Acme opens plant</h1>"
        "<p>Acme Robotics said on Monday that it will open a plant in Leipzig, Germany, and hire"
        " 300 people over the next two years.</p><p>The company has invested 40 million euros so"
        " far and works with a research institute on a new robot.</p></article></body></html>"
    )

    found = read_article(page)

    assert (found.title, found.byline) == ("Acme opens plant", "Jane Doe")
    assert found.published == date(2025, 3, 3)
    assert "<p>" not in found.text
    assert len(texts(found, PartKind.BODY)) == 2


def test_an_article_is_named_after_its_file():
    assert article_id(Path("news/2024.04.chips.txt")) == "2024.04.chips"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n ", "is empty"),
        ("a.txt", b"news\0paper", "NUL byte at offset 4"),
        ("a.txt", "Café news".encode("latin-1"), "byte 3 is 0xe9"),
        ("a.txt", b"x" * (MAX_CHARS + 1), "too many"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.html", b"<nav><a href='/'>Home</a></nav><p>Log in</p>", "no article text"),
        ("a.pdf", b"%PDF-1.7 Acme bought Bolt.", "no article file"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(InputError, match=words) as caught:
        read_article(path)

    assert name in str(caught.value)


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_article(tmp_path)


def test_the_byte_order_mark_is_dropped(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffAcme opens plant".encode())

    assert read_article(path).text == "Acme opens plant"


@given(st.text(min_size=1, max_size=400).filter(lambda text: bool(text.strip())))
def test_any_text_has_parts_in_order_that_cover_words_only(text):
    found = read_text(text, id="a1")

    assert found.text == text
    for part in found.parts:
        assert text[part.start : part.end].strip()

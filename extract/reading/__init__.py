"""Read files into articles: title, date, byline, body paragraphs and page furniture."""

from extract.reading.files import article_id, read_article, read_text

__all__ = ["article_id", "read_article", "read_text"]

"""ArticleFacts ↔ quads, pure: what an article's named graph holds (``docs/ontology.md``).

``from_quads(to_quads(facts), facts.article.id) == canonical(facts)``: nothing is lost but the
order of things that have none, and doubles of things that are one (:mod:`kg.canonical`).
"""

from kg.quads.reading import from_quads
from kg.quads.writing import to_quads

__all__ = ["from_quads", "to_quads"]

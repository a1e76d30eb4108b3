"""Names and references of an article as entities and their mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from extract.components.lexicon import Lexicon, load_lexicon
from extract.components.names import NAMES
from extract.components.parts import part_at
from extract.document import EntityMention, MentionKind, ResolvedDoc
from extract.entities.aliases import cluster_names
from extract.entities.linking import Setting, same_as, users_iri
from extract.entities.references import find_references
from extract.gazetteers.known import KNOWN, Gazetteer
from kg.model import PLACE_TYPES, Entity, EntityType, Mention, PartKind
from kg.resolve.names import is_everywhere, person_name
from kg.vocab import entity_iri, local_iri

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from extract.entities.clusters import Cluster
    from extract.entities.likeness import SameScorer
    from kg.model import Article


_LONGEST_ACRONYM = 4
"""A place in longer capitals is shouted, as in a dateline, and no acronym such as UAE."""


def resolve_names(article: Article, doc: Doc, *, scorer: SameScorer | None = None) -> ResolvedDoc:
    """Return ``doc`` with the entities that its names, descriptions and pronouns stand for.

    ``scorer`` is the trained head that compares mentions, if the pipeline has one.
    """
    lexicon = load_lexicon()
    clusters = [
        c for c in cluster_names(list(doc.spans.get(NAMES, [])), lexicon) if c.names or c.code
    ]
    iris = _unique(clusters, article, lexicon)
    content = _content(article, doc)
    mentions = [
        EntityMention(iris[id(cluster)], span.start, span.end, kind)
        for cluster in clusters
        for kind, spans in (
            (MentionKind.NAME, cluster.names),
            (MentionKind.DESCRIPTION, cluster.adjectives),
        )
        for span in spans
    ]
    types = {iris[id(cluster)]: cluster.type for cluster in clusters}
    mentions += find_references(content, mentions, types, scorer=scorer)
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.iri))
    entities = _entities(clusters, iris, mentions, doc, lexicon)
    return ResolvedDoc(article, doc, tuple(entities), tuple(mentions), content)


def _content(article: Article, doc: Doc) -> tuple[Span, ...]:
    """Return the sentences of title and body."""
    if not article.parts:
        return tuple(doc.sents)
    starts = [part.start for part in article.parts]
    wanted = {PartKind.TITLE, PartKind.BODY}
    return tuple(
        sent
        for sent in doc.sents
        if not sent.text.isspace()
        and (part := part_at(article.parts, starts, sent.start_char)) is not None
        and part.kind in wanted
    )


def _unique(clusters: list[Cluster], article: Article, lexicon: Lexicon) -> dict[int, str]:
    """Return the IRI of each cluster; clusters that share one are joined."""
    first: dict[str, Cluster] = {}
    iris: dict[int, str] = {}
    home = _home(clusters) or article.id
    for cluster in list(clusters):
        iri = _iri(cluster.type, canonical_name(cluster, lexicon), article, home)
        if iri in first:
            first[iri].absorb(cluster)
            clusters.remove(cluster)
        else:
            first[iri] = cluster
            iris[id(cluster)] = iri
    return iris


_DESCRIBED = frozenset({EntityType.PROGRAM, EntityType.EVENT})


def _home(clusters: list[Cluster]) -> str | None:
    """Return the code of the country that an article speaks of most."""
    counts = {
        cluster.code: len(cluster.names) + len(cluster.adjectives)
        for cluster in clusters
        if cluster.type is EntityType.COUNTRY and cluster.code
    }
    return max(counts, key=lambda code: (counts[code], code), default=None)


def _iri(kind: EntityType, name: str, article: Article, home: str) -> str:
    """Return the IRI of a name; that of one which says too little is good within bounds.

    A lone surname and a programme or event that is described ("a training programme") are the
    article's, "Ministry of Health" is that of the country which the article speaks of, ``home``.
    """
    lone = kind is EntityType.PERSON and person_name(name) is None
    if lone or (kind in _DESCRIBED and name[:1].islower()):
        return local_iri(kind, name, article.id)
    if kind is EntityType.GOVERNMENT_BODY and is_everywhere(name, kind):
        return local_iri(kind, name, home)
    return entity_iri(kind, name)


def canonical_name(cluster: Cluster, lexicon: Lexicon) -> str:
    """Return the entity's name: a country's name in news, else the longest form in the article."""
    if cluster.type is EntityType.COUNTRY and cluster.code:
        return lexicon.country_names[cluster.code]
    forms = [_form(span) for span in cluster.names]
    mixed = [form for form in forms if not form.isupper() or " " not in form] or forms
    if cluster.type is EntityType.PROGRAM:  # a name before a description
        mixed = [form for form in mixed if not form.rpartition(" ")[2].islower()] or mixed
    name = max(mixed, key=lambda form: (len(form), form))
    if cluster.type is EntityType.REGION:
        return lexicon.full_region(name)
    shouted = cluster.type in PLACE_TYPES and name.isupper() and len(name) > _LONGEST_ACRONYM
    return name.title() if shouted else name


def _form(span: Span) -> str:
    """Return a name as it stands, without article and white space at line ends."""
    return re.sub(r"^[Tt]he ", "", " ".join(span.text.split()))


def _forms(span: Span, cluster: Cluster, lexicon: Lexicon) -> list[str]:
    """Return a name as it stands, with its honorific, and a body's without its nationality."""
    form = _form(span)
    forms = [form]
    before = span.doc[span.start - 1].text if span.start else ""
    if cluster.type is EntityType.PERSON and before in lexicon.honorifics:
        forms.append(f"{before} {form}")
    first, _, rest = form.partition(" ")
    if cluster.type is EntityType.GOVERNMENT_BODY and first in lexicon.adjectives and " " in rest:
        forms.append(rest)
    return forms


def _entities(
    clusters: list[Cluster],
    iris: dict[int, str],
    mentions: list[EntityMention],
    doc: Doc,
    lexicon: Lexicon,
) -> list[Entity]:
    found = []
    by_iri: dict[str, list[Mention]] = defaultdict(list)
    setting = Setting.of(clusters, lexicon)
    gazetteer: Gazetteer = doc.user_data.get(KNOWN) or Gazetteer()
    for mention in mentions:
        by_iri[mention.iri].append(_mention(mention, doc))
    for cluster in clusters:
        name = canonical_name(cluster, lexicon)
        iri = iris[id(cluster)]
        forms = [form for span in cluster.names for form in _forms(span, cluster, lexicon)]
        aliases = dict.fromkeys(form for form in forms if form != name)
        found.append(
            Entity(
                iri=iri,
                type=cluster.type,
                name=name,
                aliases=tuple(aliases),
                same_as=users_iri(cluster, gazetteer) or same_as(cluster, lexicon, setting),
                mentions=tuple(by_iri[iri]),
            )
        )
    return found


def _mention(mention: EntityMention, doc: Doc) -> Mention:
    span = doc[mention.start : mention.end]
    return Mention(span.start_char, span.end_char, span.text)

"""Hypothesis strategies for the domain types; any text, number, date and order."""

from hypothesis import strategies as st

from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
    TaughtFact,
    ValueKind,
)
from kg.vocab import entity_iri

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
some_text = text.filter(lambda value: bool(value.strip()))
number = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53),
    st.sampled_from([1e22, 0.1, -0.0, 67200000000.0, 1e-19, 5e-324, 1.7976931348623157e308]),
)
confidence = st.floats(0, 1)
day = st.dates().map(lambda value: value.isoformat())
period = st.one_of(
    day,
    day.map(lambda value: value[:7]),
    day.map(lambda value: value[:4]),
    st.builds("{}-Q{}".format, day.map(lambda value: value[:4]), st.integers(1, 4)),
)
status = st.sampled_from(Status)
qualifiers = st.builds(
    Qualifiers,
    date=st.none() | period,
    currency=st.none() | st.sampled_from(["USD", "KRW"]),
    **dict.fromkeys(["amount", "number", "share"], st.none() | number),
    **dict.fromkeys(
        ["program", "topic", "role", "degree", "product", "facility"], st.none() | text
    ),
)


@st.composite
def spans(draw, kind, body):
    """Mentions or evidence, whose text is that of the article where the article has one."""
    start = draw(st.integers(0, 20))
    end = start + draw(st.integers(1, 8))
    quote = body[start:end] if end <= len(body) else ""
    return kind(start, end, draw(st.sampled_from(["", quote])))


@st.composite
def parts(draw, body):
    """Parts in order that neither overlap nor leave the text."""
    cuts = sorted(draw(st.sets(st.integers(0, len(body)), max_size=5)))
    kinds = [draw(st.sampled_from(PartKind)) for _ in cuts[1:]]
    pairs = zip(kinds, cuts, cuts[1:], strict=False)
    return tuple(Part(kind, start, end) for kind, start, end in pairs)


@st.composite
def articles(draw, ids=some_text):
    body = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    return Article(
        id=draw(ids),
        text=body,
        title=draw(st.none() | text),
        published=draw(st.none() | st.dates()),
        byline=draw(st.none() | text),
        source=draw(st.none() | text),
        parts=draw(parts(body)),
    )


@st.composite
def entities(draw, body, names=some_text):
    type_ = draw(st.sampled_from(EntityType))
    name = draw(names)
    return Entity(
        iri=entity_iri(type_, name),
        type=type_,
        name=name,
        aliases=tuple(draw(st.lists(text, max_size=3))),
        same_as=tuple(draw(st.lists(st.sampled_from(["x:1", "x:2"]), max_size=2))),
        mentions=tuple(draw(st.lists(spans(Mention, body), max_size=3))),
    )


@st.composite
def facts(draw, iris, body):
    subject, object_ = draw(st.permutations(iris))[:2]
    return Fact(
        subject,
        draw(st.sampled_from(Predicate)),
        object_,
        status=draw(status),
        confidence=draw(confidence),
        qualifiers=draw(qualifiers | st.just(Qualifiers())),
        evidence=tuple(draw(st.lists(spans(Evidence, body), max_size=3))),
        method=draw(st.none() | text),
    )


@st.composite
def observations(draw, iris, body):
    value = draw(st.none() | number)
    return Observation(
        draw(st.sampled_from(iris)),
        draw(some_text),
        value=value,
        unit=draw(st.none() | text),
        period=draw(st.none() | period),
        rank=draw(st.integers(1, 500) | (st.nothing() if value is None else st.none())),
        out_of=draw(st.none() | st.integers(1, 500)),
        status=draw(status),
        confidence=draw(confidence),
        evidence=tuple(draw(st.lists(spans(Evidence, body), max_size=3))),
        method=draw(st.none() | text),
    )


@st.composite
def taught_facts(draw, iris, body):
    kind = draw(st.none() | st.sampled_from(ValueKind))
    objects = {
        None: st.sampled_from(iris),
        ValueKind.TEXT: some_text,
        ValueKind.NUMBER: number.map(str),
        ValueKind.DATE: day | day.map(lambda value: value[:4]),
    }
    return TaughtFact(
        draw(st.sampled_from(iris)),
        draw(st.sampled_from(["https://example.org/ns#a", "https://w3id.org/newskg/taught/b"])),
        draw(objects[kind]),
        kind=kind,
        confidence=draw(confidence),
        evidence=tuple(draw(st.lists(spans(Evidence, body), max_size=3))),
        method=draw(st.none() | text),
    )


@st.composite
def article_facts(draw, ids=some_text, names=some_text):
    """All that an article says; ``ids`` and ``names`` may be narrowed so that articles agree."""
    article = draw(articles(ids))
    found = draw(st.lists(entities(article.text, names), max_size=4, unique_by=lambda e: e.iri))
    iris = [entity.iri for entity in found]
    stated = st.lists(facts(iris, article.text), max_size=4) if len(iris) > 1 else st.just([])
    counted = st.lists(observations(iris, article.text), max_size=3) if iris else st.just([])
    told = st.lists(taught_facts(iris, article.text), max_size=3) if iris else st.just([])
    return ArticleFacts(
        article, tuple(found), tuple(draw(stated)), tuple(draw(counted)), tuple(draw(told))
    )

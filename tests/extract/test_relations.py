import re
from datetime import date

import pytest
import spacy

from extract.document import EntityMention, MentionKind, ResolvedDoc
from extract.relations import find_facts
from extract.relations.inflection import inflect
from extract.relations.patterns import end_letters, load_patterns
from extract.relations.templates import compile_template
from kg.errors import UsageError
from kg.model import Article, Entity, EntityType, Part, PartKind, Predicate

NLP = spacy.blank("en")
MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?: (\w+))?\)")
TYPES = {
    "C": "Company",
    "U": "University",
    "P": "Person",
    "S": "Region",
    "T": "City",
    "N": "Country",
}
KINDS = {
    "it": MentionKind.PRONOUN,
    "its": MentionKind.PRONOUN,
    "the company": MentionKind.DESCRIPTION,
}


def resolve(*sentences, title=None):
    """Build the input: "[Acme](C)" names a company, "[it](C Acme)" refers to it."""
    text, spans, content = "", [], []
    for sentence in [*([title] if title else []), *sentences]:
        start = len(text)
        rest = sentence
        while match := MARK.search(rest):
            text += rest[: match.start()]
            name = match[3] or match[1]
            spans.append((len(text), len(text) + len(match[1]), match[1], match[2], name))
            text += match[1]
            rest = rest[match.end() :]
        text += rest + "\n"
        content.append((start, len(text) - 1))
    doc = NLP(text)
    entities = {
        name: Entity(f"x:{name.replace(' ', '_')}", EntityType(TYPES.get(kind, kind)), name)
        for *_, kind, name in spans
    }
    mentions = []
    for start, end, words, _, name in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        kind = KINDS.get(words.lower(), MentionKind.NAME)
        mentions.append(EntityMention(entities[name].iri, span.start, span.end, kind))
    parts = (Part(PartKind.TITLE, *content[0]),) if title else ()
    return ResolvedDoc(
        Article("a", text, published=date(2024, 4, 27), parts=parts),
        doc,
        tuple(entities.values()),
        tuple(mentions),
        tuple(doc.char_span(start, end, alignment_mode="expand") for start, end in content),
    )


def triples(resolved):
    return {
        (f.subject[2:].replace("_", " "), f.predicate.value, f.object[2:].replace("_", " "))
        for f in find_facts(resolved)
    }


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("[Acme](C) has agreed to buy [Beta](C) for $3 billion.", "Acme acquires Beta"),
        ("[Beta](C) was bought by [Acme](C) in 2019.", "Acme acquires Beta"),
        ("[Acme](C)'s acquisition of [Beta](C) was completed.", "Acme acquires Beta"),
        ("[Beta](C), a subsidiary of [Acme](C), hired ten people.", "Beta partOf Acme"),
        ("[Ann Lee](P), chief executive of [Acme](C), resigned.", "Ann Lee worksFor Acme"),
        ("[Acme](C) CEO [Ann Lee](P) resigned.", "Ann Lee worksFor Acme"),
        ("[Acme](C)'s chief scientist, [Ann Lee](P), resigned.", "Ann Lee worksFor Acme"),
        ("[Ann Lee](P) graduated from [Oak College](U) in 1998.", "Ann Lee educatedAt Oak College"),
        ("[Ann Lee](P) founded [Acme](C) in 2009.", "Ann Lee founderOf Acme"),
        ("[Acme](C), founded in 2009 by [Ann Lee](P), grew.", "Ann Lee founderOf Acme"),
        ("[Oslo](T)-based [Acme](C) grew.", "Acme headquarteredIn Oslo"),
        ("[Acme](C), which is headquartered in [Oslo](T), grew.", "Acme headquarteredIn Oslo"),
        ("They met in [Austin](T), [Texas](S), on Monday.", "Austin locatedIn Texas"),
        ("[Acme](C) sued [Beta](C) over patents.", "Acme takesLegalActionAgainst Beta"),
        ("[Acme](C) filed a lawsuit against [Beta](C).", "Acme takesLegalActionAgainst Beta"),
        ("[Acme](C) holds 45 percent of [Beta](C).", "Acme ownsStakeIn Beta"),
        (
            "It is [Beta](C), a venture in which [Foo](C) holds 70% and [Acme](C) 30%.",
            "Acme ownsStakeIn Beta",
        ),
        (
            "[Foo](C) will hold 70% of [Beta](C), with [Acme](C) taking 30%.",
            "Acme ownsStakeIn Beta",
        ),
        ("[Acme](C) dragged [Beta](C) before court.", "Acme takesLegalActionAgainst Beta"),
        ("[Acme](C) and [its](C Acme) rival [Beta](C) met.", "Acme competesWith Beta"),
        ("[Acme](C) signed a memorandum with [Oak](U).", "Acme partnersWith Oak"),
        ("[Acme](C) teaches in partnership with [Oak](U).", "Acme partnersWith Oak"),
        ("[Acme](C) supplies batteries to [Beta](C).", "Acme supplies Beta"),
        ("[Acme](C) invested €2bn in [Beta](C).", "Acme investsIn Beta"),
        ("[Acme](C) will build a plant in [Ohio](S).", "Acme operatesIn Ohio"),
        ("[Acme](C) recruits engineers from [Oak College](U).", "Acme recruitsFrom Oak College"),
        ("[Acme](C) launched [Skills Year](Program) in May.", "Acme runsProgram Skills Year"),
        ("[Ann Lee](P) visited [Oslo](T) on Monday.", "Ann Lee visits Oslo"),
        ("[Acme](C) unveiled the [A1](Product) on Monday.", "Acme develops A1"),
        ("[Acme](C) published [World Chips](Work) in May.", "Acme publishes World Chips"),
        ("[Chip Days](Event) was organised by [Acme](C).", "Acme organizes Chip Days"),
        ("[Norway](N) is a member of [Nord](Organization).", "Norway memberOf Nord"),
        ("[Ann Lee](P), a [Canadian](N Canada) engineer, won.", "Ann Lee citizenOf Canada"),
    ],
)
def test_one_sentence_states_one_fact(sentence, fact):
    found = {" ".join(triple) for triple in triples(resolve(sentence))}

    assert fact in found


def test_each_of_two_owners_has_the_share_that_stands_beside_it():
    facts = find_facts(
        resolve("It is [Beta](C), a venture in which [Foo](C) holds 70% and [Acme](C) 30%.")
    )
    shares = {f.subject: dict(f.qualifiers)["share"] for f in facts if f.object == "x:Beta"}

    assert shares == {"x:Foo": 70, "x:Acme": 30}


def test_coordinated_ends_are_expanded():
    found = triples(
        resolve(
            "[Acme](C) runs it in partnership with [Oak College](U), "
            "[Elm College](U) and [Beta](C)."
        )
    )

    assert {other for fact in found for other in fact} >= {"Oak College", "Elm College", "Beta"}


def test_respectively_pairs_the_ends_in_order():
    found = triples(
        resolve("[Acme](C) and [Beta](C) acquired [Ceta](C) and [Delta](C), respectively.")
    )

    assert {("Acme", "acquires", "Ceta"), ("Beta", "acquires", "Delta")} == {
        fact for fact in found if fact[1] == "acquires"
    }


def test_an_apposition_between_subject_and_verb_is_passed_over():
    found = triples(resolve("[Acme](C), a unit of [Gamma](C), bought [Beta](C) last year."))

    assert ("Acme", "acquires", "Beta") in found
    assert ("Gamma", "acquires", "Beta") not in found


def test_pronouns_and_descriptions_carry_facts_across_sentences():
    found = triples(
        resolve(
            "[Acme](C) grew.",
            "[The company](C Acme) bought [Beta](C), and [it](C Acme) sued [Ceta](C).",
        )
    )

    assert {("Acme", "acquires", "Beta"), ("Acme", "takesLegalActionAgainst", "Ceta")} <= found


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("[Acme](C) bought [Beta](C).", "actual"),
        ("[Acme](C) will buy [Beta](C).", "planned"),
        ("[Acme](C) plans to buy [Beta](C).", "planned"),
        ("[Acme](C) is in talks to buy [Beta](C).", "planned"),
        ("[Acme](C) did not buy [Beta](C).", "denied"),
        ("[Acme](C) has never bought [Beta](C).", "denied"),
        ("[Acme](C)'s purchase of [Beta](C) was cancelled.", "denied"),
    ],
)
def test_status_follows_the_words_around_the_verb(sentence, status):
    assert [f.status.value for f in find_facts(resolve(sentence)) if f.predicate == "acquires"] == [
        status
    ]


def test_to_in_a_headline_is_a_plan():
    (fact,) = find_facts(resolve(title="[Acme](C) to buy [Beta](C)"))

    assert fact.status == "planned"


@pytest.mark.parametrize(
    ("sentence", "qualifiers"),
    [
        (
            "[Acme](C) bought [Beta](C) in January for €10bn.",
            {"amount": 10e9, "currency": "EUR", "date": "2024-01"},
        ),
        ("[Ann Lee](P), chief executive of [Acme](C), resigned.", {"role": "chief executive"}),
        ("[Acme](C) holds 45 percent of [Beta](C).", {"share": 45.0}),
        ("[Ann Lee](P) studied law at [Oak](U).", {"degree": "law"}),
        ("[Acme](C) partnered with [Oak](U) on chip research.", {"topic": "chip research"}),
        ("[Acme](C) opened a research centre in [Ohio](S) in 2019.", {"date": "2019"}),
    ],
)
def test_qualifiers_are_read_from_the_clause(sentence, qualifiers):
    (fact,) = find_facts(resolve(sentence))

    assert qualifiers.items() <= dict(fact.qualifiers).items()


def test_evidence_is_the_sentence():
    resolved = resolve("Hello.", "[Acme](C) bought [Beta](C).")
    (fact,) = find_facts(resolved)
    (evidence,) = fact.evidence

    assert resolved.article.text[evidence.start : evidence.end] == "Acme bought Beta."


def test_a_fact_stated_twice_has_two_pieces_of_evidence():
    (fact,) = find_facts(resolve("[Acme](C) bought [Beta](C).", "[Acme](C) acquired [Beta](C)."))

    assert len(fact.evidence) == 2


def test_every_predicate_has_a_pattern():
    assert {pattern.predicate for pattern in load_patterns()} == set(Predicate)


def test_patterns_stay_inside_domain_and_range():
    for pattern in load_patterns(least=0):
        subjects, objects = end_letters(pattern.predicate)
        assert set(pattern.subjects) <= set(subjects), pattern.name
        assert set(pattern.objects) <= set(objects), pattern.name


def test_pattern_names_are_unique():
    names = [pattern.name for pattern in load_patterns(least=0)]

    assert len(names) == len(set(names))


def test_an_unknown_element_is_a_clear_error():
    with pytest.raises(UsageError, match="verb"):
        compile_template("{verb} {O}", {"S": "C", "O": "C"})


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("buy", "bought", "buying"),
        ("study", "studied", "studying"),
        ("plan", "planned", "planning"),
        ("use", "used", "using"),
    ],
)
def test_verbs_are_inflected(verb, past, gerund):
    forms = inflect(verb, {"buy": ["bought", "bought"]})

    assert (forms.past, forms.gerund) == (past, gerund)


def test_a_sentence_without_end_is_passed_over():
    assert find_facts(resolve("[Acme](C) bought [Beta](C) " + "and so on " * 200)) == []

"""From links to entities: which IRIs are one, under which IRI, and by which links.

The surest links come first (Kruskal's forest); one that would join what must stay apart is left
out. The outcome depends on the set of links alone, not on their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from kg.resolve import names
from kg.resolve.decisions import Decisions
from kg.resolve.profile import Profile, keys
from kg.resolve.rules import Link, links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.resolve.profile import Evidence

USER = "user"
"""The one rule that holds even for two entities of one article."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """IRIs that are one entity, known as ``iri``; ``links`` are those that joined them."""

    iri: str
    members: frozenset[str]
    links: tuple[Link, ...] = ()


def user_links(decisions: Decisions) -> list[Link]:
    """Return the links that users decided."""
    return [
        Link(min(pair), max(pair), USER, 1.0, "a user said so") for pair in sorted(decisions.same)
    ]


def clusters(
    component: Iterable[Link], profiles: Mapping[str, Profile], decisions: Decisions
) -> list[Cluster]:
    """Return the entities among the IRIs that ``component`` links."""
    groups: dict[str, _Group] = {}
    usable = [link for link in set(component) if {link.left, link.right} <= profiles.keys()]
    for link in sorted(usable, key=_surest_first):
        left, right = (
            groups.setdefault(iri, _Group.of(profiles[iri])) for iri in (link.left, link.right)
        )
        if left is not right and left.may_join(right, link, decisions):
            joined = left.join(right, link)
            groups.update(dict.fromkeys(joined.members, joined))
    unique = {id(group): group for group in groups.values()}
    return [_cluster(group, profiles, decisions) for group in unique.values()]


def _surest_first(link: Link) -> tuple[bool, float, Link]:
    return link.rule != USER, -link.confidence, link


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    members: frozenset[str]
    articles: frozenset[str]
    ids: Mapping[str, str]
    links: tuple[Link, ...] = ()

    @classmethod
    def of(cls, profile: Profile) -> _Group:
        ids: dict[str, str] = {}
        for iri in sorted(profile.ids):
            ids.setdefault(_scheme(iri), iri)
        return cls(frozenset({profile.iri}), profile.articles, ids)

    def may_join(self, other: _Group, link: Link, decisions: Decisions) -> bool:
        """Tell whether nothing speaks against one entity: a user, an authority, an article."""
        if any(_parts(pair, self.members, other.members) for pair in decisions.apart):
            return False
        if link.rule == USER:
            return True
        if any(other.ids.get(scheme, iri) != iri for scheme, iri in self.ids.items()):
            return False
        return self.articles.isdisjoint(other.articles)

    def join(self, other: _Group, link: Link) -> _Group:
        return _Group(
            self.members | other.members,
            self.articles | other.articles,
            {**other.ids, **self.ids},
            (*self.links, *other.links, link),
        )


def _parts(pair: frozenset[str], left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether one IRI of a pair is on each side."""
    return bool(pair & left) and bool(pair & right)


def _scheme(iri: str) -> str:
    """Return who gave an identifier: all of the IRI but the identifier itself."""
    bare = iri.rstrip("/")
    return bare[: max(bare.rfind(mark) for mark in "/:#=")]


def _cluster(group: _Group, profiles: Mapping[str, Profile], decisions: Decisions) -> Cluster:
    kept = {first for first, _ in decisions.same}
    iri = min(group.members, key=lambda member: _rank(profiles[member], member in kept))
    return Cluster(iri, group.members, tuple(sorted(group.links)))


def _rank(profile: Profile, kept: bool) -> tuple[bool, bool, bool, int, bool, bool, int, str]:
    """Return the order in which IRIs stand for their entity; the least is taken.

    What a user named first, a place before the government in it, a full name before a lone
    surname, what most articles use, a long form before an acronym, one without an owner.
    """
    return (
        not kept,
        profile.group != "place",
        vocab.LOCAL in profile.iri,
        -len(profile.articles),
        names.is_acronym(profile.name),
        any(mark in profile.name for mark in "'’"),
        -len(profile.name),
        profile.iri,
    )


def resolve(
    profiles: Iterable[Profile], evidence: Evidence, decisions: Decisions | None = None
) -> list[Cluster]:
    """Return the entities of two or more IRIs among all profiles: the whole, at once.

    A store does the same step by step (:mod:`kg.resolve.index`).
    """
    decided = decisions or Decisions()
    known = {profile.iri: profile for profile in profiles}
    blocks: dict[str, list[Profile]] = {}
    for profile in known.values():
        for key in keys(profile):
            blocks.setdefault(key, []).append(profile)
    found = [link for key, block in blocks.items() for link in links(key, block, evidence)]
    return [
        c for c in clusters([*found, *user_links(decided)], known, decided) if len(c.members) > 1
    ]

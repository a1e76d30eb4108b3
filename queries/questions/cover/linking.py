"""From a question's elements, each with one chosen sense, to a draft whose parts are joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.cover.draft import Attribute, Draft, Point
from queries.questions.cover.pairing import DISTANCE, Pairing
from queries.questions.meaning import Test
from queries.questions.ontology import Hanger

if TYPE_CHECKING:
    from queries.questions.cover.draft import DraftEdge
    from queries.questions.cover.signals import Element
    from queries.questions.ontology import Link
    from queries.questions.targets import Target


_TIMES = ("date", "year")


class Linker(Pairing):
    """Builds one draft from elements with chosen senses."""

    def build(self) -> Draft | None:
        """Return the draft with its mentions resolved, but not yet connected."""
        self._points()
        for attribute in [a for a in self.draft.attributes if a.use == "text"]:
            if attribute.link.hangs_on is Hanger.THING and not self._owner(attribute):
                return None
        for at, link, each, negated in self.mentions:
            if not self._edge(at, link, each, negated):
                return None
        self._repeated()
        for attribute in list(self.draft.attributes):
            if attribute.node is None and not self._owner(attribute):
                return None
        return self.draft

    def _repeated(self) -> None:
        """Let "invested in A but not in B" say the same of B, only that it is not so."""
        for point in [p for p in self.draft.points if p.iris and p.negated]:
            at = int(point.at)
            kinds = [each.kind for each in self.found[max(0, at - 3) : at]]
            told = any(point in (s, o) for s, _, o, _ in self.draft.edges)
            if told or "not" not in kinds or "term" in kinds[kinds.index("not") :]:
                continue
            for subject, link, obj, negated in reversed(self.draft.edges):
                ends = (subject, point) if obj.iris else (point, obj)
                known = obj if obj.iris else subject
                if known.iris and not negated and self._kin(known, tuple(point.classes or ())):
                    found = self.lexicon.ontology.links[link]
                    self.draft.join(ends[0], found, ends[1], negated=True)
                    break

    # ------------------------------------------------------------------ nodes
    def _points(self) -> None:
        negated = False
        flag = ""
        for at, each in enumerate(self.found):
            if each.kind == "not":
                negated = not self._is_false(at)
            elif each.kind == "but":
                negated = False
            elif each.kind in {"which", "who"}:
                flag = self._question_word(at, each, negated)
            elif each.kind in {"thing", "term"}:
                self._content(at, each, negated, "" if each.degree else flag)
                flag = flag if each.degree else ""
            elif each.kind == "others" and flag == "":
                flag = "other"
            elif each.kind == "beside":
                flag = "beside"
            self.draft.notes += [each.note] if each.note else []

    def _is_false(self, at: int) -> bool:
        """Whether "not" stands before a property that is true or false."""
        after = self.found[at + 1] if at + 1 < len(self.found) else None
        link = self._link(after) if after else None
        return link is not None and link.kind == "truth"

    def _link(self, each: Element) -> Link | None:
        if each.kind != "term" or not each.options or each.options[0].kind != "property":
            return None
        return self.lexicon.ontology.links[each.options[0].iri]

    def _question_word(self, at: int, each: Element, negated: bool) -> str:
        after = self.found[at + 1] if at + 1 < len(self.found) else None
        if after and after.kind in {"number", "ordinal"} and at + 2 < len(self.found):
            at += 1  # "who are the two youngest players"
            after = self.found[at + 1]
        if after and after.degree == "superlative" and at + 2 < len(self.found):
            noun = self.found[at + 2]
            if noun.options and noun.options[0].kind == "class":
                return "asked"
        place = each.text.lower() == "where"
        told = after is not None and after.kind == "term" and self._is_noun(after)
        if each.kind == "which" or (told and not place):
            return "asked"
        who = None if place else self.who
        classes = self.lexicon.ontology.below((who,)) if who else None
        made = self.draft.point(
            at, classes, tops=(who,) if who else (), label="place" if place else "who", word="who",
            asked=True, negated=negated,
        )  # fmt: skip
        made.where = place
        self.by_element[at] = made
        return ""

    def _is_noun(self, each: Element) -> bool:
        """Whether "who" is only told more of: "who is the director of", "who are the curators"."""
        if each.degree:
            return False
        option = each.options[0]
        word = each.text.lower()
        return option.doer and word.rstrip("s").endswith(("er", "or", "ist", "head", "ee", "ss"))

    def _content(self, at: int, each: Element, negated: bool, flag: str) -> None:
        if each.kind == "thing":
            self._thing(at, each, negated)
            return
        option = each.options[0]
        if option.kind == "class":
            self._class(at, each, option, negated, flag)
            return
        link = self.lexicon.ontology.links[option.iri]
        if link.literal:
            attribute = Attribute(
                len(self.draft.attributes), at, link, each, negated=negated,
                use="asked" if flag == "asked" else "",
            )  # fmt: skip
            self.draft.attributes.append(attribute)
            self.by_element[at] = attribute
        else:
            marked = replace(each, value="asked") if flag == "asked" else each
            if each.cost >= 0.5 and each.value == "asked":
                self.draft.cost += 0.1
            self.mentions.append((at, link, marked, negated))

    def _thing(self, at: int, each: Element, negated: bool) -> None:
        before = self.found[at - 1] if at else None
        if not each.iris:
            if self._other_text(at, each):
                return
            link = self.lexicon.ontology.links[each.texts[0][0]]
            links = tuple(self.lexicon.ontology.links[iri] for iri, _ in each.texts)
            attribute = Attribute(
                len(self.draft.attributes), at, link, each, links, negated=negated
            )
            attribute.use = "text"
            self.draft.attributes.append(attribute)
            self.by_element[at] = attribute
            return
        tops = self.lexicon.names.classes(each.iris[0])
        same = self._alternative(at, tops) if before else None
        if same is not None:
            same.iris = tuple(dict.fromkeys(same.iris + each.iris))
            same.label = f"{same.label} or {each.text}"
            self.by_element[at] = same
            return
        made = self.draft.point(
            at, frozenset(tops), tops=(), iris=each.iris, label=each.text, word="thing",
            negated=negated, preposition=before.kind if before else "",
        )  # fmt: skip
        self.by_element[at] = made
        if before and before.kind == "and" and at > 1:
            known = self.by_element.get(at - 2)
            if isinstance(known, Point) and known.iris and self._kin(known, tops):
                made.also = known
        if before and before.kind == "term" and before.end == each.start:
            owner = self.by_element.get(at - 1)
            if isinstance(owner, Point) and owner.word == "class" and owner.classes and not (
                owner.iris
            ) and owner.classes & frozenset(tops) and at >= 2:  # fmt: skip
                self._merge(owner, made, at)

    def _other_text(self, at: int, each: Element) -> bool:
        """Join "coal or sunlight": two texts of one property of which either will do."""
        known = self.by_element.get(at - 2)
        if at < 2 or self.found[at - 1].kind != "or" or not isinstance(known, Attribute):
            return False
        links = {link for link, _ in known.element.texts} & {link for link, _ in each.texts}
        if known.use != "text" or not links:
            return False
        both = tuple((k, v) for k, v in (*known.element.texts, *each.texts) if k in links)
        known.element = replace(known.element, texts=both)
        known.options = tuple(o for o in known.options if o.iri in links)
        known.link = known.options[0]
        self.by_element[at] = known
        return True

    def _merge(self, owner: Point, made: Point, at: int) -> None:
        """Make "the museum Farrowick House" one node."""
        self.draft.points.remove(made)
        owner.iris, owner.word, owner.label = made.iris, "thing", made.label
        self.by_element[at] = owner

    def _alternative(self, at: int, tops: tuple[str, ...]) -> Point | None:
        """Return the thing to which "or" or a comma in a list with "or" joins this one."""
        joins = {"or", "and"}
        if self.found[at - 1].kind not in joins or at < 2:
            return None
        listed = any(each.kind == "or" for each in self.found)
        both = any(each.kind == "both" for each in self.found)
        variables = [p for p in self.draft.points if not p.iris and p.word in {"class", "who"}]
        if not listed and (both or variables):
            return None
        known = self.by_element.get(at - 2)
        if not isinstance(known, Point) or not known.iris or known.classes is None:
            return None
        if not self._kin(known, tops):
            return None
        known.classes |= frozenset(tops)
        return known

    def _kin(self, known: Point, tops: tuple[str, ...]) -> bool:
        """Whether a thing of these classes is of a kind with another: one class holds both."""
        both = (known.classes or frozenset()) | set(tops)
        below = self.lexicon.ontology.below
        return any(both <= below((iri,)) for iri in self.lexicon.ontology.classes)

    def _class(self, at: int, each: Element, option: Target, negated: bool, flag: str) -> None:
        before = self.by_element.get(at - 1)
        classes = self.lexicon.ontology.below((option.iri,))
        if (
            isinstance(before, Point)
            and before.word == "thing"
            and self.found[at - 1].end == each.start
            and before.classes
            and before.classes & classes
        ):
            self.by_element[at] = before
            return
        other = self.by_element.get(at - 2)
        if self.found[at - 1].kind == "or" and isinstance(other, Point) and other.word == "class":
            other.tops = (*other.tops, option.iri)
            other.classes = (other.classes or frozenset()) | classes
            other.label = f"{other.label} or {self.lexicon.ontology.classes[option.iri].label}"
            self.by_element[at] = other
            return
        made = self.draft.of_class(at, option.iri, "class", negated=negated)
        made.asked = flag == "asked"
        made.other = flag == "other"
        made.beside = flag == "beside"
        self.by_element[at] = made

    # ------------------------------------------------------------------ edges
    def _edge(self, at: int, link: Link, each: Element, negated: bool) -> bool:
        draft = self.draft
        subjects, objects = self.paths.ends(link)
        if not subjects or not objects:
            return False
        before = len(draft.points)
        pairs = []
        for s in [*draft.points[:before], None]:
            for o in [*draft.points[:before], None]:
                if s is not None and s is o:
                    continue
                cost = self._pair(s, o, at, link, each, negated)
                if cost is not None:
                    pairs.append((cost, s, o))
        if not pairs:
            return False
        cost, s, o = min(pairs, key=lambda pair: pair[0])
        draft.cost += cost
        s, o = self._ends(at, link, each, (s, o), negated)
        made = draft.join(s, link, o, negated=negated)
        if each.roles:
            self._role(at, each, made)
        return True

    def _ends(
        self,
        at: int,
        link: Link,
        each: Element,
        found: tuple[Point | None, Point | None],
        negated: bool,
    ) -> tuple[Point, Point]:
        """Return both ends of a relation, made where none was found, and note what was named."""
        s, o = found
        asked = each.value == "asked"
        of_subject = each.options[0].names == "subject"
        if s is None:
            s = self.draft.implied(at, link, as_object=False, negated=negated)
            s.by_verb = True
            if of_subject:
                s.asked, s.word = asked, "role"
                self.by_element[at] = s
        if o is None:
            o = self.draft.implied(at + 0.1, link, as_object=True, negated=negated)
            if not of_subject:
                o.asked, o.word = asked, "role"
                self.by_element[at] = o
        elif each.options[0].names:
            self.by_element[at] = s if of_subject else o
        else:
            self.by_element.setdefault(at, s if s.word == "implied" else o)
        return s, o

    def _role(self, at: int, each: Element, edge: DraftEdge) -> None:
        """Let the statement of an edge have the role that names its subject."""
        layers = self.lexicon.ontology.layers
        if layers is None:
            return
        link = self.lexicon.ontology.links[layers.statements.role]
        made = Attribute(
            len(self.draft.attributes), at, link, each, node=edge[0], negated=edge[3],
            edge=edge, use="test", tests=[Test("one of", each.roles)],
        )  # fmt: skip
        self.draft.attributes.append(made)
        edge[0].label = each.text

    # ------------------------------------------------------------- properties
    def _of_statement(self, attribute: Attribute) -> bool:
        """Find the relation of which a qualifier tells more: the nearest that may have it."""
        links = self.lexicon.ontology.links
        options = attribute.options or (attribute.link,)
        fitting = [
            (abs((e[0].at + e[2].at) / 2 - attribute.at), n, e, option)
            for n, e in enumerate(self.draft.edges)
            for option in options
            if option.iri in links[e[1]].qualifiers
        ]
        if not fitting:
            return False
        _, _, attribute.edge, attribute.link = min(fitting, key=lambda f: f[:2])
        attribute.node = attribute.edge[0]
        attribute.negated = attribute.edge[3]
        if attribute.use == "text":
            self.by_element[int(attribute.at)] = attribute.node
        return True

    def _owner(self, attribute: Attribute) -> bool:
        """Find or make what has a literal property: a statement, or a thing."""
        if attribute.link.hangs_on is Hanger.STATEMENT:
            return self._of_statement(attribute)
        return self._of_thing(attribute)

    def _of_thing(self, attribute: Attribute) -> bool:
        best: tuple[float, Point | None, Link] | None = None
        for link in attribute.options or (attribute.link,):
            subjects = self.paths.ends(link)[0]
            ways: list[tuple[float, Point | None, Link]] = [(0.6, None, link)] if subjects else []
            for point in self.draft.points:
                if point.classes is not None and not point.classes & subjects:
                    continue
                if point.negated and not attribute.negated:
                    continue
                cost = DISTANCE * abs(point.at - attribute.at) + 0.1 * (point.classes is None)
                cost += 0.2 * (attribute.use == "text" and bool(point.iris))
                low, high = sorted((int(point.at), int(attribute.at)))
                cost += 1.0 * any(e.kind == "than" for e in self.found[low:high])
                happened = attribute.element.value == "asked" and attribute.link.kind in _TIMES
                cost -= 0.3 * (happened and point.by_verb)  # "when was X inspected"
                if attribute.element.degree == "superlative" and point.at < attribute.at:
                    cost += 0.05
                share = self.lexicon.ontology.share(link, point.classes & subjects) if (
                    point.classes
                ) else 0.5  # fmt: skip
                cost += 0.2 * (1 - min(1.0, share))
                ways.append((cost, point, link))
            for way in ways:
                if best is None or way[0] < best[0]:
                    best = way
        if best is None:
            return False
        self.draft.cost += best[0]
        attribute.link = best[2]
        node = best[1]
        if node is None:
            node = self.draft.implied(
                attribute.at, best[2], as_object=False, negated=attribute.negated
            )
        if node.classes is None:
            node.classes = self.paths.ends(best[2])[0]
        attribute.node = node
        if attribute.use == "text":
            self.by_element[int(attribute.at)] = node
        return True

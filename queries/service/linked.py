"""Linked data: what the graph's IRIs lead to (W3C, *Cool URIs for the Semantic Web*, 4.3).

An entity is no document, so its address answers 303 with that of a document about it: the
explorer's page for who wants HTML, else one of RDF, whose address says its format. Behind
``w3id.org``, or wherever the namespace is sent on to, ``https://w3id.org/newskg/id/org/acme`` is
``/id/org/acme``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from kg import vocab
from kg.engine.messages import Query
from queries.protocol.accept import choose
from queries.service.access import Scope
from queries.service.formats import TURTLE
from queries.service.http import HttpError, Reply, absolute
from queries.service.void import dataset_iri

if TYPE_CHECKING:
    from queries.service.http import Request
    from queries.service.service import Service

DATA: Final = "/data"
HTML: Final = "text/html"
EXTENSIONS: Final = {
    "ttl": TURTLE,
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""How the address of a document of RDF ends, and its media type; preferred first."""

_OFFERS: Final = {
    **{media_type: extension for extension, media_type in EXTENSIONS.items()},
    HTML: "",
    "application/xhtml+xml": "",
    "application/json": "jsonld",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
_PAGES: Final = {"id/": ("/entity", "id"), "article/": ("/article", "id")}
"""For each kind of address, the explorer's page and the parameter that says what it is of."""

_KNOWN: Final = """
SELECT (COUNT(*) AS ?count) (SAMPLE(?one) AS ?to) {{
  <{iri}> ?property ?value OPTIONAL {{ <{iri}> nk:resolvedTo ?one }}
}}"""
_ENTITY: Final = """
CONSTRUCT {{
  <{iri}> ?property ?value . ?subject ?relation <{iri}> . ?claim ?detail ?said .
  ?other a ?type ; rdfs:label ?label . {about}
}} WHERE {{
  {{ <{iri}> ?property ?value }} UNION {{ ?subject ?relation <{iri}> }}
  UNION {{ ?claim rdf:subject|rdf:object|nk:about <{iri}> ; ?detail ?said }}
  UNION {{
    {{ <{iri}> ?to ?other }} UNION {{ ?other ?from <{iri}> }}
    ?other rdfs:label ?label OPTIONAL {{ ?other a ?type }}
  }}
}}"""
_ARTICLE: Final = """
CONSTRUCT {{ ?subject ?property ?value . {about} }} WHERE {{
  GRAPH <{iri}> {{ ?subject ?property ?value }}
}}"""
_ABOUT: Final = (
    "<{document}> a <http://xmlns.com/foaf/0.1/Document> ; "
    "<http://xmlns.com/foaf/0.1/primaryTopic> <{iri}> ; "
    "<http://rdfs.org/ns/void#inDataset> <{dataset}> ."
)


def thing(service: Service, request: Request) -> Reply:
    """Answer the address of an entity or article: 303 to a document about it.

    Raises:
        HttpError: 404 for what the graph does not know, 406 if no format will do.
    """
    service.authorise(request, Scope.READ)
    accept = request.header("accept")
    chosen = choose(accept, list(_OFFERS))
    if chosen is None:
        text = f"Cannot write {(accept or '')[:200]!r}: this can be had as {', '.join(_OFFERS)}"
        raise HttpError(406, text, "media-type")
    path = _known(service, request, request.path.removeprefix("/"))
    extension = _OFFERS[chosen]
    location = f"{DATA}/{path}.{extension}" if extension else _page(path)
    headers = {"Location": request.root + location, "Vary": "Accept, Accept-Encoding"}
    return Reply(303, headers=headers | service.caching(request))


def document(service: Service, request: Request) -> Reply:
    """Answer the address of a document of RDF about an entity or article.

    Raises:
        HttpError: 404 for what the graph does not know, or another format.
    """
    service.authorise(request, Scope.READ)
    path, _, extension = request.path.removeprefix(f"{DATA}/").rpartition(".")
    media_type = EXTENSIONS.get(extension)
    if media_type is None:
        text = f"There is no such document: its address ends in .{', .'.join(EXTENSIONS)}"
        raise HttpError(404, text, "missing")
    known = _known(service, request, path)
    if known != path:
        headers = {"Location": f"{request.root}{DATA}/{known}.{extension}"}
        return Reply(303, headers=headers | service.caching(request))
    iri = vocab.BASE + path
    about = _ABOUT.format(
        iri=iri, document=request.root + request.path, dataset=dataset_iri(request.root)
    )
    text = (_ENTITY if path.startswith("id/") else _ARTICLE).format(iri=iri, about=about)
    reply = service.constructed(request, text, media_type)
    return reply.having(Link=f'<{iri}>; rel="describes"')


def alternates(iri: str) -> str | None:
    """Return the ``Link`` header of a page about an entity, to its documents of RDF.

    >>> alternates("https://w3id.org/newskg/id/org/acme").split(",")[0]
    '</data/id/org/acme.ttl>; rel="alternate"; type="text/turtle"'
    """
    if not iri.startswith(vocab.ID):
        return None
    path = quote(iri.removeprefix(vocab.BASE), safe="/%+~")
    return ", ".join(
        f'<{DATA}/{path}.{extension}>; rel="alternate"; type="{media_type}"'
        for extension, media_type in EXTENSIONS.items()
    )


def _known(service: Service, request: Request, path: str) -> str:
    """Return the path of the IRI that the graph knows a thing by: another one if it is joined.

    Raises:
        HttpError: 404, it knows none.
    """
    if not path.startswith(tuple(_PAGES)):
        raise HttpError(404, "Only what is under /id and /article has documents", "missing")
    iri = absolute(vocab.BASE + path, "path")
    text = service.engine.query(
        Query(_KNOWN.format(iri=iri)), client=request.client, gone=request.gone
    ).read()
    row = json.loads(text)["results"]["bindings"][0]
    if int(row["count"]["value"]) == 0:
        raise HttpError(404, f"There is nothing here called <{iri}>", "missing")
    return str(row["to"]["value"] if "to" in row else iri).removeprefix(vocab.BASE)


def _page(path: str) -> str:
    """Return the explorer's page; it names ours without the base that all share (``router.ts``)."""
    kind = path.partition("/")[0] + "/"
    page, parameter = _PAGES[kind]
    named = path.removeprefix(kind)
    named = named if kind == "id/" else unquote(named)
    return f"{page}?{parameter}={quote(named, safe='/' if kind == 'id/' else '')}"


def of_page(named: str) -> str:
    """Return the IRI of the entity that the explorer's page names in its address."""
    return named if "://" in named or not named else vocab.ID + named

/** Answers the explorer's questions from the file itself, as the server would (queries/explorer). */
import { ApiError } from "../api";
import type { Evidence, Found, Network, Quote } from "../api";
import { data, incident, rowOf } from "./data";
import { shortPaths } from "./paths";

export * from "../api";

const MOST_FOUND = 12;
const degree = (n: number): number => data.nodes[n]?.[3] ?? 0;
const better = (a: number, b: number): number => degree(b) - degree(a) || a - b;

function row(iri: string): number {
  const found = rowOf.get(iri);
  if (found === undefined) throw new ApiError(`${iri} is no entity of this file: search by name to find it`, 404);
  return found;
}

const other = (edge: number, n: number): number => {
  const [s = 0, o = 0] = data.edges[edge] ?? [];
  return s === n ? o : s;
};

function around(about: readonly string[], depth: number, limit: number): number[] {
  const reached = new Set(about.map(row));
  let border = [...reached];
  for (let step = 0; step < depth; step++) {
    const beside = new Set(border.flatMap((n) => (incident[n] ?? []).map((edge) => other(edge, n))));
    border = [...beside].filter((n) => !reached.has(n)).sort(better);
    for (const n of border) if (reached.size < limit) reached.add(n);
  }
  return [...reached];
}

function part(chosen: number[]): Network {
  const place = new Map(chosen.map((n, at) => [n, at]));
  const edges = data.edges.flatMap(([s, o, ...rest]) => {
    const [from, to] = [place.get(s), place.get(o)];
    return from === undefined || to === undefined ? [] : [[from, to, ...rest] as Network["edges"][number]];
  });
  return {
    nodes: chosen.flatMap((n) => data.nodes.slice(n, n + 1)),
    edges, relations: data.relations, articles: data.articles,
    total: { nodes: data.nodes.length, edges: data.edges.length },
  };
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const labels = data.nodes.map((one) => plain(one[1]));

function rank(label: string, wanted: string): number {
  const at = label.indexOf(wanted);
  return at < 0 ? 3 : at === 0 ? 0 : label[at - 1] === " " ? 1 : 2;
}

const end = (n: number) => {
  const [iri = "", label = "", type = ""] = data.nodes[n] ?? [];
  return { iri, label, type };
};

export const api = {
  graph: async (about: readonly string[], depth: number, limit: number): Promise<Network> => {
    if (about.length) return part(around(about, depth, limit));
    const joined = data.nodes.map((_, n) => n).filter((n) => incident[n]?.length);
    const shown = joined.length ? joined : data.nodes.map((_, n) => n);
    return part(shown.sort(better).slice(0, limit));
  },
  paths: async (from: string, to: string): Promise<Network> => {
    const found = shortPaths(row(from), row(to));
    const on = [...new Set([row(from), row(to), ...found.flat()])];
    return { ...part(on), paths: found.map((path) => path.map((n) => data.nodes[n]?.[0] ?? "")) };
  },
  find: async (typed: string): Promise<Found[]> => {
    const wanted = plain(typed);
    if (!wanted) return [];
    const ranked = labels.map((label, n) => [rank(label, wanted), n] as const).filter(([at]) => at < 3);
    ranked.sort((a, b) => a[0] - b[0] || better(a[1], b[1]));
    return ranked.slice(0, MOST_FOUND).map(([, n]) => ({ ...end(n), facts: degree(n) }));
  },
  evidence: async (subject: string, predicate: string, object: string): Promise<Evidence> => {
    const [s, o] = [row(subject), row(object)];
    const relation = data.relations.find((one) => one.iri === predicate)?.label ?? predicate;
    const ends = { subject: end(s), object: end(o), predicate, relation };
    const statements = (incident[s] ?? []).flatMap((n) => {
      const [from, to, r, status] = data.edges[n] ?? [];
      if (from !== s || to !== o || r === undefined || data.relations[r]?.iri !== predicate || !status) return [];
      return (data.statements[n] ?? []).map((said) => {
        const { id = null, title = null, published = null } = data.articles[said.article] ?? {};
        const quotes: Quote[] = said.quotes.map((text, at) => ({ start: at, end: at, text }));
        const details = data.details[n] ?? {};
        return { ...ends, status, confidence: said.confidence, method: null, article: id, title, published, quotes, details };
      });
    });
    return { ...ends, statements };
  },
};

/** A query's result as a picture. */
import type { Binding, EdgeRow, Network } from "../api";
import { force } from "../graph/layouts";
import { toGraph } from "../graph/model";
import { Picture } from "../graph/picture";
import { entityUrl, go } from "../router";
import { local } from "../words";
import { asNumber } from "./run";
import type { Table } from "./run";

const MOST_EDGES = 2000;
const LABELS = /#label$|\/name$|#prefLabel$/;

/** Draws the result; returns what takes it away again, or nothing if it has no edges. */
export function drawResult(box: HTMLElement, result: Table): (() => void) | null {
  const network = toNetwork(result);
  if (!network.edges.length) return null;
  const graph = toGraph(network);
  const open = (id: string) => {
    if (id.includes("/newskg/id/")) go(entityUrl(id));
  };
  const picture = new Picture(box, graph, {
    onNode: open, onOpen: open, onEdge: () => undefined, onStage: () => undefined,
  });
  const stop = force(graph, () => picture.sigma.refresh());
  return () => {
    stop();
    picture.kill();
  };
}

function toNetwork(result: Table): Network {
  const triples = result.kind === "graph";
  const labels = new Map<string, string>();
  const edges: EdgeRow[] = [];
  const nodes = new Map<string, { label: string; degree: number; at: number }>();
  const relations = new Map<string, number>();
  if (triples) {
    for (const [s, p, o] of result.rows) if (s && p && o && LABELS.test(p.value)) labels.set(s.value, o.value);
  }
  const node = (cell: Binding): number => {
    const label = labels.get(cell.value) ?? (cell.type === "uri" ? local(cell.value) : cell.value);
    const known = nodes.get(cell.value) ?? { label, degree: 0, at: nodes.size };
    known.degree++;
    nodes.set(cell.value, known);
    return known.at;
  };
  const edge = (from: Binding, name: string, to: Binding) => {
    if (edges.length >= MOST_EDGES || from.value === to.value) return;
    if (!relations.has(name)) relations.set(name, relations.size);
    edges.push([node(from), node(to), relations.get(name) ?? 0, "actual", 1, null, null, []]);
  };
  const named = (cell: Binding | null | undefined): cell is Binding =>
    !!cell && asNumber(cell) === null && (!triples || cell.type !== "literal");
  for (const row of result.rows) {
    if (triples) {
      const [s, p, o] = row;
      if (named(s) && p && named(o)) edge(s, local(p.value), o);
    } else {
      const ends = row.map((cell, m) => ({ cell, name: result.columns[m] ?? "" })).filter((one) => named(one.cell) && one.cell.value.length < 120);
      const [first, ...others] = ends;
      for (const other of others) if (first?.cell && other.cell) edge(first.cell, other.name, other.cell);
    }
  }
  const kind = (id: string) => /\/newskg\/id\/([a-z]+)\//.exec(id)?.[1] ?? "other";
  return {
    nodes: [...nodes].map(([id, { label, degree }]) => [id, label, kind(id), degree]),
    edges,
    relations: [...relations.keys()].map((label) => ({ iri: label, label, symmetric: false })),
    articles: [],
    total: { nodes: nodes.size, edges: edges.length },
  };
}

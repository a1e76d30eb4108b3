/** The server's network as a graphology graph with what Sigma draws. */
import { MultiDirectedGraph } from "graphology";
import type { Network, Status } from "../api";
import { typeColor } from "./colors";

export interface NodeData {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
  kind: string;
  degree: number;
}
export interface EdgeData {
  size: number;
  color: string;
  label: string;
  type: "line" | "arrow" | "curved";
  curvature: number;
  predicate: string;
  relation: string;
  status: Status;
  confidence: number;
  since: string | null;
  until: string | null;
  articles: string[];
}
export type Graph = MultiDirectedGraph<NodeData, EdgeData>;

/** Beyond this many edges the picture is drawn with less detail. */
export const MANY_EDGES = 3000;

/** From this many nodes on they are drawn smaller. */
const CROWDED = 60;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Builds the graph; nodes that `before` had keep their places, new ones start beside a neighbour. */
export function toGraph(network: Network, before?: Graph): Graph {
  const graph: Graph = new MultiDirectedGraph();
  const most = Math.max(1, ...network.nodes.map((row) => row[3]));
  const scale = network.nodes.length > CROWDED ? 0.7 : 1;
  const beside = before ? neighboursOf(network) : null;
  network.nodes.forEach(([iri, label, kind, degree], n) => {
    graph.addNode(iri, {
      ...startOf(n, beside?.get(n), network, before, iri),
      size: scale * (3.5 + 11 * Math.sqrt(degree / most)),
      color: typeColor(kind),
      label, kind, degree,
    });
  });
  const plain = network.edges.length > MANY_EDGES;
  const parallel = new Map<number, number>();
  const named = network.articles.map(({ id }) => id);
  for (const [s, o, r, status, confidence, since, until, articles] of network.edges) {
    const [subject, object, relation] = [network.nodes[s], network.nodes[o], network.relations[r]];
    if (!subject || !object || !relation) continue;
    const pair = Math.min(s, o) * network.nodes.length + Math.max(s, o);
    const nth = parallel.get(pair) ?? 0;
    parallel.set(pair, nth + 1);
    graph.addDirectedEdgeWithKey(edgeKey(subject[0], relation.iri, object[0], status), subject[0], object[0], {
      size: plain ? 1 : 2.2,
      color: "",
      label: status === "actual" ? relation.label : `${relation.label} (${status})`,
      type: nth && !plain ? "curved" : relation.symmetric || plain ? "line" : "arrow",
      curvature: nth ? (s < o ? 1 : -1) * (nth % 2 ? 1 : -1) * 0.32 * Math.ceil(nth / 2) : 0,
      predicate: relation.iri,
      relation: relation.label,
      status, confidence, since, until,
      articles: articles.map((n) => named[n] ?? ""),
    });
  }
  return graph;
}

export const edgeKey = (subject: string, predicate: string, object: string, status: Status): string =>
  [subject, predicate, object, status].join(" ");

function neighboursOf(network: Network): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [s, o] of network.edges) {
    found.set(s, [...(found.get(s) ?? []), o]);
    found.set(o, [...(found.get(o) ?? []), s]);
  }
  return found;
}

function startOf(n: number, beside: number[] | undefined, network: Network, before: Graph | undefined, iri: string) {
  if (before?.hasNode(iri)) return { x: before.getNodeAttribute(iri, "x"), y: before.getNodeAttribute(iri, "y") };
  const [dx, dy] = [Math.cos(n * GOLDEN), Math.sin(n * GOLDEN)];
  const known = beside?.map((m) => network.nodes[m]?.[0] ?? "").find((other) => before?.hasNode(other));
  if (before && known) {
    const at = before.getNodeAttributes(known);
    return { x: at.x + 2 * dx, y: at.y + 2 * dy };
  }
  const radius = 3 * Math.sqrt(n + 0.5); // a sunflower: the best connected in the middle
  return { x: radius * dx, y: radius * dy };
}

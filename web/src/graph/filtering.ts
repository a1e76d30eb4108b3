/** Which nodes and edges a view shows; the view stands in the address. */
import type { Status } from "../api";
import { long, short } from "../router";
import { STATUSES } from "../words";
import type { LayoutName } from "./layouts";
import type { Graph } from "./model";

export interface View {
  about: string[];
  depth: number;
  limit: number;
  /** `null` is all of them. */
  types: string[] | null;
  relations: string[] | null;
  statuses: Status[];
  least: number;
  from: string;
  to: string;
  article: string;
  layout: LayoutName;
  node: string;
  edge: string;
  path: [string, string] | null;
}

export function readView(query: URLSearchParams): View {
  const list = (name: string) => query.get(name)?.split(",").filter(Boolean) ?? null;
  const number = (name: string, otherwise: number) => {
    const value = Number(query.get(name) ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  const path = query.get("path")?.split(",").map(long) ?? [];
  const layout = query.get("layout");
  return {
    about: query.getAll("about").map(long),
    depth: Math.min(3, Math.max(1, Math.round(number("depth", 1)))),
    limit: Math.min(10000, Math.max(10, Math.round(number("limit", 300)))),
    types: list("types"),
    relations: list("rel"),
    statuses: (list("status") as Status[] | null)?.filter((s) => STATUSES.includes(s)) ?? STATUSES,
    least: Math.min(1, Math.max(0, number("least", 0))),
    from: query.get("from") ?? "",
    to: query.get("to") ?? "",
    article: query.get("article") ?? "",
    layout: layout === "type" || layout === "time" ? layout : "force",
    node: long(query.get("node") ?? ""),
    edge: query.get("edge") ?? "",
    path: path[0] && path[1] ? [path[0], path[1]] : null,
  };
}

/** The address of a view: what is as usual is left out. */
export function viewUrl(view: View): string {
  const query = new URLSearchParams();
  const add = (name: string, value: string, usual = "") => value !== usual && query.append(name, value);
  for (const iri of view.about) query.append("about", short(iri));
  add("depth", String(view.depth), "1");
  add("limit", String(view.limit), "300");
  if (view.types) query.append("types", view.types.join());
  if (view.relations) query.append("rel", view.relations.join());
  add("status", view.statuses.join(), STATUSES.join());
  add("least", String(view.least), "0");
  add("from", view.from);
  add("to", view.to);
  add("article", view.article);
  add("layout", view.layout, "force");
  add("node", short(view.node));
  add("edge", view.edge);
  if (view.path) add("path", view.path.map(short).join());
  const text = query.toString();
  return text ? `/explore?${text}` : "/explore";
}

export interface Seen { nodes: Set<string>; edges: Set<string> }

export function isFiltered(view: View): boolean {
  return !!(view.types || view.relations || view.from || view.to || view.article || view.least > 0 ||
    view.statuses.length < STATUSES.length);
}

/** Returns what passes the filters; of nodes those asked about, and those with an edge that passes. */
export function filter(graph: Graph, view: View): Seen {
  if (!isFiltered(view)) return { nodes: new Set(graph.nodes()), edges: new Set(graph.edges()) };
  const nodes = new Set<string>();
  const edges = new Set<string>();
  const typed = (node: string) =>
    !view.types || view.types.includes(graph.getNodeAttribute(node, "kind"));
  graph.forEachEdge((edge, data, source, target) => {
    const passes =
      view.statuses.includes(data.status) &&
      data.confidence >= view.least &&
      (!view.relations || view.relations.includes(data.relation)) &&
      (!view.article || data.articles.includes(view.article)) &&
      (!view.from || (data.until ?? "") >= view.from) &&
      (!view.to || (data.since !== null && data.since <= `${view.to}~`)) &&
      typed(source) && typed(target);
    if (!passes) return;
    edges.add(edge);
    nodes.add(source);
    nodes.add(target);
  });
  const alone = view.types !== null || !isFiltered(view);
  graph.forEachNode((node) => {
    if (view.about.includes(node) || (alone && !view.article && typed(node) && !edgeFiltered(view))) nodes.add(node);
  });
  return { nodes, edges };
}

const edgeFiltered = (view: View): boolean =>
  !!(view.relations || view.from || view.to || view.article || view.least > 0 || view.statuses.length < STATUSES.length);

/** Fetches what a view shows, for the first page while its scripts still come. */
import { api } from "../api";
import type { Network } from "../api";
import { readView } from "./filtering";
import type { View } from "./filtering";

let early: { key: string; network: Promise<Network> } | null = null;

/** Names what a view needs of the server: views of one key differ in what they filter and choose. */
export const fetchKey = (view: View): string => `${view.about.join(" ")} ${view.depth} ${view.limit} ${view.path}`;

/** Asks for what an address shows before there is a page to show it. */
export function fetchEarly(query: URLSearchParams): void {
  const view = readView(query);
  early = { key: fetchKey(view), network: fetchNetwork(view) };
  early.network.catch(() => undefined); // the page says what went wrong
}

/** Returns what was asked for early, once, else asks now. */
export function networkOf(view: View): Promise<Network> {
  const asked = early?.key === fetchKey(view) ? early.network : fetchNetwork(view);
  early = null;
  return asked;
}

/** Fetches a view's network; the ways between two chosen entities belong to it. */
async function fetchNetwork(view: View): Promise<Network> {
  const network = await api.graph(view.about, view.depth, view.limit);
  if (!view.path) return network;
  const known = new Set(network.nodes.map((row) => row[0]));
  const { nodes, paths } = await api.paths(...view.path);
  const missing = nodes.map((row) => row[0]).filter((iri) => !known.has(iri));
  const about = [...new Set([...view.about, ...missing, ...view.path])];
  return { ...(missing.length ? await api.graph(about, view.depth, view.limit) : network), paths };
}

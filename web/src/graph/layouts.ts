/** Where nodes stand: by force, in groups by type, or on a time axis. */
import { inferSettings } from "graphology-layout-forceatlas2";
import helpers from "graphology-layout-forceatlas2/helpers";
import { month, typeName } from "../words";
import { pack } from "./packing";
import type { Progress, Work } from "./layout.worker";
import type { Graph } from "./model";
import { layoutWorker } from "./worker";

export type LayoutName = "force" | "type" | "time";
export interface Note { x: number | null; y: number | null; text: string }

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const PACKED = 2000;
const SPREAD = 4.2;
const PER_NODE = 10; // columns of ForceAtlas2's node matrix; the first two are x and y

/** Runs ForceAtlas2 in the worker; returns what stops it. */
export function force(graph: Graph, onPicture: (done: boolean) => void): () => void {
  const nodes = graph.nodes();
  if (nodes.length < 2) {
    onPicture(true);
    return () => undefined;
  }
  const worker = layoutWorker();
  const matrices = helpers.graphToByteArrays(graph, () => 1);
  const work: Work = {
    ...matrices,
    settings: {
      ...inferSettings(graph),
      linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false,
      edgeWeightInfluence: 1, barnesHutTheta: 0.7, gravity: 0.12, scalingRatio: 24,
      strongGravityMode: true, slowDown: 1 + Math.log(nodes.length),
      barnesHutOptimize: nodes.length > 400,
    },
    iterations: nodes.length > 2000 ? 150 : nodes.length > 400 ? 300 : 500,
    every: nodes.length > 1000 ? 500 : 60,
  };
  worker.onmessage = ({ data }: MessageEvent<Progress>) => {
    let row = 0;
    graph.updateEachNodeAttributes(
      (_, attributes) => {
        const at = PER_NODE * row++;
        attributes.x = data.nodes[at] ?? 0;
        attributes.y = data.nodes[at + 1] ?? 0;
        return attributes;
      },
      { attributes: ["x", "y"] },
    );
    if (data.done) {
      worker.terminate();
      if (nodes.length <= PACKED) pack(graph);
    }
    onPicture(data.done);
  };
  worker.postMessage(work);
  return () => worker.terminate();
}

/** Groups of one type each, on a circle, the best connected in the middle of its group. */
export function byType(graph: Graph): Note[] {
  const groups = [...Map.groupBy(byDegree(graph), (node) => graph.getNodeAttribute(node, "kind"))];
  const radii = groups.map(([, nodes]) => SPREAD * Math.sqrt(nodes.length) + 7);
  const round = radii.reduce((sum, r) => sum + 2 * r, 0);
  const ring = groups.length > 1 ? Math.max(round / (2 * Math.PI), (radii[0] ?? 0) * 1.3) : 0;
  const notes: Note[] = [];
  let turned = 0;
  groups.forEach(([kind, nodes], g) => {
    const radius = radii[g] ?? 1;
    const angle = Math.PI / 2 - (2 * Math.PI * (turned + radius)) / round;
    turned += 2 * radius;
    const [cx, cy] = [ring * Math.cos(angle) * 1.15, ring * Math.sin(angle)];
    nodes.forEach((node, n) => {
      const r = SPREAD * Math.sqrt(n);
      place(graph, node, cx + r * Math.cos(n * GOLDEN), cy + r * Math.sin(n * GOLDEN));
    });
    const out = ring ? (SPREAD * Math.sqrt(nodes.length) + 6) / Math.hypot(cx, cy) : 0;
    notes.push({ x: cx * (1 + out), y: ring ? cy * (1 + out) : cy + radius, text: typeName(kind) });
  });
  return notes;
}

/** A time axis from left to right, a lane for each type; what has no date stands at the left. */
export function onTime(graph: Graph, seen: (edge: string) => boolean): Note[] {
  const first = firstDates(graph, seen);
  const times = [...first.values()];
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const notes: Note[] = [];
  const width = 240;
  const at = (time: number) => (high > low ? ((time - low) / (high - low)) * width : width / 2);
  let top = 0;
  for (const [kind, nodes] of Map.groupBy(byDegree(graph), (node) => graph.getNodeAttribute(node, "kind"))) {
    const stacks = Map.groupBy(nodes, (node) => Math.round(at(first.get(node) ?? low - 1) / 8));
    const rows = Math.max(...[...stacks.values()].map((stack) => Math.ceil(stack.length / 2)));
    for (const stack of stacks.values()) {
      stack.forEach((node, n) => {
        const time = first.get(node);
        const x = time === undefined ? -30 : at(time);
        place(graph, node, x + (n % 2 ? 5 : 0), top - 6 * Math.floor(n / 2) - (n % 2 ? 3 : 0));
      });
    }
    notes.push({ x: null, y: top, text: typeName(kind) });
    top -= 6 * rows + 9;
  }
  if (!times.length) return notes;
  return [...notes, ...axis(low, high).map(([time, text]) => ({ x: at(time), y: null, text }))];
}

const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240];
const MOST_TICKS = 9;

/** Beginnings of months or years, at most nine of them. */
function axis(low: number, high: number): [number, string][] {
  const [first, last] = [new Date(low), new Date(high)];
  const months = 12 * (last.getUTCFullYear() - first.getUTCFullYear()) + last.getUTCMonth() - first.getUTCMonth();
  const step = STEPS.find((one) => months / one < MOST_TICKS) ?? 600;
  const count = 12 * first.getUTCFullYear() + first.getUTCMonth();
  const found: [number, string][] = [];
  for (let at = Math.ceil(count / step) * step; at <= count + months; at += step) {
    const time = Date.UTC(Math.floor(at / 12), at % 12);
    found.push([Math.max(time, low), step < 12 ? month(new Date(time).toISOString()) : String(Math.floor(at / 12))]);
  }
  return found.length ? found : [[low, month(first.toISOString())]];
}

/** The first day of each node's edges, in milliseconds. */
function firstDates(graph: Graph, seen: (edge: string) => boolean): Map<string, number> {
  const found = new Map<string, number>();
  graph.forEachEdge((edge, { since }, source, target) => {
    const time = since && seen(edge) ? Date.parse(since) : NaN;
    if (Number.isNaN(time)) return;
    for (const node of [source, target]) found.set(node, Math.min(found.get(node) ?? Infinity, time));
  });
  return found;
}

const byDegree = (graph: Graph): string[] =>
  graph.nodes().sort((a, b) => graph.getNodeAttribute(b, "degree") - graph.getNodeAttribute(a, "degree"));

function place(graph: Graph, node: string, x: number, y: number): void {
  graph.mergeNodeAttributes(node, { x, y });
}

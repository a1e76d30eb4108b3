/** Sets the parts of a graph that nothing connects side by side, the largest in the middle. */
import type { Graph } from "./model";

interface Part { nodes: string[]; left: number; bottom: number; width: number; height: number }
interface Spot { x: number; y: number; width: number; height: number }

const GAP = 9;
const TURN = Math.PI * (3 - Math.sqrt(5));
const FLAT = 1.7; // a picture is wider than it is high
const TRIED = 150;

export function pack(graph: Graph): void {
  const parts = partsOf(graph).map((nodes) => measured(graph, nodes));
  if (parts.length < 2) return;
  parts.sort((a, b) => b.width * b.height - a.width * a.height);
  const spots: Spot[] = [];
  for (const part of parts) {
    const spot = free(part, spots);
    spots.push(spot);
    const [dx, dy] = [spot.x - part.left, spot.y - part.bottom];
    for (const node of part.nodes) {
      graph.updateNodeAttribute(node, "x", (x) => (x ?? 0) + dx);
      graph.updateNodeAttribute(node, "y", (y) => (y ?? 0) + dy);
    }
  }
}

function partsOf(graph: Graph): string[][] {
  const seen = new Set<string>();
  const found: string[][] = [];
  graph.forEachNode((start) => {
    if (seen.has(start)) return;
    seen.add(start);
    const part = [start];
    for (let n = 0; n < part.length; n++) {
      graph.forEachNeighbor(part[n], (next) => {
        if (seen.has(next)) return;
        seen.add(next);
        part.push(next);
      });
    }
    found.push(part);
  });
  return found;
}

function measured(graph: Graph, nodes: string[]): Part {
  const xs = nodes.map((node) => graph.getNodeAttribute(node, "x"));
  const ys = nodes.map((node) => graph.getNodeAttribute(node, "y"));
  const [left, bottom] = [Math.min(...xs) - GAP, Math.min(...ys) - GAP];
  return { nodes, left, bottom, width: Math.max(...xs) + GAP - left, height: Math.max(...ys) + GAP - bottom };
}

/** Of the places along a spiral from the middle that cover nothing, the one that keeps the whole smallest. */
function free(part: Part, taken: Spot[]): Spot {
  let best: Spot | null = null;
  let least = Infinity;
  let left = TRIED;
  for (let n = 0; left > 0; n++) {
    const radius = 3 * Math.sqrt(n);
    const x = FLAT * radius * Math.cos(n * TURN) - part.width / 2;
    const y = radius * Math.sin(n * TURN) - part.height / 2;
    const covers = taken.some((other) =>
      x < other.x + other.width && other.x < x + part.width && y < other.y + other.height && other.y < y + part.height);
    if (covers) continue;
    left--;
    const spot = { x, y, width: part.width, height: part.height };
    const size = extent([...taken, spot]);
    if (size < least) [best, least] = [spot, size];
  }
  return best ?? { x: 0, y: 0, width: part.width, height: part.height };
}

/** The height of the picture that holds all of these. */
function extent(spots: Spot[]): number {
  const width = Math.max(...spots.map(({ x, width }) => x + width)) - Math.min(...spots.map(({ x }) => x));
  const height = Math.max(...spots.map(({ y, height }) => y + height)) - Math.min(...spots.map(({ y }) => y));
  return Math.max(width / FLAT, height) + 0.1 * (width / FLAT + height);
}

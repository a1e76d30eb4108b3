/** Short ways between two entities; directions do not count, and denied facts are no way. */
import { data, incident } from "./data";

const MOST = 8;
const DETOUR = 1;

function beside(n: number): number[] {
  const found = new Set<number>();
  for (const number of incident[n] ?? []) {
    const edge = data.edges[number];
    if (edge && edge[3] !== "denied") found.add(edge[0] === n ? edge[1] : edge[0]);
  }
  return [...found];
}

/** How many steps each entity is away from one. */
function distances(start: number): Map<number, number> {
  const found = new Map([[start, 0]]);
  let border = [start];
  for (let steps = 1; border.length; steps++) {
    border = border.flatMap(beside).filter((n) => !found.has(n) && found.set(n, steps));
  }
  return found;
}

/** The ways that are at most one step longer than the shortest, shortest first. */
export function shortPaths(start: number, end: number): number[][] {
  const left = distances(end);
  const shortest = left.get(start);
  if (shortest === undefined || start === end) return [];
  const found: number[][] = [];
  const walk = (path: number[], length: number): void => {
    const last = path.at(-1) ?? start;
    if (found.length >= MOST) return;
    if (last === end) {
      if (path.length - 1 === length) found.push(path);
      return;
    }
    for (const n of beside(last)) {
      if (!path.includes(n) && path.length + (left.get(n) ?? Infinity) <= length) walk([...path, n], length);
    }
  };
  for (let length = shortest; length <= shortest + DETOUR; length++) walk([start], length);
  return found;
}

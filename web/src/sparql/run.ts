/** Queries by the SPARQL 1.1 Protocol, and their results as one table. */
import { send } from "../api";
import type { Binding, Results } from "../api";

export interface Table {
  kind: "select" | "ask" | "graph";
  columns: string[];
  rows: (Binding | null)[][];
  milliseconds: number;
}

const TABLE = "application/sparql-results+json";
const GRAPH = "application/n-triples";

export async function fetchResult(sparql: string, accept: string): Promise<Response> {
  return send("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: sparql,
  });
}

export async function run(sparql: string): Promise<Table> {
  const start = performance.now();
  const response = await fetchResult(sparql, `${TABLE}, ${GRAPH};q=0.9`);
  const text = await response.text();
  const milliseconds = performance.now() - start;
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) {
    return { kind: "graph", columns: ["subject", "predicate", "object"], rows: triples(text), milliseconds };
  }
  const { head, boolean, results } = JSON.parse(text) as Results;
  if (boolean !== undefined) {
    return { kind: "ask", columns: ["answer"], rows: [[{ type: "literal", value: boolean ? "yes" : "no" }]], milliseconds };
  }
  const columns = head.vars ?? [];
  const rows = (results?.bindings ?? []).map((row) => columns.map((name) => row[name] ?? null));
  return { kind: "select", columns, rows, milliseconds };
}

const TERM = /<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?/g;

/** Reads N-Triples, which have one triple a line. */
export function triples(text: string): Binding[][] {
  const found: Binding[][] = [];
  for (const line of text.split("\n")) {
    const terms = [...line.matchAll(TERM)].map(term).slice(0, 3);
    if (terms.length === 3) found.push(terms);
  }
  return found;
}

function term([, iri, blank, literal, datatype, language]: RegExpMatchArray): Binding {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return { type: "literal", value: unescaped(literal ?? ""), datatype, "xml:lang": language };
}

const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four?: string, eight?: string, one?: string) =>
    one !== undefined ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt(four ?? eight ?? "0", 16)));

export function asNumber(cell: Binding | null | undefined): number | null {
  if (!cell || cell.type !== "literal" || !/#(integer|decimal|double|float|int|long)$/.test(cell.datatype ?? "")) return null;
  const value = Number(cell.value);
  return Number.isFinite(value) ? value : null;
}

const DATES = /#(date|dateTime|gYear|gYearMonth)$/;
export const isDate = (cell: Binding | null | undefined): boolean => DATES.test(cell?.datatype ?? "");

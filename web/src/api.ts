/** What the server answers (docs/http-api.md), typed, and how it is asked. */

export type Status = "actual" | "planned" | "denied";
export interface End { iri: string; label: string; type: string }
export interface Found extends End { facts: number }
export interface Quote { start: number; end: number; text: string | null }
export interface Source { article: string | null; title: string | null; published: string | null }
export interface Claim extends Source {
  status: Status;
  confidence: number | null;
  method: string | null;
  quotes: Quote[];
}
export type Scalar = string | number | boolean | null;
export interface Fact extends Claim {
  subject: End;
  predicate: string;
  relation: string;
  object: End;
  details: Record<string, Scalar>;
}
export interface FactOf extends Fact { role: "subject" | "object"; said: string; other: End }
export interface NumberOf extends Claim {
  indicator: string;
  value: number | null;
  unit: string | null;
  period: string | null;
  since: string | null;
  until: string | null;
  rank: number | null;
  out_of: number | null;
}
export interface Entity extends End {
  names: { name: string; articles: string[] }[];
  /** What articles name otherwise, and why it is this entity. */
  joined: { iri: string; names: string[]; rule: string | null; reason: string | null }[];
  links: string[];
  facts: FactOf[];
  plain: { said: string; other: End }[];
  values: { label: string; value: string }[];
  numbers: NumberOf[];
  articles: Source[];
}
/** A user's word: `other` is `entity`, or is not; or `entity` is someone else in `articles`. */
export interface Decision { kind: "same" | "apart"; entity: string; other?: string; articles?: string[] }
export interface Evidence {
  subject: End;
  object: End;
  relation: string;
  predicate: string;
  statements: Fact[];
}
type Span = [number, number];
export interface ArticleFact {
  subject: End;
  relation: string;
  predicate: string;
  object: End;
  date: string | null;
  status: Status;
  confidence: number;
  spans: Span[];
}
export interface ArticleNumber {
  about: End;
  indicator: string;
  value: number | null;
  unit: string | null;
  period: string | null;
  rank: number | null;
  out_of: number | null;
  status: Status;
  confidence: number;
  spans: Span[];
}
export interface Article {
  id: string;
  title: string | null;
  byline: string | null;
  source: string | null;
  published: string | null;
  text: string;
  parts: { kind: string; start: number; end: number }[];
  entities: (End & { mentions: Span[] })[];
  facts: ArticleFact[];
  numbers: ArticleNumber[];
}
export interface Listed {
  id: string;
  title: string | null;
  published: string | null;
  entities: number;
  facts: number;
  numbers: number;
}
export interface Overview {
  counts: Record<"articles" | "entities" | "facts" | "edges" | "numbers", number>;
  types: { name: string; count: number }[];
  relations: { iri: string; label: string; count: number; status: Partial<Record<Status, number>> }[];
  top: Found[];
  articles: Listed[];
  contradictions: {
    subject: End;
    predicate: string;
    relation: string;
    object: End;
    status: Partial<Record<Status, string[]>>;
  }[];
  build: {
    stamped: number;
    written: string | null;
    joined: number;
    first: string | null;
    last: string | null;
    methods: { name: string; count: number }[];
  };
}
export type NodeRow = [iri: string, label: string, type: string, degree: number];
export type EdgeRow = [
  subject: number, object: number, relation: number, status: Status, confidence: number,
  since: string | null, until: string | null, articles: number[],
];
export interface Network {
  nodes: NodeRow[];
  edges: EdgeRow[];
  relations: { iri: string; label: string; symmetric: boolean }[];
  articles: { id: string; title: string | null; published: string | null }[];
  total: { nodes: number; edges: number };
  paths?: string[][];
}
export interface Term { iri: string; label: string; definition: string | null; inverse?: string | null }
export interface Ontology { prefixes: Record<string, string>; classes: Term[]; properties: Term[] }
export interface Answer {
  question: string;
  sparql: string | null;
  columns: string[];
  rows: Scalar[][];
  text: string;
  evidence: {
    text: string; article: string; title: string | null; published: string | null;
    start: number; end: number; rows: number[];
  }[];
  reading: string | null;
  outcome: "answered" | "no data" | "not understood";
  entities: (string | null)[][];
  notes: string[];
  suggestions: string[];
}
export interface NamedQuery { name: string; description: string; parameters: string[] }
export interface Binding { type: string; value: string; datatype?: string; "xml:lang"?: string }
export interface Results {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Binding>[] };
}

/** A refusal or failure as one sentence. */
export class ApiError extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

type Values = Record<string, string | number | readonly string[]>;

export function address(path: string, values: Values = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const TOKEN = "newskg-token";

/** Keeps a token, which a private server wants, until the tab is closed. */
export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN, token);
}

export async function send(url: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...(options.headers as Record<string, string>), ...(token && { Authorization: `Bearer ${token}` }) };
  try {
    response = await fetch(url, { ...options, headers });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new ApiError("The server does not answer: is kg serve still running?", 0);
  }
  if (!response.ok) throw new ApiError(await said(response), response.status);
  return response;
}

/** The sentence in a refusal: plain text, or the detail of a problem document (RFC 9457). */
async function said(response: Response): Promise<string> {
  const text = await response.text();
  if ((response.headers.get("Content-Type") ?? "").includes("json")) {
    try {
      const problem = JSON.parse(text) as { detail?: string; title?: string };
      return problem.detail ?? problem.title ?? response.statusText;
    } catch {
      return response.statusText;
    }
  }
  return text.startsWith("<") || !text ? `${response.status} ${response.statusText}` : text.trim();
}

async function json<T>(path: string, values?: Values, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: "application/json" };
  return (await send(address(path, values), { headers, signal })).json() as Promise<T>;
}

export const api = {
  ask: (q: string) => json<Answer>("/ask", { q }),
  complete: (q: string, signal?: AbortSignal) => json<string[]>("/explorer/complete", { q }, signal),
  find: (q: string, signal?: AbortSignal) => json<Found[]>("/explorer/find", { q }, signal),
  overview: () => json<Overview>("/explorer/overview"),
  articles: () => json<Listed[]>("/explorer/articles"),
  article: (id: string) => json<Article>("/explorer/article", { id }),
  entity: (iri: string) => json<Entity>("/explorer/entity", { iri }),
  evidence: (subject: string, predicate: string, object: string) =>
    json<Evidence>("/explorer/evidence", { subject, predicate, object }),
  graph: (about: readonly string[], depth: number, limit: number) =>
    json<Network>("/explorer/graph", { about, depth, limit }),
  paths: (from: string, to: string) => json<Network>("/explorer/paths", { from, to }),
  allowed: () => json<{ decide: boolean }>("/explorer/allowed"),
  decide: (decision: Decision) =>
    send("/explorer/decide", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(decision) }),
  ontology: () => json<Ontology>("/explorer/ontology"),
  filled: async (query: string, values: Values) =>
    (await json<{ sparql: string }>("/explorer/filled", { ...values, query })).sparql,
  queries: async () => (await json<{ queries: NamedQuery[] }>("/queries")).queries,
};

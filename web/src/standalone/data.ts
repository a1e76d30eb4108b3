/** What the file holds (kg/export/html.py): the network as rows, and what is said of each. */
import type { ArticleNumber, NodeRow, EdgeRow, Network, Scalar, Status } from "../api";

export interface Statement {
  /** Row of the article. */
  article: number;
  confidence: number;
  quotes: string[];
}
export type Figure = Omit<ArticleNumber, "about" | "spans"> & { article: string; quote: string | null };
export interface Data {
  title: string;
  nodes: NodeRow[];
  edges: EdgeRow[];
  relations: Network["relations"];
  articles: Network["articles"];
  /** By row of the edge: its details, and the statements that make it. */
  details: Record<string, Scalar>[];
  statements: Statement[][];
  /** By row of the node. */
  names: string[][];
  links: string[][];
  /** By row of the node, only where there are any. */
  numbers: Record<string, Figure[]>;
}
export type { Status };

export const data = JSON.parse(document.getElementById("newskg-data")?.textContent ?? "null") as Data;

export const rowOf = new Map(data.nodes.map((row, n) => [row[0], n]));

/** The rows of the edges at each node. */
export const incident: number[][] = data.nodes.map(() => []);
data.edges.forEach(([s, o], n) => {
  incident[s]?.push(n);
  if (o !== s) incident[o]?.push(n);
});

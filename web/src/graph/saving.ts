/** The picture as a file: PNG as it is drawn, SVG to edit, GEXF for Gephi. */
import { toBlob } from "@sigma/export-image";
import type Sigma from "sigma";
import { write } from "graphology-gexf/browser";
import { styled } from "../theme";
import { typeName } from "../words";
import { typeColor } from "./colors";
import { download } from "./download";
import type { Seen } from "./filtering";
import type { EdgeData, Graph, NodeData } from "./model";
import type { Picture } from "./picture";

export async function savePng(picture: Picture): Promise<void> {
  const blob = await toBlob(picture.sigma as unknown as Sigma, { format: "png", backgroundColor: styled("--graph-card") });
  download("newskg.png", blob);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? char);

/** Draws what is seen, as it stands on the screen, with a legend. */
export function toSvg(picture: Picture, seen: Seen): string {
  const { sigma, graph } = picture;
  const { width, height } = sigma.getDimensions();
  const at = (node: string) => sigma.graphToViewport(graph.getNodeAttributes(node));
  const ink = styled("--graph-ink");
  const edges = [...seen.edges].map((edge) => {
    const [a, b] = graph.extremities(edge).map(at);
    const { status, label } = graph.getEdgeAttributes(edge);
    const dash = status === "planned" ? ' stroke-dasharray="5 4"' : status === "denied" ? ' stroke-dasharray="1 3"' : "";
    return a && b ? `<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${styled(`--graph-${status}`)}"${dash}><title>${escaped(label)}</title></line>` : "";
  });
  const nodes = [...seen.nodes].map((node) => {
    const { x, y } = at(node);
    const { color, label, size } = graph.getNodeAttributes(node);
    const r = sigma.scaleSize(size);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${color}"/><text x="${(x + r + 3).toFixed(1)}" y="${(y + 4).toFixed(1)}">${escaped(label)}</text>`;
  });
  const kinds = [...new Set([...seen.nodes].map((node) => graph.getNodeAttribute(node, "kind")))].sort();
  const legend = kinds.map((kind, n) => `<circle cx="16" cy="${18 + 18 * n}" r="5" fill="${typeColor(kind)}"/><text x="27" y="${22 + 18 * n}">${escaped(typeName(kind))}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}">
<rect width="100%" height="100%" fill="${styled("--graph-card")}"/>
<g stroke-width="1.3">${edges.join("\n")}</g>
<g>${nodes.join("\n")}</g>
<g>${legend.join("\n")}</g>
</svg>
`;
}

/** Writes what is seen with types, places, colours and spans of time. */
export function toGexf(graph: Graph, seen: Seen): string {
  const shown = graph.copy() as Graph;
  for (const node of shown.nodes()) if (!seen.nodes.has(node)) shown.dropNode(node);
  for (const edge of shown.edges()) if (!seen.edges.has(edge)) shown.dropEdge(edge);
  return write(shown, {
    version: "1.3",
    formatNode: (_: string, { label, kind, degree, x, y, size, color }: NodeData) => ({
      label, attributes: { type: kind, degree }, viz: { x, y, size, color },
    }),
    formatEdge: (_: string, { label, relation, status, confidence, since, until, articles }: EdgeData) => ({
      label,
      attributes: { relation, status, confidence, since: since ?? "", until: until ?? "", articles: articles.join(" ") },
      weight: confidence,
    }),
  });
}

/** The facts of the picture as a table: the same for keyboards and screen readers. */
import { useState } from "preact/hooks";
import type { Seen, View } from "../graph/filtering";
import type { Graph } from "../graph/model";
import { StatusChip } from "./pieces";

const MOST = 200;

interface Props { graph: Graph; seen: Seen; change: (next: Partial<View>) => void }

export function FactList({ graph, seen, change }: Props) {
  const [open, setOpen] = useState(false);
  const edges = open ? [...seen.edges].slice(0, MOST) : [];
  const button = (iri: string) => (
    <button type="button" class="link" onClick={() => change({ node: iri, edge: "", path: null })}>
      {graph.getNodeAttribute(iri, "label")}
    </button>
  );
  return (
    <details class="factlist" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The facts shown, as a list</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Facts shown">
        <table>
          <thead><tr><th scope="col">Subject</th><th scope="col">Relation</th><th scope="col">Object</th><th scope="col">Status</th></tr></thead>
          <tbody>
            {edges.filter((key) => graph.hasEdge(key)).map((key) => {
              const { relation, status } = graph.getEdgeAttributes(key);
              return (
                <tr key={key}>
                  <td>{button(graph.source(key))}</td>
                  <td><button type="button" class="link" onClick={() => change({ edge: key, path: null })}>{relation}</button></td>
                  <td>{button(graph.target(key))}</td>
                  <td><StatusChip status={status} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {seen.edges.size > MOST && <p class="soft">The first {MOST} of {seen.edges.size.toLocaleString("en")}.</p>}
      </div>
    </details>
  );
}

/** What is chosen in the picture: an entity, the evidence of an edge, or the ways between two. */
import { api } from "../api";
import type { Network } from "../api";
import type { View } from "../graph/filtering";
import type { Graph } from "../graph/model";
import { entityUrl } from "../router";
import { plural, typeName } from "../words";
import { Combobox } from "./combobox";
import { More } from "./more";
import { Confidence, detailsLine, Dot, EntityLink, FoundRow, Quotes, StatusChip } from "./pieces";
import { Failure, Loading, useLoaded } from "./states";

interface Props { graph: Graph; network: Network; view: View; change: (change: Partial<View>) => void; expand: (iri: string) => void }

export function Detail(props: Props) {
  const { graph, network, view, change } = props;
  if (view.path) return <Paths ends={view.path} network={network} change={change} />;
  if (view.edge) return <EdgeDetail edgeKey={view.edge} change={change} />;
  if (view.node && graph.hasNode(view.node)) {
    return <NodeDetail {...props} />;
  }
  return null;
}

function Close({ change }: { change: Props["change"] }) {
  return (
    <button type="button" class="plain close" aria-label="Close" onClick={() => change({ node: "", edge: "", path: null })}>×</button>
  );
}

function NodeDetail({ graph, view, change, expand }: Props) {
  const { label, kind, degree } = graph.getNodeAttributes(view.node);
  const shown = graph.degree(view.node);
  return (
    <section class="detail" aria-label={`Chosen: ${label}`}>
      <Close change={change} />
      <p class="kind"><Dot type={kind} />{typeName(kind)}</p>
      <h2><a href={entityUrl(view.node)}>{label}</a></h2>
      <p class="soft">{plural(degree, "fact")}{shown < degree ? `, ${shown} of them here` : ""}</p>
      <p class="actions">
        <button type="button" onClick={() => expand(view.node)} disabled={shown >= degree && view.about.includes(view.node)}>Expand</button>
        <button type="button" onClick={() => change({ about: [view.node], node: view.node, path: null })}>Only this</button>
      </p>
      <Combobox label="Paths to another entity" placeholder="Paths to …" suggest={api.find} text={(item) => item.label}
        show={(item) => <FoundRow item={item} />} emptyText="No entity has such a name." clearOnPick
        onPick={(item) => item.iri !== view.node && change({ path: [view.node, item.iri], edge: "" })} />
      <p class="soft small">Or Shift-click it in the picture.</p>
      <More iri={view.node} />
      <ul class="facts">
        {graph.mapEdges(view.node, (key, data, source, target) => (
          <li key={key}>
            <button type="button" class="link" onClick={() => change({ edge: key })}>
              {graph.getNodeAttribute(source, "label")} {data.label} {graph.getNodeAttribute(target, "label")}
            </button>
          </li>
        )).slice(0, 40)}
      </ul>
    </section>
  );
}

function EdgeDetail({ edgeKey, change }: { edgeKey: string; change: Props["change"] }) {
  const [subject = "", predicate = "", object = "", status = ""] = edgeKey.split(" ");
  const loaded = useLoaded(edgeKey, () => api.evidence(subject, predicate, object));
  const shown = loaded.value;
  return (
    <section class="detail" aria-label="Evidence of the fact">
      <Close change={change} />
      {loaded.error && <Failure error={loaded.error} again={loaded.again} />}
      {loaded.loading && <Loading />}
      {shown && (
        <>
          <h2><EntityLink end={shown.subject} /> {shown.relation} <EntityLink end={shown.object} /></h2>
          {!shown.statements.length && <p class="soft">A plain triple of the graph: no article states it.</p>}
          {shown.statements.toSorted((a, b) => Number(b.status === status) - Number(a.status === status)).map((one, n) => (
            <div class="statement" key={n}>
              <p><StatusChip status={one.status} /> <Confidence value={one.confidence} /> <span class="soft">{detailsLine(one.details)}</span></p>
              <Quotes quotes={one.quotes} source={one} words={[shown.subject.label, shown.object.label]} />
            </div>
          ))}
        </>
      )}
    </section>
  );
}

function Paths({ ends, network, change }: { ends: [string, string]; network: Network; change: Props["change"] }) {
  return (
    <section class="detail" aria-label="Paths">
      <Close change={change} />
      <h2>Paths from {name(network, ends[0])} to {name(network, ends[1])}</h2>
      {!network.paths && <Loading what="Looking for paths" />}
      {network.paths?.length === 0 && <p>No facts of this graph connect the two.</p>}
      <ol class="paths">{network.paths?.map((path, n) => <li key={n}><Path path={path} network={network} change={change} /></li>)}</ol>
    </section>
  );
}

const name = (network: Network, iri: string): string => network.nodes.find((row) => row[0] === iri)?.[1] ?? iri;

function Path({ path, network, change }: { path: string[]; network: Network; change: Props["change"] }) {
  const index = new Map(network.nodes.map((row, n) => [row[0], n]));
  return (
    <>
      {path.map((iri, n) => {
        const row = network.nodes[index.get(iri) ?? -1];
        const before = path[n - 1];
        const between = before ? network.edges.filter(([s, o]) => [s, o].includes(index.get(iri) ?? -1) && [s, o].includes(index.get(before) ?? -1)) : [];
        return (
          <span key={iri}>
            {between.map(([s, o, r, status], m) => {
              const [subject, relation, object] = [network.nodes[s]?.[0], network.relations[r], network.nodes[o]?.[0]];
              const back = subject !== before && !relation?.symmetric;
              return (
                <button key={m} type="button" class="link step" onClick={() => change({ path: null, edge: `${subject} ${relation?.iri} ${object} ${status}` })}>
                  {back ? "← " : ""}{relation?.label}{back || relation?.symmetric ? "" : " →"}
                </button>
              );
            })}
            {row && <EntityLink end={{ iri, label: row[1], type: row[2] }} />}
          </span>
        );
      })}
    </>
  );
}

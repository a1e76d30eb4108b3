/** Explore: the picture of the graph, its filters, and what is chosen in it. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { Network } from "../api";
import { download } from "../graph/download";
import { filter, isFiltered, readView, viewUrl } from "../graph/filtering";
import type { Seen, View } from "../graph/filtering";
import type { LayoutName } from "../graph/layouts";
import { fetchKey, networkOf } from "../graph/loading";
import { MANY_EDGES, toGraph } from "../graph/model";
import type { Graph } from "../graph/model";
import type { Picture } from "../graph/picture";
import { savePng, toGexf, toSvg } from "../graph/saving";
import { Canvas } from "../parts/canvas";
import { Combobox } from "../parts/combobox";
import { Detail } from "../parts/detail";
import { FactList } from "../parts/factlist";
import { Filters } from "../parts/filters";
import { FoundRow } from "../parts/pieces";
import { Empty, Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { go } from "../router";
import { plural } from "../words";

export function ExplorePage({ query }: { query: URLSearchParams }) {
  const view = readView(query);
  const loaded = useLoaded(fetchKey(view), () => networkOf(view));
  const last = useRef<Network | null>(null);
  if (loaded.value) last.current = loaded.value; // the picture stays while more of it is fetched
  useTitle("Explore");
  const network = loaded.value ?? last.current;
  if (loaded.error) return <Failure error={loaded.error} again={loaded.again} />;
  if (!network) return <Loading what="Drawing the graph" />;
  if (!network.total.nodes) {
    return <Empty><p><strong>This graph is empty.</strong> Add articles with <code>kg build</code>, and come back.</p></Empty>;
  }
  return <Explorer network={network} view={view} />;
}

function Explorer({ network, view }: { network: Network; view: View }) {
  const before = useRef<Graph>();
  const graph = useMemo(() => (before.current = toGraph(network, before.current)), [network]);
  const seen = useMemo(() => filter(graph, view), [graph, viewUrl({ ...view, node: "", edge: "", path: null, layout: "force" })]);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [panel, setPanel] = useState(false);
  const change = (next: Partial<View>) => {
    const sliding = "least" in next;
    go(viewUrl({ ...view, ...next }), { replace: sliding });
  };
  const expand = (iri: string) => change({ about: [...new Set([...view.about, iri])], node: iri, edge: "", path: null });
  const choose = (iri: string, both: boolean) => {
    if (both && view.node && view.node !== iri) change({ path: [view.node, iri], edge: "" });
    else change({ node: iri, edge: "", path: null });
  };
  useKeys(picture, change);
  return (
    <div class={view.path || view.edge || graph.hasNode(view.node) ? "explore beside" : "explore"}>
      <h1 class="hidden">Explore the graph</h1>
      <aside class={panel ? "filters open" : "filters"} aria-label="Search and filters">
        <Combobox label="Add an entity by name" placeholder="Find an entity" suggest={api.find} text={(item) => item.label}
          show={(item) => <FoundRow item={item} />} onPick={(item) => expand(item.iri)} clearOnPick
          emptyText="No entity has such a name." />
        <button type="button" class="toggle" aria-expanded={panel} onClick={() => setPanel(!panel)}>Filters</button>
        <div class="body">
          <Scope network={network} view={view} change={change} />
          <Filters network={network} view={view} change={change} />
        </div>
      </aside>
      <div class="stage">
        <Toolbar view={view} change={change} picture={picture} seen={seen} />
        <Canvas key={graph.size > MANY_EDGES ? "many" : "few"} graph={graph} view={view} seen={seen} path={view.path ? network.paths?.flat() ?? [] : []} onPicture={setPicture} onNode={choose}
          onEdge={(edge) => change({ edge, path: null })} onOpen={expand}
          onStage={() => (view.node || view.edge) && change({ node: "", edge: "" })} />
        <p class="tally" role="status">
          {plural(seen.nodes.size, "entity", "entities")} and {plural(seen.edges.size, "fact")} shown
          {network.nodes.length < network.total.nodes && <>, of {network.total.nodes.toLocaleString("en")} and {network.total.edges.toLocaleString("en")} in the graph</>}
          {!seen.nodes.size && isFiltered(view) && <>. <button type="button" class="link" onClick={() => go(viewUrl({ ...readView(new URLSearchParams()), about: view.about }))}>Clear the filters</button></>}
        </p>
        <FactList graph={graph} seen={seen} change={change} />
      </div>
      <Detail graph={graph} network={network} view={view} change={change} expand={expand} />
    </div>
  );
}

/** + and - zoom, 0 fits, Escape lets go, unless something is being typed. */
function useKeys(picture: Picture | null, change: (next: Partial<View>) => void): void {
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.target as Element).closest("input, textarea, select") || event.ctrlKey || event.metaKey) return;
      if (event.key === "+" || event.key === "=") picture?.zoom(true);
      else if (event.key === "-") picture?.zoom(false);
      else if (event.key === "0") picture?.fit();
      else if (event.key === "Escape") latest.current({ node: "", edge: "", path: null });
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [picture]);
}

interface Part { view: View; change: (next: Partial<View>) => void }

function Scope({ network, view, change }: Part & { network: Network }) {
  if (!view.about.length) {
    return (
      <label class="scope">Best connected entities
        <select value={String(view.limit)} onChange={(e) => change({ limit: Number(e.currentTarget.value) })}>
          {[100, 300, 1000, 5000].map((n) => <option key={n} value={n}>{n.toLocaleString("en")}</option>)}
        </select>
      </label>
    );
  }
  const names = new Map(network.nodes.map((row) => [row[0], row[1]]));
  return (
    <div class="scope">
      <ul class="tags" aria-label="Entities that are expanded">
        {view.about.map((iri) => (
          <li key={iri}>{names.get(iri) ?? iri}
            <button type="button" class="plain" aria-label={`Remove ${names.get(iri) ?? iri}`}
              onClick={() => change({ about: view.about.filter((one) => one !== iri), node: "", edge: "", path: null })}>×</button>
          </li>
        ))}
      </ul>
      <label>Steps around them
        <select value={String(view.depth)} onChange={(e) => change({ depth: Number(e.currentTarget.value) })}>
          {[1, 2, 3].map((n) => <option key={n}>{n}</option>)}
        </select>
      </label>
      <button type="button" class="link" onClick={() => change({ about: [], node: "", edge: "", path: null })}>Show the whole graph</button>
    </div>
  );
}

const LAYOUTS: [LayoutName, string][] = [["force", "Force"], ["type", "By type"], ["time", "Time"]];

function Toolbar({ view, change, picture, seen }: Part & { picture: Picture | null; seen: Seen }) {
  const save = (kind: string) => {
    if (!picture) return;
    if (kind === "png") void savePng(picture);
    if (kind === "svg") download("newskg.svg", toSvg(picture, seen), "image/svg+xml");
    if (kind === "gexf") download("newskg.gexf", toGexf(picture.graph, seen), "application/gexf+xml");
  };
  return (
    <div class="toolbar">
      <div class="segments" role="group" aria-label="Layout">
        {LAYOUTS.map(([layout, name]) => (
          <button key={layout} type="button" aria-pressed={view.layout === layout} onClick={() => change({ layout })}>{name}</button>
        ))}
      </div>
      <div class="segments" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" onClick={() => picture?.zoom(false)}>−</button>
        <button type="button" aria-label="Zoom in" onClick={() => picture?.zoom(true)}>+</button>
        <button type="button" onClick={() => picture?.fit()}>Fit</button>
      </div>
      <div class="segments" role="group" aria-label="Save as">
        {["png", "svg", "gexf"].map((kind) => (
          <button key={kind} type="button" aria-label={`Save as ${kind.toUpperCase()}`} onClick={() => save(kind)}>{kind.toUpperCase()}</button>
        ))}
      </div>
    </div>
  );
}

/** Sigma within Preact: makes the picture, keeps its look and layout in step with the view. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Seen, View } from "../graph/filtering";
import { byType, force, onTime } from "../graph/layouts";
import type { Graph } from "../graph/model";
import { Picture } from "../graph/picture";
import type { Chosen } from "../graph/picture";
import { plural } from "../words";

interface Props {
  graph: Graph;
  view: View;
  seen: Seen;
  /** The nodes on the ways between two that are chosen. */
  path: string[];
  onPicture: (picture: Picture | null) => void;
  onNode: (iri: string, both: boolean) => void;
  onEdge: (key: string) => void;
  onOpen: (iri: string) => void;
  onStage: () => void;
}

export function Canvas(props: Props) {
  const { graph, view, seen } = props;
  const container = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const look = useMemo(() => ({}), [graph, seen, view.node, view.edge, props.path.join()]);
  const drawn = useRef<object>();

  useEffect(() => {
    if (!container.current) return;
    const made = new Picture(container.current, graph, {
      onNode: (iri, { both }) => latest.current.onNode(iri, both),
      onEdge: (key) => latest.current.onEdge(key),
      onOpen: (iri) => latest.current.onOpen(iri),
      onStage: () => latest.current.onStage(),
    }, seen, chosen(props));
    picture.current = made;
    drawn.current = look;
    props.onPicture(made);
    const unmarked = onceShown(() => {
      performance.mark("newskg:picture");
      made.container.dataset["shown"] = "yes";
    });
    return () => {
      unmarked();
      picture.current = null;
      made.kill();
    };
  }, []);

  useEffect(() => {
    if (picture.current && picture.current.graph !== graph) picture.current.setGraph(graph);
  }, [graph]);

  useEffect(() => {
    if (drawn.current !== look) picture.current?.setLook(seen, chosen(props));
    drawn.current = look;
  }, [look]);

  useEffect(() => {
    if (props.path.length && container.current?.dataset["settled"] === "yes") picture.current?.focus(props.path);
  }, [props.path.join()]);

  useEffect(() => {
    const shown = picture.current;
    const box = container.current;
    if (!shown || !box) return;
    if (view.layout !== "force") {
      shown.setNotes(view.layout === "type" ? byType(graph) : onTime(graph, (edge) => seen.edges.has(edge)));
      shown.sigma.refresh();
      box.dataset["settled"] = "yes";
      return;
    }
    shown.setNotes([]);
    box.dataset["settled"] = "no";
    return onceShown(() => force(graph, (done) => {
      shown.sigma.refresh();
      if (done && latest.current.path.length) shown.focus(latest.current.path);
      if (done) box.dataset["settled"] = "yes";
    }));
  }, [graph, view.layout, view.layout === "time" ? seen : null]);

  const said = `Picture of ${plural(seen.nodes.size, "entity", "entities")} and ${plural(seen.edges.size, "fact")}; the list below it says the same`;
  return <div ref={container} class="canvas" role="img" aria-label={said} />;
}

const chosen = ({ graph, view, path }: Props): Chosen => ({
  nodes: new Set(view.path ?? (graph.hasNode(view.node) ? [view.node] : [])),
  edge: graph.hasEdge(view.edge) ? view.edge : "",
  path: new Set(path),
});

/** Starts something once the picture is on the screen, since both want the processor; returns what stops it. */
function onceShown(start: () => (() => void) | void): () => void {
  let stop = () => clearTimeout(timer);
  let timer = 0;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(() => {
      stop = start() ?? stop;
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

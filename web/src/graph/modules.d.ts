declare const LAYOUT_WORKER: string;
declare const LAYOUT_SOURCE: string;
declare const EDITOR_STYLE: string;

declare module "graphology-layout-forceatlas2/iterate" {
  export default function iterate(settings: object, nodes: Float32Array, edges: Float32Array): object;
}

declare module "graphology-layout-forceatlas2/helpers" {
  import type Graph from "graphology";
  const helpers: {
    graphToByteArrays(graph: Graph, weight: () => number): { nodes: Float32Array; edges: Float32Array };
  };
  export default helpers;
}

/** ForceAtlas2 in a worker of its own: matrices in, positions out as they improve. */
import iterate from "graphology-layout-forceatlas2/iterate";

export interface Work {
  settings: object;
  nodes: Float32Array;
  edges: Float32Array;
  /** How many iterations in all. */
  iterations: number;
  /** Milliseconds between two pictures. */
  every: number;
}
export interface Progress { nodes: Float32Array; done: boolean }

addEventListener("message", ({ data }: MessageEvent<Work>) => {
  let shown = performance.now();
  for (let n = 1; n <= data.iterations; n++) {
    iterate(data.settings, data.nodes, data.edges);
    const done = n === data.iterations;
    if (done || performance.now() - shown > data.every) {
      const progress: Progress = { nodes: data.nodes.slice(), done };
      postMessage(progress);
      shown = performance.now();
    }
  }
});

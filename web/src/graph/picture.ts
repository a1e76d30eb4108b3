/** The picture: Sigma over a graph, with what is pointed at, chosen and filtered. */
import { EdgeCurvedArrowProgram } from "@sigma/edge-curve";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram, NodePointProgram } from "sigma/rendering";
import type { EdgeProgramType, NodeProgramType } from "sigma/rendering";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";
import { THEME_CHANGED, styled } from "../theme";
import type { Seen } from "./filtering";
import { Room } from "./labels";
import type { Note } from "./layouts";
import { MANY_EDGES } from "./model";
import type { EdgeData, Graph, NodeData } from "./model";

const SPACED = 400;
const LONGEST = 34;
type Program = EdgeProgramType<NodeData, EdgeData>;
const POINT = NodePointProgram as unknown as NodeProgramType<NodeData, EdgeData>; // a vertex for each node rather than three
const THIN = EdgeLineProgram as unknown as Program; // a pixel wide, of what a processor draws fast
const LINE = EdgeRectangleProgram as unknown as Program;
const ARROW = EdgeArrowProgram as unknown as Program;
const CURVED = EdgeCurvedArrowProgram as unknown as Program;

interface Label {
  context: CanvasRenderingContext2D;
  data: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;
}
export interface Chosen { nodes: Set<string>; edge: string; path: Set<string> }
interface Handlers {
  onNode: (iri: string, event: { both: boolean }) => void;
  onEdge: (key: string) => void;
  onOpen: (iri: string) => void;
  onStage: () => void;
}

export class Picture {
  readonly sigma: Sigma<NodeData, EdgeData>;
  private near: Set<string> | null = null;
  private hovered = "";
  private notes: Note[] = [];
  private labels: Label[] = [];
  private colors: Record<string, string> = {};
  private readonly overlay: HTMLDivElement;
  private readonly resized = new ResizeObserver(() => {
    const { width, height } = this.sigma.getDimensions();
    if (this.container.offsetWidth === width && this.container.offsetHeight === height) return; // as at first
    this.sigma.resize();
    this.sigma.scheduleRender();
  });
  private readonly onTheme = () => {
    this.readTheme();
    this.sigma.refresh({ skipIndexation: true });
  };

  /** Draws at once, and once: the look is given rather than set afterwards, since each look draws all anew. */
  constructor(
    readonly container: HTMLElement,
    public graph: Graph,
    handlers: Handlers,
    private seen: Seen | null = null,
    private chosen: Chosen = { nodes: new Set(), edge: "", path: new Set() },
  ) {
    this.readTheme();
    this.findNear();
    const many = graph.size > MANY_EDGES;
    this.sigma = new Sigma<NodeData, EdgeData>(graph, container, {
      defaultEdgeType: "line",
      ...(many && { nodeProgramClasses: { circle: POINT } }),
      edgeProgramClasses: many ? { line: THIN } : { line: LINE, arrow: ARROW, curved: CURVED },
      enableEdgeEvents: !many,
      hideEdgesOnMove: many,
      hideLabelsOnMove: many,
      renderEdgeLabels: !many,
      labelDensity: many ? 0.35 : 1.5,
      labelGridCellSize: many ? 140 : 60,
      labelRenderedSizeThreshold: graph.order > 300 ? 7 : 2,
      edgeLabelSize: 11,
      labelSize: 13,
      labelFont: "system-ui, sans-serif",
      edgeLabelFont: "system-ui, sans-serif",
      labelColor: { color: this.colors["ink"] ?? "" },
      edgeLabelColor: { color: this.colors["ink"] ?? "" },
      zIndex: true,
      minCameraRatio: 0.02,
      maxCameraRatio: 6,
      stagePadding: 45,
      defaultDrawNodeLabel: (context, data) => void this.labels.push({ context, data }),
      defaultDrawNodeHover: (context, data, settings) => this.drawHover(context, data, settings),
      nodeReducer: (node, data) => this.nodeLook(node, data),
      edgeReducer: (edge, data) => this.edgeLook(edge, data),
      allowInvalidContainer: true,
    });
    this.overlay = container.appendChild(document.createElement("div"));
    this.overlay.className = "notes";
    this.overlay.setAttribute("aria-hidden", "true");
    this.listen(container, handlers);
    this.name(); // Sigma has drawn already
    addEventListener(THEME_CHANGED, this.onTheme);
    this.resized.observe(container);
  }

  private listen(container: HTMLElement, handlers: Handlers): void {
    this.sigma.on("clickNode", ({ node, event }) => {
      const { shiftKey, ctrlKey, metaKey } = event.original as MouseEvent;
      handlers.onNode(node, { both: shiftKey || ctrlKey || metaKey });
    });
    this.sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      handlers.onOpen(node);
    });
    this.sigma.on("clickEdge", ({ edge }) => handlers.onEdge(edge));
    this.sigma.on("clickStage", () => handlers.onStage());
    this.sigma.on("enterNode", ({ node }) => this.hover(node, container));
    this.sigma.on("leaveNode", () => this.hover("", container));
    this.sigma.on("enterEdge", () => container.classList.add("pointing"));
    this.sigma.on("leaveEdge", () => container.classList.remove("pointing"));
    this.sigma.on("beforeRender", () => (this.labels = []));
    this.sigma.on("afterRender", () => this.name());
  }

  /** Adds the names to what Sigma has drawn. */
  private name(): void {
    const room = this.room();
    this.placeNotes(room);
    this.drawLabels(room);
  }

  private hover(node: string, container: HTMLElement): void {
    this.hovered = node;
    container.classList.toggle("pointing", !!node);
    if (this.graph.size <= MANY_EDGES) this.look();
  }

  /** Shows another graph, as after expanding a node. */
  setGraph(graph: Graph): void {
    this.graph = graph;
    this.near = null;
    this.hovered = "";
    this.sigma.setGraph(graph);
  }

  setLook(seen: Seen, chosen: Chosen): void {
    this.seen = seen;
    this.chosen = chosen;
    this.look();
  }

  setNotes(notes: Note[]): void {
    if (!notes.length && !this.notes.length) return;
    this.notes = notes;
    this.overlay.replaceChildren(...notes.map((note) => {
      const shown = document.createElement("span");
      shown.textContent = note.text;
      shown.className = note.x === null ? "lane" : note.y === null ? "tick" : "group";
      return shown;
    }));
    const points = notes.flatMap(({ x, y }) => (x === null || y === null ? [] : [{ x, y }]));
    this.sigma.setCustomBBox(notes.length ? this.around(points, notes.some((note) => note.x === null)) : null);
    this.placeNotes(null);
  }

  /** What holds all nodes and the given points, with room at the left for the names of lanes. */
  private around(points: { x: number; y: number }[], lanes: boolean): { x: [number, number]; y: [number, number] } {
    const all = [...points, ...this.graph.mapNodes((_, { x, y }) => ({ x, y }))];
    const span = (values: number[]): [number, number] => [
      values.reduce((low, one) => Math.min(low, one), Infinity), values.reduce((high, one) => Math.max(high, one), -Infinity),
    ];
    const [left, right] = span(all.map(({ x }) => x));
    return { x: [lanes ? left - 0.16 * (right - left) : left, right], y: span(all.map(({ y }) => y)) };
  }

  /** Moves to some nodes, so that they fill most of the picture. */
  focus(nodes: string[]): void {
    const at = nodes.flatMap((node) => this.sigma.getNodeDisplayData(node) ?? []);
    const [xs, ys] = [at.map(({ x }) => x), at.map(({ y }) => y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    if (!at.length) return;
    const ratio = Math.min(1, Math.max(0.25, 1.8 * Math.max(right - left, high - low)));
    void this.sigma.getCamera().animate({ x: (left + right) / 2, y: (low + high) / 2, ratio }, { duration: 200 });
  }

  fit(): void {
    void this.sigma.getCamera().animatedReset({ duration: 200 });
  }

  zoom(closer: boolean): void {
    const camera = this.sigma.getCamera();
    void (closer ? camera.animatedZoom({ duration: 150 }) : camera.animatedUnzoom({ duration: 150 }));
  }

  kill(): void {
    removeEventListener(THEME_CHANGED, this.onTheme);
    this.resized.disconnect();
    this.overlay.remove();
    this.sigma.kill();
  }

  private look(): void {
    this.findNear();
    this.sigma.refresh({ skipIndexation: true });
  }

  private findNear(): void {
    const centre = this.hovered || (this.chosen.nodes.size === 1 ? [...this.chosen.nodes][0] : "");
    this.near = centre && this.graph.hasNode(centre) ? new Set([centre, ...this.graph.neighbors(centre)]) : null;
  }

  /** How a node looks; `data` is a copy that Sigma made for us to change, as is that of an edge. */
  private nodeLook(node: string, data: NodeData): Partial<NodeDisplayData> {
    if (this.seen && !this.seen.nodes.has(node)) return Object.assign(data, { hidden: true });
    const { nodes, path } = this.chosen;
    const chosen = nodes.has(node) || path.has(node);
    const faded = !chosen && (path.size ? !path.has(node) : this.near ? !this.near.has(node) : false);
    if (faded) return Object.assign(data, { color: this.colors["faded"], label: null, zIndex: 0 });
    return Object.assign(data, { highlighted: nodes.has(node), forceLabel: chosen, zIndex: chosen ? 2 : 1 });
  }

  private edgeLook(edge: string, data: EdgeData): Partial<EdgeData & { hidden: boolean; zIndex: number }> {
    if (this.seen && !this.seen.edges.has(edge)) return Object.assign(data, { hidden: true });
    const { path } = this.chosen;
    const color = this.colors[data.status] ?? "";
    if (edge !== this.chosen.edge && !path.size && !this.near) {
      return Object.assign(data, { color, zIndex: 1, label: this.graph.size > 40 ? "" : data.label });
    }
    const [source, target] = this.graph.extremities(edge);
    if (edge === this.chosen.edge) return { ...data, color: this.colors["accent"], size: 4, zIndex: 3 };
    if (path.size) {
      const on = path.has(source) && path.has(target);
      return { ...data, color: on ? this.colors["accent"] : this.colors["faded"], size: on ? 3 : 1, label: on ? data.label : "", zIndex: on ? 2 : 0 };
    }
    const centre = this.hovered || [...this.chosen.nodes][0];
    const on = source === centre || target === centre;
    return { ...data, color: on ? color : this.colors["faded"], label: on ? data.label : "", zIndex: on ? 1 : 0 };
  }

  private readTheme(): void {
    for (const name of ["ink", "card", "line", "faded", "accent", "actual", "planned", "denied"]) {
      this.colors[name] = styled(`--graph-${name}`);
    }
    if (this.sigma) this.applyColors();
  }

  private applyColors(): void {
    const ink = this.colors["ink"] ?? "#000";
    this.sigma.setSetting("labelColor", { color: ink });
    this.sigma.setSetting("edgeLabelColor", { color: ink });
  }

  /** The room for names in this drawing: where few nodes are shown, names keep off their dots. */
  private room(): Room {
    const { width, height } = this.sigma.getDimensions();
    const room = new Room(width, height);
    if (this.graph.order > SPACED) return room;
    this.graph.forEachNode((node, { x, y, size }) => {
      if (this.seen && !this.seen.nodes.has(node)) return;
      const at = this.sigma.graphToViewport({ x, y });
      const r = this.sigma.scaleSize(size) * 0.8;
      room.takeDot({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });
    });
    return room;
  }

  /** Draws the names that Sigma chose, those of the best connected first. */
  private drawLabels(room: Room): void {
    const { labelSize, labelFont } = this.sigma.getSettings();
    for (const { context, data } of this.labels.sort((a, b) => b.data.size - a.data.size)) {
      if (!data.label || data.highlighted) continue; // what is chosen has its name in a box
      const shown = data.label.length > LONGEST ? `${data.label.slice(0, LONGEST - 1)}…` : data.label;
      context.font = `${labelSize}px ${labelFont}`;
      const width = context.measureText(shown).width;
      const box = room.place(data.x, data.y, data.size, width, labelSize + 2);
      if (!box) continue;
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = this.colors["card"] ?? "";
      context.strokeText(shown, box.left, box.bottom - 4);
      context.fillStyle = this.colors["ink"] ?? "";
      context.fillText(shown, box.left, box.bottom - 4);
    }
    this.labels = [];
  }

  private drawHover(
    context: CanvasRenderingContext2D,
    data: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">,
    settings: Settings<NodeData, EdgeData>,
  ): void {
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
    context.strokeStyle = this.colors["ink"] ?? "";
    context.lineWidth = 2;
    context.stroke();
    if (!data.label) return;
    context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
    const width = context.measureText(data.label).width;
    const right = data.x + data.size + 5;
    const fits = right + width + 12 < this.container.offsetWidth;
    const left = fits ? right : data.x - data.size - 17 - width;
    context.fillStyle = this.colors["card"] ?? "";
    context.strokeStyle = this.colors["line"] ?? "";
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(left, data.y - 11, width + 12, 22, 4);
    context.fill();
    context.stroke();
    context.fillStyle = this.colors["ink"] ?? "";
    context.fillText(data.label, left + 6, data.y + settings.labelSize / 3);
  }

  private placeNotes(room: Room | null): void {
    const { width, height } = this.sigma.getDimensions();
    this.notes.forEach((note, n) => {
      const shown = this.overlay.children[n] as HTMLElement | undefined;
      if (!shown) return;
      const at = this.sigma.graphToViewport({ x: note.x ?? 0, y: note.y ?? 0 });
      const x = note.x === null ? 8 : at.x;
      const y = note.y === null ? 0 : at.y;
      shown.hidden = x < 0 || x > width || y < 0 || y > height;
      const middle = shown.className === "group" ? " translate(-50%, -50%)" : "";
      shown.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)${middle}`;
      if (shown.hidden || note.y === null) return;
      const wide = 7.5 * note.text.length;
      const left = note.x === null ? x : x - wide / 2;
      room?.takeName({ left, right: left + wide, top: y - (note.x === null ? 21 : 10), bottom: y + 10 });
    });
  }
}

/** The result of a query: as a table, a graph, a chart, or a file. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Binding } from "../api";
import { entityUrl, articleUrl } from "../router";
import { asNumber, fetchResult, isDate } from "../sparql/run";
import type { Table } from "../sparql/run";
import { local, number, plural } from "../words";
import { BarChart, TimeChart } from "./chart";
import { Empty, Loading } from "./states";

const MOST_ROWS = 500;
const MOST_BARS = 30;
const SHAPES = ["Table", "Graph", "Chart"] as const;
type Shape = (typeof SHAPES)[number];

const FILES: Record<"table" | "graph", [name: string, type: string, ending: string][]> = {
  table: [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"], ["XML", "application/sparql-results+xml", "xml"]],
  graph: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["RDF/XML", "application/rdf+xml", "rdf"], ["JSON-LD", "application/ld+json", "jsonld"]],
};

export function ResultView({ sparql, result }: { sparql: string; result: Table }) {
  const [shape, setShape] = useState<Shape>(result.kind === "graph" ? "Graph" : "Table");
  const files = result.kind === "graph" ? FILES.graph : result.kind === "ask" ? FILES.table.slice(2) : FILES.table;
  return (
    <section class="result" aria-label="Result">
      <div class="toolbar">
        <div class="segments" role="group" aria-label="Show as">
          {SHAPES.map((name) => <button key={name} type="button" aria-pressed={shape === name} onClick={() => setShape(name)}>{name}</button>)}
        </div>
        <span class="soft" role="status">{plural(result.rows.length, result.kind === "graph" ? "triple" : "row")} in {number(Math.round(result.milliseconds))} ms</span>
        <span class="downloads">
          Download {files.map(([name, type, ending]) => <Download key={name} sparql={sparql} name={name} type={type} ending={ending} />)}
        </span>
      </div>
      {!result.rows.length ? <Empty><p>The query is fine, and nothing in the graph matches it.</p></Empty>
        : shape === "Table" ? <TableView result={result} />
        : shape === "Graph" ? <GraphView result={result} /> : <ChartView result={result} />}
    </section>
  );
}

function Download({ sparql, name, type, ending }: { sparql: string; name: string; type: string; ending: string }) {
  const get = async () => {
    const blob = await (await fetchResult(sparql, type)).blob();
    const { download } = await import("../graph/download");
    download(`result.${ending}`, blob);
  };
  return <button type="button" class="link" onClick={get} aria-label={`Download as ${name}`}>{name}</button>;
}

function Cell({ cell }: { cell: Binding | null }) {
  if (!cell) return <></>;
  if (cell.type === "uri") {
    const shown = local(cell.value);
    if (/\/newskg\/id\//.test(cell.value)) return <a href={entityUrl(cell.value)}>{shown}</a>;
    const article = /\/newskg\/article\/([^#]+)(?:#char=(\d+),(\d+))?/.exec(cell.value);
    if (article) {
      const span = article[2] ? { start: Number(article[2]), end: Number(article[3]) } : undefined;
      return <a href={articleUrl(decodeURIComponent(article[1] ?? ""), span)}>{shown}</a>;
    }
    return <span title={cell.value}>{shown}</span>;
  }
  const value = asNumber(cell);
  return <>{value === null ? cell.value : number(value)}</>;
}

function TableView({ result }: { result: Table }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Result table">
      <table>
        <thead><tr>{result.columns.map((name, m) => <th key={name} scope="col" class={asNumber(result.rows[0]?.[m]) !== null ? "number" : undefined}>{name}</th>)}</tr></thead>
        <tbody>
          {result.rows.slice(0, MOST_ROWS).map((row, n) => (
            <tr key={n}>{row.map((cell, m) => <td key={m} class={asNumber(cell) !== null ? "number" : undefined}><Cell cell={cell} /></td>)}</tr>
          ))}
        </tbody>
      </table>
      {result.rows.length > MOST_ROWS && <p class="soft">The first {MOST_ROWS} rows; a download has all.</p>}
    </div>
  );
}

function ChartView({ result }: { result: Table }) {
  const first = result.rows[0] ?? [];
  const values = first.map((_, m) => m).filter((m) => result.rows.some((row) => asNumber(row[m]) !== null));
  const measured = values.at(-1);
  if (measured === undefined) {
    return <Empty><p>A chart needs a column of numbers, such as <code>(COUNT(*) AS ?count)</code>.</p></Empty>;
  }
  const dated = first.findIndex((_, m) => result.rows.every((row) => !row[m] || isDate(row[m])));
  const name = result.columns[measured] ?? "";
  if (dated >= 0 && dated !== measured) {
    const points = result.rows.flatMap((row) => {
      const value = asNumber(row[measured]);
      const when = row[dated]?.value;
      return value !== null && when ? [{ when, label: when, value }] : [];
    });
    return <TimeChart points={points} unit={null} name={name} />;
  }
  const labelled = first.findIndex((_, m) => m !== measured);
  const bars = result.rows.slice(0, MOST_BARS).flatMap((row, n) => {
    const value = asNumber(row[measured]);
    const label = row[labelled];
    return value === null ? [] : [{ label: label ? (label.type === "uri" ? local(label.value) : label.value) : String(n + 1), value }];
  });
  return (
    <>
      <BarChart bars={bars} name={name} />
      {result.rows.length > MOST_BARS && <p class="soft">The first {MOST_BARS} rows.</p>}
    </>
  );
}

/** Rows as edges: of triples as they are, of a table from its first column to each other one. */
function GraphView({ result }: { result: Table }) {
  const box = useRef<HTMLDivElement>(null);
  const [empty, setEmpty] = useState(false);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let kill: (() => void) | undefined;
    let gone = false;
    void import("../sparql/picture").then(({ drawResult }) => {
      if (gone || !box.current) return;
      const drawn = drawResult(box.current, result);
      setReady(true);
      if (drawn) kill = drawn;
      else setEmpty(true);
    });
    return () => {
      gone = true;
      kill?.();
    };
  }, [result]);
  if (empty) return <Empty><p>A graph needs two columns of names or IRIs in each row, or a <code>CONSTRUCT</code> query.</p></Empty>;
  return (
    <>
      {!ready && <Loading what="Drawing" />}
      <div class="canvas small" ref={box} role="img" aria-label="The result as a graph; the table says the same" />
    </>
  );
}

/** SPARQL: an editor that knows the ontology, saved and named queries, results in four shapes. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api";
import type { NamedQuery } from "../api";
import { ResultView } from "../parts/results";
import { Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { go, queryUrl } from "../router";
import { run } from "../sparql/run";
import { readSaved, writeSaved } from "../sparql/saved";
import type { Editor } from "../sparql/editor";

const FIRST = `SELECT ?who ?relation ?whom ?article WHERE {
  ?statement a nk:Statement ; nk:status nk:actual ;
    rdf:subject/rdfs:label ?who ; rdf:object/rdfs:label ?whom ;
    rdf:predicate ?p ; prov:wasDerivedFrom/nk:title ?article .
  BIND (STRAFTER(STR(?p), "newskg/") AS ?relation)
} ORDER BY ?who ?relation LIMIT 50`;

export function QueryPage({ query }: { query: URLSearchParams }) {
  const asked = query.get("query");
  const [text, setText] = useState(asked ?? FIRST);
  const [given, setGiven] = useState({ text }); // what the editor is told to hold; it tells what it does hold
  const [turn, setTurn] = useState(0);
  const result = useLoaded(asked === null ? null : `${turn} ${asked}`, () => run(asked ?? ""));
  useTitle("SPARQL");
  useEffect(() => {
    if (asked !== null && asked !== text) put(asked);
  }, [asked]);
  const put = (sparql: string) => {
    setText(sparql);
    setGiven({ text: sparql });
  };
  const start = (sparql: string) => {
    go(queryUrl(sparql));
    setTurn((n) => n + 1);
  };
  return (
    <div class="query-page">
      <h1>SPARQL</h1>
      <Library onQuery={(sparql) => { put(sparql); start(sparql); }} />
      <EditorBox given={given} onText={setText} onRun={start} />
      <Actions text={text} onRun={() => start(text)} onText={put} />
      {result.loading && <Loading what="Running the query" />}
      {result.error && <Failure error={result.error} again={result.again} />}
      {result.value && <ResultView sparql={asked ?? ""} result={result.value} />}
    </div>
  );
}

interface EditorProps { given: { text: string }; onText: (text: string) => void; onRun: (text: string) => void }

function EditorBox({ given, onText, onRun }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef({ onText, onRun });
  latest.current = { onText, onRun };
  const held = useRef(given.text);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    let gone = false;
    import("../sparql/editor").then(
      async ({ makeEditor }) => {
        if (gone || !box.current) return;
        editor.current = await makeEditor(box.current, () => held.current, {
          onText: (now) => latest.current.onText((held.current = now)),
          onRun: (now) => latest.current.onRun(now),
        });
      },
      (failed: Error) => setError(failed),
    );
    return () => {
      gone = true;
      editor.current?.destroy();
      editor.current = null;
    };
  }, []);
  useEffect(() => editor.current?.set((held.current = given.text)), [given]);
  if (error) return <Failure error={error} />;
  return <div class="editor" ref={box}><textarea aria-label="SPARQL query" defaultValue={given.text} onInput={(e) => onText((held.current = e.currentTarget.value))} /></div>;
}

interface ActionsProps { text: string; onRun: () => void; onText: (text: string) => void }

function Actions({ text, onRun, onText }: ActionsProps) {
  const [saved, setSaved] = useState(readSaved);
  const [name, setName] = useState("");
  const [copied, setCopied] = useState("");
  const keep = (next: Record<string, string>) => {
    writeSaved(next);
    setSaved(next);
  };
  const copy = async () => {
    const url = new URL(queryUrl(text), location.href).href;
    try {
      await navigator.clipboard.writeText(url);
      setCopied("Link copied");
    } catch {
      go(queryUrl(text), { replace: true });
      setCopied("The link stands in the address bar");
    }
  };
  return (
    <div class="toolbar query">
      <button type="button" class="primary" onClick={onRun} title="Ctrl+Enter">Run</button>
      <button type="button" onClick={copy}>Copy link</button>
      <span role="status" class="soft">{copied}</span>
      <form class="save" onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep({ ...saved, [name.trim()]: text });
        setName("");
      }}>
        <input type="text" aria-label="Name to save the query under" placeholder="Name" value={name} maxLength={60}
          onInput={(event) => setName(event.currentTarget.value)} />
        <button disabled={!name.trim()}>Save</button>
      </form>
      {Object.keys(saved).length > 0 && (
        <ul class="tags" aria-label="Saved queries">
          {Object.entries(saved).map(([title, sparql]) => (
            <li key={title}>
              <button type="button" class="link" onClick={() => onText(sparql)}>{title}</button>
              <button type="button" class="plain" aria-label={`Delete ${title}`} onClick={() => {
                const { [title]: _, ...rest } = saved;
                keep(rest);
              }}>×</button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The queries that the program has by name, each with its parameters. */
function Library({ onQuery }: { onQuery: (sparql: string) => void }) {
  const queries = useLoaded("queries", api.queries);
  const [chosen, setChosen] = useState<NamedQuery | null>(null);
  const [failed, setFailed] = useState("");
  if (!queries.value?.length) return null;
  const fill = async (values: Record<string, string>) => {
    if (!chosen) return;
    try {
      setFailed("");
      onQuery(await api.filled(chosen.name, values));
    } catch (error) {
      setFailed((error as Error).message);
    }
  };
  return (
    <div class="library">
      <label>Named query
        <select value={chosen?.name ?? ""} onChange={(event) => {
          setFailed("");
          setChosen(queries.value?.find((one) => one.name === event.currentTarget.value) ?? null);
        }}>
          <option value="">Choose …</option>
          {queries.value.map((one) => <option key={one.name} value={one.name}>{one.description}</option>)}
        </select>
      </label>
      {chosen && <Parameters key={chosen.name} query={chosen} onFill={fill} />}
      {failed && <p class="warn" role="alert">{failed}</p>}
    </div>
  );
}

function Parameters({ query, onFill }: { query: NamedQuery; onFill: (values: Record<string, string>) => void }) {
  const typed = query.parameters.map((one) => {
    const [, name = "", kind = "", preset = ""] = one.match(/^([^:]+):([^=]+)=?(.*)$/) ?? [];
    return { name, kind, preset: preset === '""' ? "" : preset, needed: !one.includes("=") };
  });
  return (
    <form class="parameters" onSubmit={(event) => {
      event.preventDefault();
      const data = new FormData(event.currentTarget);
      const values = [...data.entries()].map(([name, value]) => [name, String(value)] as const);
      onFill(Object.fromEntries(values.filter(([name, value]) => value || typed.some((one) => one.name === name && one.needed))));
    }}>
      {typed.map((one) => (
        <label key={one.name}>{one.name}
          <input type="text" name={one.name} defaultValue={one.preset} required={one.needed} placeholder={one.kind} />
        </label>
      ))}
      <button>Run {query.name}</button>
    </form>
  );
}

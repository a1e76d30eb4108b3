/** The filters beside the picture; those of types are its legend. */
import type { Network, Status } from "../api";
import type { View } from "../graph/filtering";
import { STATUSES, typeName } from "../words";
import { Dot } from "./pieces";

interface Props { network: Network; view: View; change: (change: Partial<View>) => void }

export function Filters({ network, view, change }: Props) {
  const types = counted(network.nodes.map((row) => row[2]));
  const relations = counted(network.edges.map((row) => network.relations[row[2]]?.label ?? ""));
  const used = counted(network.edges.map((row) => row[3]));
  return (
    <>
      <Choices title="Types" names={types} chosen={view.types} onChange={(types) => change({ types })}
        show={(name) => <><Dot type={name} />{typeName(name)}</>} />
      <Statuses used={used} view={view} change={change} />
      <Choices title="Relations" names={relations} chosen={view.relations} onChange={(relations) => change({ relations })}
        show={(name) => name} />
      <fieldset>
        <legend>Time</legend>
        <div class="pair">
          <label>From <input type="date" value={view.from} onChange={(e) => change({ from: e.currentTarget.value })} /></label>
          <label>To <input type="date" value={view.to} onChange={(e) => change({ to: e.currentTarget.value })} /></label>
        </div>
      </fieldset>
      <fieldset>
        <legend>Source</legend>
        <label>Article
          <select value={view.article} onChange={(e) => change({ article: e.currentTarget.value })}>
            <option value="">All articles</option>
            {network.articles.map((one) => <option key={one.id} value={one.id}>{one.title ?? one.id}</option>)}
          </select>
        </label>
        <label>Confidence at least {Math.round(view.least * 100)} %
          <input type="range" min={0} max={100} step={5} value={view.least * 100}
            onInput={(e) => change({ least: Number(e.currentTarget.value) / 100 })} />
        </label>
      </fieldset>
    </>
  );
}

function counted(names: string[]): [string, number][] {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

interface ChoicesProps {
  title: string;
  names: [string, number][];
  chosen: string[] | null;
  onChange: (chosen: string[] | null) => void;
  show: (name: string) => preact.ComponentChildren;
}

/** Check boxes of which none checked would show nothing, so "only" picks one and "all" all. */
function Choices({ title, names, chosen, onChange, show }: ChoicesProps) {
  const all = names.map(([name]) => name);
  const toggle = (name: string) => {
    const now = chosen ?? all;
    const next = now.includes(name) ? now.filter((one) => one !== name) : [...now, name];
    onChange(all.every((one) => next.includes(one)) ? null : next);
  };
  return (
    <fieldset>
      <legend>{title}</legend>
      {chosen && <button type="button" class="link all" onClick={() => onChange(null)}>Show all</button>}
      <ul class="choices">
        {names.map(([name, count]) => (
          <li key={name}>
            <label>
              <input type="checkbox" checked={!chosen || chosen.includes(name)} onChange={() => toggle(name)} />
              <span>{show(name)}</span>
            </label>
            <span class="soft">{count}</span>
            <button type="button" class="link only" aria-label={`Only ${name}`} onClick={() => onChange([name])}>only</button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Statuses({ used, view, change }: { used: [string, number][]; view: View; change: Props["change"] }) {
  const count = new Map(used);
  const toggle = (status: Status) => {
    const next = STATUSES.filter((one) => view.statuses.includes(one) !== (one === status));
    change({ statuses: next });
  };
  return (
    <fieldset>
      <legend>Status</legend>
      <ul class="choices">
        {STATUSES.map((status) => (
          <li key={status}>
            <label>
              <input type="checkbox" checked={view.statuses.includes(status)} onChange={() => toggle(status)} />
              <span><span class={`stroke ${status}`} aria-hidden="true" />{status}</span>
            </label>
            <span class="soft">{count.get(status) ?? 0}</span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

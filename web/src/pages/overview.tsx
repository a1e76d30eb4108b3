/** Overview: what the whole graph holds, and how well the articles cover it. */
import { api } from "../api";
import type { Overview, Status } from "../api";
import { Dot, EntityLink, Section, StatusChip } from "../parts/pieces";
import { Empty, Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { articleUrl } from "../router";
import { STATUSES, plural, typeName } from "../words";

export function OverviewPage() {
  const { value, error, again } = useLoaded("overview", api.overview);
  useTitle("Overview");
  if (error) return <Failure error={error} again={again} />;
  if (!value) return <Loading />;
  return (
    <>
      <h1>Overview</h1>
      <Counts value={value} />
      {!value.counts.entities && <Empty><p>This graph is empty: add articles with <code>kg build</code>.</p></Empty>}
      <div class="halves">
        <Section title="Best connected">
          <ol class="list bars">
            {value.top.map((one) => (
              <li key={one.iri}>
                <EntityLink end={one} />
                <Meter value={one.facts} most={value.top[0]?.facts ?? 1} />
              </li>
            ))}
          </ol>
        </Section>
        <Section title="Relations" count={value.relations.length}>
          <Relations value={value} />
        </Section>
        <Section title="Types" count={value.types.length}>
          <ol class="list bars">
            {value.types.map((one) => (
              <li key={one.name}>
                <a class="entity" href={`/explore?types=${encodeURIComponent(one.name)}`}><Dot type={one.name} />{typeName(one.name)}</a>
                <Meter value={one.count} most={value.types[0]?.count ?? 1} />
              </li>
            ))}
          </ol>
        </Section>
        <Section title="Latest build"><Build value={value} /></Section>
      </div>
      <Section title="Contradictions" count={value.contradictions.length}><Contradictions value={value} /></Section>
      <Section title="Coverage by article" count={value.articles.length}><Coverage value={value} /></Section>
    </>
  );
}

function Counts({ value }: { value: Overview }) {
  const { articles, entities, facts, numbers } = value.counts;
  const shown: [number, string][] = [[articles, "articles"], [entities, "entities"], [facts, "facts"], [numbers, "numbers"]];
  return (
    <dl class="counts">
      {shown.map(([count, name]) => <div key={name}><dt>{name}</dt><dd>{count.toLocaleString("en")}</dd></div>)}
    </dl>
  );
}

/** A share of the room that the number beside the bar leaves. */
const part = (value: number, most: number): string => `calc((100% - 3rem) * ${value / most})`;

function Meter({ value, most }: { value: number; most: number }) {
  return (
    <span class="meter">
      <span class="fill" style={{ width: part(value, most) }} aria-hidden="true" />
      <span class="value">{value.toLocaleString("en")}</span>
    </span>
  );
}

function Relations({ value }: { value: Overview }) {
  const most = value.relations[0]?.count ?? 1;
  return (
    <ol class="list bars">
      {value.relations.map((one) => (
        <li key={one.iri}>
          <a href={`/explore?rel=${encodeURIComponent(one.label)}`}>{one.label}</a>
          <span class="meter" title={STATUSES.map((s) => `${one.status[s] ?? 0} ${s}`).join(", ")}>
            {STATUSES.map((s) => one.status[s] && (
              <span key={s} class={`fill ${s}`} style={{ width: part(one.status[s] ?? 0, most) }} aria-hidden="true" />
            ))}
            <span class="value">{one.count.toLocaleString("en")}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

const moment = (time: string): string =>
  new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });

function Build({ value }: { value: Overview }) {
  const { build, counts } = value;
  const total = build.methods.reduce((sum, one) => sum + one.count, 0);
  const kinds = Map.groupBy(build.methods, (one) => one.name.split(":")[0] ?? one.name);
  return (
    <dl class="values">
      {build.written && <div><dt>Last written</dt><dd><time dateTime={build.written}>{moment(build.written)}</time></dd></div>}
      <div><dt>Articles with a build stamp</dt><dd>{build.stamped} of {counts.articles}</dd></div>
      {build.first && <div><dt>Published</dt><dd>{build.first} to {build.last}</dd></div>}
      <div><dt>Names joined to others</dt><dd>{build.joined}</dd></div>
      {[...kinds].map(([kind, found]) => (
        <div key={kind}>
          <dt>Found by {kind}</dt>
          <dd>{found.reduce((sum, one) => sum + one.count, 0)} of {total}</dd>
        </div>
      ))}
    </dl>
  );
}

function Contradictions({ value }: { value: Overview }) {
  if (!value.contradictions.length) {
    return <p class="soft">No fact is stated by one article and planned or denied by another.</p>;
  }
  return (
    <ul class="facts">
      {value.contradictions.map((one, n) => (
        <li key={n}>
          <EntityLink end={one.subject} /> {one.relation} <EntityLink end={one.object} />
          {(Object.entries(one.status) as [Status, string[]][]).map(([status, articles]) => (
            <span key={status}>
              <StatusChip status={status} />{" "}
              {articles.map((id) => <a class="small" key={id} href={articleUrl(id)}>{id} </a>)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Coverage({ value }: { value: Overview }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Coverage by article">
      <table>
        <thead>
          <tr>
            <th scope="col">Article</th><th scope="col">Published</th>
            <th scope="col" class="number">Entities</th><th scope="col" class="number">Facts</th><th scope="col" class="number">Numbers</th>
          </tr>
        </thead>
        <tbody>
          {value.articles.map((one) => (
            <tr key={one.id}>
              <td><a href={articleUrl(one.id)}>{one.title ?? one.id}</a></td>
              <td>{one.published ?? ""}</td>
              <td class="number">{one.entities}</td>
              <td class={one.facts ? "number" : "number warn"}>{one.facts}</td>
              <td class="number">{one.numbers}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!value.articles.length && <p class="soft">{plural(0, "article")}</p>}
    </div>
  );
}

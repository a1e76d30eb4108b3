/** Entity: all that the graph holds of one thing. */
import { api } from "../api";
import type { Entity, FactOf, NumberOf } from "../api";
import { TimeChart } from "../parts/chart";
import { Names } from "../parts/deciding";
import { Neighbours } from "../parts/neighbours";
import { Confidence, detailsLine, Dot, EntityLink, Quotes, Section, SourceLine, StatusChip } from "../parts/pieces";
import { Empty, Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { articleUrl, exploreUrl, long } from "../router";
import { local, plural, quantity, ranked, typeName } from "../words";

export function EntityPage({ query }: { query: URLSearchParams }) {
  const iri = long(query.get("id") ?? "");
  const loaded = useLoaded(iri, () => api.entity(iri));
  useTitle(loaded.value?.label ?? "Entity");
  if (loaded.error) return <Failure error={loaded.error} again={loaded.again} />;
  if (!loaded.value) return <Loading />;
  return <Shown entity={loaded.value} again={loaded.again} />;
}

function Shown({ entity, again }: { entity: Entity; again: () => void }) {
  const others = entity.names.filter((one) => one.name !== entity.label);
  return (
    <div class="entity-page">
      <header class="heading">
        <p class="kind"><Dot type={entity.type} />{typeName(entity.type)}</p>
        <h1>{entity.label}</h1>
        {others.length > 0 && <p class="soft">Also {others.map((one) => one.name).join(", ")}</p>}
        <p class="actions"><a class="button" href={exploreUrl(entity.iri)}>Explore from here</a></p>
      </header>
      <div class="columns">
        <div>
          <Facts facts={entity.facts} />
          {entity.plain.length > 0 && <Plain entity={entity} />}
          {entity.numbers.length > 0 && <Numbers numbers={entity.numbers} />}
        </div>
        <aside>
          <Neighbours entity={entity} />
          <Names entity={entity} onDecided={again} />
          <About entity={entity} />
        </aside>
      </div>
    </div>
  );
}

function Facts({ facts }: { facts: FactOf[] }) {
  if (!facts.length) {
    return <Empty><p>No article states a fact about it; it is mentioned only.</p></Empty>;
  }
  const groups = Map.groupBy(facts, (fact) => fact.said);
  return (
    <Section title="Facts" count={facts.length}>
      {[...groups].map(([said, found]) => (
        <div class="relation" key={said}>
          <h3>{said}</h3>
          <ul class="facts rows">{found.map((fact, n) => <FactRow fact={fact} key={n} />)}</ul>
        </div>
      ))}
    </Section>
  );
}

function FactRow({ fact }: { fact: FactOf }) {
  const details = detailsLine(fact.details);
  return (
    <li>
      <span><EntityLink end={fact.other} />{details && <span class="soft"> {details}</span>}</span>
      <StatusChip status={fact.status} />
      <Confidence value={fact.confidence} />
      <details>
        <summary>Evidence</summary>
        <Quotes quotes={fact.quotes} source={fact} words={[fact.subject.label, fact.object.label]} />
        {fact.method && <p class="soft small">Found by {fact.method}</p>}
      </details>
    </li>
  );
}

function Plain({ entity }: { entity: Entity }) {
  return (
    <Section title="Relations" count={entity.plain.length}>
      <ul class="facts">
        {entity.plain.map((one, n) => <li key={n}><span class="soft">{one.said}</span> <EntityLink end={one.other} /></li>)}
      </ul>
    </Section>
  );
}

function Numbers({ numbers }: { numbers: NumberOf[] }) {
  const groups = Map.groupBy(numbers, (one) => one.indicator);
  return (
    <Section title="Numbers" count={numbers.length}>
      {[...groups].map(([indicator, found]) => <Indicator key={indicator} name={indicator} numbers={found} />)}
    </Section>
  );
}

function Indicator({ name, numbers }: { name: string; numbers: NumberOf[] }) {
  const byUnit = [...Map.groupBy(numbers, (one) => one.unit)].map(([unit, found]) => ({ unit, points: points(found) }));
  return (
    <div class="relation">
      <h3>{name}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Numbers: ${name}`}>
        <table>
          <thead>
            <tr><th scope="col" class="number">Value</th><th scope="col">Period</th><th scope="col">Rank</th><th scope="col">Status</th><th scope="col">Article</th></tr>
          </thead>
          <tbody>
            {numbers.map((one, n) => (
              <tr key={n}>
                <td class="number">{quantity(one.value, one.unit)}</td>
                <td>{one.period ?? ""}</td>
                <td>{ranked(one.rank, one.out_of)}</td>
                <td><StatusChip status={one.status} /></td>
                <td><SourceLine source={{ ...one, published: null }} span={one.quotes[0]} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {byUnit.map(({ unit, points: shown }) =>
        shown.length > 1 && <TimeChart key={unit} points={shown} unit={unit} name={name} />)}
    </div>
  );
}

function points(numbers: NumberOf[]) {
  const dated = numbers.filter((one) => one.value !== null && one.since && one.status !== "denied");
  const found = dated.map((one) => ({ when: one.since ?? "", label: one.period ?? "", value: one.value ?? 0 }));
  return new Set(found.map((one) => one.when)).size > 1 ? found : [];
}

const LINKS: [RegExp, string][] = [
  [/wikidata\.org/, "Wikidata"],
  [/ror\.org/, "ROR"],
  [/geonames\.org/, "GeoNames"],
  [/wikipedia\.org|dbpedia\.org/, "Wikipedia"],
];

function About({ entity }: { entity: Entity }) {
  const named = (iri: string) => LINKS.find(([pattern]) => pattern.test(iri))?.[1];
  return (
    <>
      {entity.articles.length > 0 && (
        <Section title="Articles" count={entity.articles.length}>
          <ul class="list">
            {entity.articles.map((one) => one.article && (
              <li key={one.article}><a href={articleUrl(one.article)}>{one.title ?? one.article}</a> {one.published && <span class="soft">{one.published}</span>}</li>
            ))}
          </ul>
        </Section>
      )}
      {entity.links.length > 0 && (
        <Section title="Links">
          <ul class="list">
            {entity.links.map((iri) => (
              <li key={iri}><a href={iri} target="_blank" rel="noreferrer">{named(iri) ? `${named(iri)}: ` : ""}{local(iri)}</a></li>
            ))}
          </ul>
        </Section>
      )}
      {entity.names.length > 1 && (
        <Section title="Names" count={entity.names.length}>
          <ul class="list">
            {entity.names.map((one) => <li key={one.name}>{one.name} <span class="soft">{plural(one.articles.length, "article")}</span></li>)}
          </ul>
        </Section>
      )}
      {entity.values.length > 0 && (
        <Section title="Values">
          <dl class="values">{entity.values.map((one, n) => <div key={n}><dt>{one.label}</dt><dd>{one.value}</dd></div>)}</dl>
        </Section>
      )}
      <Section title="Identifier"><p class="iri">{entity.iri}</p></Section>
    </>
  );
}

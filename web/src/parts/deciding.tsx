/** The names of an entity, why they are one, and a user's own word on that where the server takes it. */
import { useState } from "preact/hooks";
import { api } from "../api";
import type { Decision, Entity, Found } from "../api";
import { articleUrl } from "../router";
import { plural } from "../words";
import { Combobox } from "./combobox";
import { FoundRow, Section } from "./pieces";
import { Failure, useLoaded } from "./states";

interface Props { entity: Entity; onDecided: () => void }

export function Names({ entity, onDecided }: Props) {
  const allowed = useLoaded("allowed", api.allowed).value?.decide ?? false;
  const [failed, setFailed] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const decide = async (decision: Decision) => {
    setBusy(true);
    setFailed(null);
    try {
      await api.decide(decision);
      onDecided();
    } catch (error) {
      setFailed(error as Error);
    }
    setBusy(false);
  };
  return (
    <Section title="Names" count={entity.names.length}>
      <ul class="facts names">
        {entity.names.map(({ name, articles }) => (
          <li key={name}>{name} {articles.length > 0 && <span class="soft small">{plural(articles.length, "article")}</span>}</li>
        ))}
      </ul>
      {entity.joined.map((one) => (
        <p key={one.iri} class="small joined">
          <strong>{one.names.join(", ") || one.iri}</strong> was joined{one.reason && <>: {one.reason}</>}.{" "}
          {allowed && (
            <button type="button" disabled={busy} aria-label={`Tell apart: ${one.names[0] ?? one.iri}`}
              onClick={() => decide({ kind: "apart", entity: entity.iri, other: one.iri })}>Tell apart</button>
          )}
        </p>
      ))}
      {allowed && <Merge entity={entity} busy={busy} onMerge={(found) => decide({ kind: "same", entity: entity.iri, other: found.iri })} />}
      {allowed && entity.articles.length > 1 && (
        <details class="small">
          <summary>In one article it is someone else</summary>
          <ul class="list">
            {entity.articles.map(({ article, title }) => article && (
              <li key={article}><a href={articleUrl(article)}>{title ?? article}</a>{" "}
                <button type="button" class="link" disabled={busy} aria-label={`not this one in ${title ?? article}`}
                  onClick={() => decide({ kind: "apart", entity: entity.iri, articles: [article] })}>not this one</button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {failed && <Failure error={failed} />}
    </Section>
  );
}

/** Finds the other one, and asks before it joins. */
function Merge({ entity, busy, onMerge }: { entity: Entity; busy: boolean; onMerge: (found: Found) => void }) {
  const [chosen, setChosen] = useState<Found | null>(null);
  if (!chosen) {
    const others = async (typed: string, signal: AbortSignal) => (await api.find(typed, signal)).filter((one) => one.iri !== entity.iri);
    return (
      <Combobox label="Another entity that is the same" placeholder="The same as …" suggest={others} text={(item) => item.label}
        show={(item) => <FoundRow item={item} />} onPick={setChosen} clearOnPick emptyText="No other entity has such a name." />
    );
  }
  return (
    <p class="actions" role="group" aria-label="Join two entities">
      <span><strong>{chosen.label}</strong> is <strong>{entity.label}</strong>?</span>
      <button type="button" class="primary" disabled={busy} onClick={() => onMerge(chosen)}>Join them</button>
      <button type="button" onClick={() => setChosen(null)}>Cancel</button>
    </p>
  );
}

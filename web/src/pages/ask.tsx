/** Ask: one box; the answer with how it was read, its evidence and its SPARQL. */
import { api } from "../api";
import type { Answer } from "../api";
import { Combobox } from "../parts/combobox";
import { Marked, SourceLine } from "../parts/pieces";
import { Empty, Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { askUrl, entityUrl, exploreUrl, go, queryUrl } from "../router";
import { cell, plural } from "../words";

export function AskPage({ query }: { query: URLSearchParams }) {
  const question = (query.get("q") ?? "").trim();
  const answer = useLoaded(question || null, () => api.ask(question));
  useTitle(question);
  return (
    <div class="ask">
      {!question && <h1 class="lead">Ask the articles</h1>}
      {question && <h1 class="hidden">Answer</h1>}
      <AskBox question={question} />
      {answer.loading && <Loading what="Looking it up" />}
      {answer.error && <Failure error={answer.error} again={answer.again} />}
      {answer.value && <Answered answer={answer.value} />}
      {!question && <Start />}
    </div>
  );
}

function AskBox({ question }: { question: string }) {
  const ask = (typed: string) => typed.trim() && go(askUrl(typed.trim()));
  return (
    <form class="askbox" role="search" action="/ask" onSubmit={(event) => {
      event.preventDefault();
      ask(event.currentTarget.querySelector("input")?.value ?? "");
    }}>
      <Combobox label="Question" placeholder="Who works for …? Which companies partner with which universities?"
        value={question} suggest={api.complete} text={(item) => item} onPick={ask} onEnter={ask}
        maxLength={1000} autofocus={!question} />
      <button class="primary">Ask</button>
    </form>
  );
}

function Start() {
  const examples = useLoaded("examples", () => api.complete(""));
  const overview = useLoaded("overview", api.overview);
  const counts = overview.value?.counts;
  if (overview.error) return <Failure error={overview.error} again={overview.again} />;
  if (counts && !counts.entities) return <NoGraph />;
  return (
    <>
      {examples.value && examples.value.length > 0 && (
        <>
          <h2>This graph can answer</h2>
          <ul class="examples">
            {examples.value.map((example) => <li key={example}><a href={askUrl(example)}>{example}</a></li>)}
          </ul>
        </>
      )}
      {counts && (
        <p class="tally">
          Read from {plural(counts.articles, "article")}: <a href="/overview">{plural(counts.entities, "entity", "entities")}</a>,{" "}
          <a href="/explore">{plural(counts.facts, "fact")}</a> and {plural(counts.numbers, "number")}, each with its sentence.
        </p>
      )}
    </>
  );
}

function NoGraph() {
  return (
    <Empty>
      <p><strong>This graph is empty.</strong> Stop the server, add articles, and start it again:</p>
      <pre>kg build news/*.txt --graph graph{"\n"}kg serve --graph graph</pre>
    </Empty>
  );
}

function Answered({ answer }: { answer: Answer }) {
  const iris = [...new Set(answer.entities.flat().filter((iri): iri is string => !!iri))];
  return (
    <>
      <section class="card answer" aria-label="Answer" aria-live="polite">
        <p class={`text ${answer.outcome === "answered" ? "" : "not"}`}>{answer.text}</p>
        {answer.reading && <p class="soft">Read as: {answer.reading}</p>}
        {answer.notes.map((note) => <p class="soft" key={note}>{note}</p>)}
        {answer.rows.length > 0 && <AnswerTable answer={answer} />}
        {answer.suggestions.length > 0 && (
          <ul class="examples" aria-label="Questions that this graph can answer">
            {answer.suggestions.map((one) => <li key={one}><a href={askUrl(one)}>{one}</a></li>)}
          </ul>
        )}
        <p class="actions">
          {iris.length > 0 && <a href={exploreUrl(...iris.slice(0, 12))}>Show in the graph</a>}
          {answer.sparql && <a href={queryUrl(answer.sparql)}>Edit the SPARQL</a>}
        </p>
        {answer.sparql && <details><summary>SPARQL</summary><pre tabIndex={0}>{answer.sparql}</pre></details>}
      </section>
      {answer.evidence.length > 0 && <AnswerEvidence answer={answer} />}
    </>
  );
}

function AnswerTable({ answer }: { answer: Answer }) {
  const numeric = (column: number) => answer.rows.some((row) => typeof row[column] === "number");
  const linked = (n: number, m: number) => {
    const iri = answer.entities[n]?.[m];
    return iri && iri.includes("/id/") ? iri : null;
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Answer table">
      <table>
        <thead>
          <tr><th scope="col" class="row">#</th>{answer.columns.map((name, m) => (
            <th key={name} scope="col" class={numeric(m) ? "number" : undefined}>{name}</th>))}</tr>
        </thead>
        <tbody>
          {answer.rows.map((row, n) => (
            <tr key={n}>
              <td class="row">{n + 1}</td>
              {row.map((value, m) => {
                const iri = linked(n, m);
                return (
                  <td key={m} class={typeof value === "number" ? "number" : undefined}>
                    {iri ? <a href={entityUrl(iri)}>{cell(value)}</a> : cell(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AnswerEvidence({ answer }: { answer: Answer }) {
  return (
    <section aria-label="Evidence">
      <h2>Evidence</h2>
      {answer.evidence.map((quote, n) => {
        const words = quote.rows.flatMap((row) => (answer.rows[row] ?? []).filter((v) => typeof v === "string"));
        return (
          <figure class="quote" key={n}>
            <blockquote><Marked text={quote.text} words={words as string[]} /></blockquote>
            <figcaption>
              {quote.rows.length > 0 && <>Row {quote.rows.map((row) => row + 1).join(", ")} · </>}
              <SourceLine source={quote} span={quote} />
            </figcaption>
          </figure>
        );
      })}
    </section>
  );
}

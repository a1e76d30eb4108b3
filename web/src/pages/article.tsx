/** Article: its text with entities coloured by type, and what each sentence says beside it. */
import { useEffect } from "preact/hooks";
import { api } from "../api";
import type { Article, ArticleFact, ArticleNumber, End } from "../api";
import { typeColor } from "../graph/colors";
import { Dot, EntityLink, StatusChip } from "../parts/pieces";
import { Failure, Loading, useLoaded, useTitle } from "../parts/states";
import { articleUrl, entityUrl, exploreUrl } from "../router";
import { plural, quantity, ranked, typeName } from "../words";

export function ArticlePage({ query }: { query: URLSearchParams }) {
  const id = query.get("id") ?? "";
  const article = useLoaded(id || null, () => api.article(id));
  useTitle(article.value?.title ?? (id || "Articles"));
  if (!id) return <Articles />;
  if (article.error) return <Failure error={article.error} again={article.again} />;
  if (!article.value) return <Loading />;
  return <Shown article={article.value} at={query.get("at")} />;
}

function Articles() {
  const { value, error, again } = useLoaded("articles", api.articles);
  if (error) return <Failure error={error} again={again} />;
  return (
    <>
      <h1>Articles</h1>
      <ul class="list">
        {value?.map((one) => <li key={one.id}><a href={articleUrl(one.id)}>{one.title ?? one.id}</a> <span class="soft">{one.published}</span></li>)}
      </ul>
    </>
  );
}

function Shown({ article, at }: { article: Article; at: string | null }) {
  const text = [...article.text]; // offsets count Unicode characters, JavaScript's strings do not
  const marked = /^\d+,\d+$/.test(at ?? "") ? (at ?? "").split(",").map(Number) : null;
  useEffect(() => {
    document.querySelector(".sentence.target")?.scrollIntoView({ block: "center" });
  }, [article.id, at]);
  const parts = blocks(article, text);
  const title = parts.find((block) => block.kind === "title");
  const types = [...new Set(article.entities.map((one) => one.type))].sort();
  return (
    <article class="article">
      <header class="heading">
        <h1>{title ? <Sentences article={article} text={text} block={title} marked={marked} /> : article.title ?? article.id}</h1>
        <p class="soft">{[article.byline, article.published, article.source].filter(Boolean).join(" · ")}</p>
        <p class="soft">
          {plural(article.entities.length, "entity", "entities")}, {plural(article.facts.length, "fact")}, {plural(article.numbers.length, "number")}
        </p>
        <ul class="legend" aria-label="Colours of the names">
          {types.map((type) => <li key={type}><Dot type={type} />{typeName(type)}</li>)}
        </ul>
        <p class="actions"><a href={exploreUrl(...article.entities.slice(0, 12).map((one) => one.iri))}>Show its entities in the graph</a></p>
      </header>
      {title && <Notes article={article} block={title} />}
      {parts.filter((block) => block !== title).map((block) => (
        <div key={block.start} class={`block ${block.kind}`}>
          <p><Sentences article={article} text={text} block={block} marked={marked} /></p>
          <Notes article={article} block={block} />
        </div>
      ))}
    </article>
  );
}

interface Block { kind: string; start: number; end: number }

/** The parts of the text, and what lies between them if it holds words, each without blank ends. */
function blocks(article: Article, text: string[]): Block[] {
  const found: Block[] = [];
  let end = 0;
  for (const part of [...article.parts, { kind: "end", start: text.length, end: text.length }]) {
    const between = { kind: "body", start: end, end: part.start };
    if (/[\p{L}\p{N}]/u.test(text.slice(end, part.start).join(""))) found.push(trimmed(between, text));
    if (part.end > part.start) found.push(trimmed(part, text));
    end = part.end;
  }
  return found;
}

function trimmed({ kind, start, end }: Block, text: string[]): Block {
  const blank = (n: number) => !(text[n] ?? "").trim();
  let [from, to] = [start, end];
  while (from < to && blank(from)) from++;
  while (to > from && blank(to - 1)) to--;
  return { kind, start: from, end: to };
}

interface BlockProps { article: Article; text: string[]; block: Block; marked: number[] | null }

function Notes({ article, block }: { article: Article; block: Block }) {
  const inside = (spans: [number, number][]) => spans.some(([start]) => start >= block.start && start < block.end);
  const facts = article.facts.filter((fact) => inside(fact.spans));
  const numbers = article.numbers.filter((one) => inside(one.spans));
  if (!facts.length && !numbers.length) return null;
  return (
    <ul class="margin" aria-label="What this paragraph says">
      {facts.map((fact, n) => <FactNote key={`f${n}`} fact={fact} />)}
      {numbers.map((one, n) => <NumberNote key={`n${n}`} number={one} />)}
    </ul>
  );
}

function FactNote({ fact }: { fact: ArticleFact }) {
  return (
    <li class={fact.status} data-spans={fact.spans.map(([start]) => start).join(" ")} onMouseEnter={point} onMouseLeave={point}>
      <EntityLink end={fact.subject} /> {fact.relation} <EntityLink end={fact.object} />
      {fact.date && <span class="soft"> {fact.date}</span>}
      {fact.status !== "actual" && <> <StatusChip status={fact.status} /></>}
    </li>
  );
}

function NumberNote({ number }: { number: ArticleNumber }) {
  return (
    <li class={number.status} data-spans={number.spans.map(([start]) => start).join(" ")} onMouseEnter={point} onMouseLeave={point}>
      <EntityLink end={number.about} /> {number.indicator}:{" "}
      <strong>{quantity(number.value, number.unit)} {ranked(number.rank, number.out_of)}</strong>
      {number.period && <span class="soft"> {number.period}</span>}
      {number.status !== "actual" && <> <StatusChip status={number.status} /></>}
    </li>
  );
}

/** Points out the sentences of a note in the text. */
function point(event: MouseEvent): void {
  const note = event.currentTarget as HTMLElement;
  for (const start of (note.dataset["spans"] ?? "").split(" ")) {
    document.getElementById(`s${start}`)?.classList.toggle("pointed", event.type === "mouseenter");
  }
}

/** A paragraph cut into the sentences that give evidence, each cut into its names. */
function Sentences({ article, text, block, marked }: BlockProps) {
  const claims = [...article.facts, ...article.numbers];
  const spans = new Map<string, [number, number]>();
  for (const claim of claims) for (const span of claim.spans) spans.set(span.join(), span);
  if (marked) spans.set(marked.join(), marked as [number, number]);
  const sorted = [...spans.values()].filter(([s]) => s >= block.start && s < block.end).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const shown = [];
  let end = block.start;
  for (const [from, to] of sorted) {
    if (from < end) continue; // a sentence within one that stands already
    const until = Math.min(to, block.end);
    const states = claims.filter((claim) => claim.spans.some(([s]) => s >= from && s < until)).map((claim) => claim.status);
    const mark = states.includes("denied") ? "denied" : states.includes("planned") ? "planned" : "";
    const target = marked && marked[0] !== undefined && marked[0] >= from && marked[0] < until;
    shown.push(<Names key={`t${end}`} article={article} text={text} start={end} end={from} />);
    shown.push(
      <span key={from} id={`s${from}`} class={`sentence ${mark} ${target ? "target" : ""}`}>
        <Names article={article} text={text} start={from} end={until} />
        {mark && <span class="hidden"> ({mark})</span>}
      </span>,
    );
    end = until;
  }
  shown.push(<Names key={`t${end}`} article={article} text={text} start={end} end={block.end} />);
  return <>{shown}</>;
}

function Names({ article, text, start, end }: { article: Article; text: string[]; start: number; end: number }) {
  const found: { from: number; to: number; entity: End }[] = [];
  for (const entity of article.entities) {
    for (const [from, to] of entity.mentions) if (from >= start && to <= end) found.push({ from, to, entity });
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  // The marks of bold type that Markdown has; offsets count them, a reader does not want them.
  const plain = (piece: string) => (article.source?.endsWith(".md") ? piece.replaceAll("**", "") : piece);
  const shown = [];
  let at = start;
  for (const { from, to, entity } of found) {
    if (from < at) continue;
    shown.push(plain(text.slice(at, from).join("")));
    shown.push(
      <a key={from} class="mention" href={entityUrl(entity.iri)} title={typeName(entity.type)}
        style={{ "--type": typeColor(entity.type) }}>
        {text.slice(from, to).join("")}
      </a>,
    );
    at = to;
  }
  shown.push(plain(text.slice(at, end).join("")));
  return <>{shown}</>;
}

/** Small pieces that many pages share: entities, statuses, quotes. */
import type { ComponentChildren } from "preact";
import type { End, Found, Quote, Scalar, Source, Status } from "../api";
import { typeColor } from "../graph/colors";
import { articleUrl, entityUrl } from "../router";
import { cell, number, quantity, typeName } from "../words";

export function Dot({ type }: { type: string }) {
  return <span class="dot" style={{ background: typeColor(type) }} aria-hidden="true" />;
}

export function EntityLink({ end }: { end: End }) {
  return (
    <a class="entity" href={entityUrl(end.iri)} title={typeName(end.type)}>
      <Dot type={end.type} />{end.label}
    </a>
  );
}

export function FoundRow({ item }: { item: Found }) {
  return (
    <span class="found">
      <Dot type={item.type} />
      <span class="name">{item.label}</span>
      <span class="soft">{typeName(item.type)} · {item.facts} {item.facts === 1 ? "fact" : "facts"}</span>
    </span>
  );
}

const SAID: Record<Status, string> = { actual: "stated", planned: "planned", denied: "denied" };

export function StatusChip({ status }: { status: Status }) {
  return <span class={`chip ${status}`}>{SAID[status]}</span>;
}

export function Confidence({ value }: { value: number | null }) {
  if (value === null) return null;
  const percent = Math.round(value * 100);
  return (
    <span class="confidence" title={`Confidence ${percent} %`}>
      <meter min={0} max={100} value={percent} aria-label="Confidence" />
      <span>{percent} %</span>
    </span>
  );
}

/** A text with the given words marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const wanted = [...new Set(words.filter((word) => word.length > 1))].sort((a, b) => b.length - a.length);
  if (!wanted.length) return <>{text}</>;
  const pattern = new RegExp(`(${wanted.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi");
  return <>{text.split(pattern).map((part, n) => (n % 2 ? <mark key={n}>{part}</mark> : part))}</>;
}

export function SourceLine({ source, span }: { source: Source; span?: { start: number; end: number } }) {
  if (!source.article) return null;
  return (
    <>
      <a href={articleUrl(source.article, span)}>{source.title ?? source.article}</a>
      {source.published && <> · {source.published}</>}
    </>
  );
}

interface QuotesProps { quotes: Quote[]; source: Source; words?: readonly string[] }

export function Quotes({ quotes, source, words = [] }: QuotesProps) {
  return (
    <>
      {quotes.map((quote) => (
        <figure class="quote" key={quote.start}>
          {quote.text && <blockquote><Marked text={quote.text} words={words} /></blockquote>}
          <figcaption><SourceLine source={source} span={quote} /></figcaption>
        </figure>
      ))}
    </>
  );
}

/** Role, amount, date and the like, as one line. */
export function detailsLine(details: Record<string, Scalar>): string {
  const { amount, currency, share, number: count, ...rest } = details;
  const told = Object.entries(rest).map(([name, value]) => (name === "date" ? cell(value).toString() : `${name}: ${cell(value)}`));
  if (typeof amount === "number") told.unshift(quantity(amount, typeof currency === "string" ? currency : null));
  if (typeof share === "number") told.unshift(`${number(share)} %`);
  if (typeof count === "number") told.unshift(`${number(count)} people`);
  return told.join(" · ");
}

export function Section({ title, count, children }: { title: string; count?: number; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}{count !== undefined && <span class="count"> {count.toLocaleString("en")}</span>}</h2>
      {children}
    </section>
  );
}

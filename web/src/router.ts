/** Addresses of the pages: the path names the page, the query string holds its view. */
import { useEffect, useState } from "preact/hooks";

const BASE = "https://w3id.org/newskg/id/";

export interface Place { path: string; query: URLSearchParams }

export function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

const CHANGED = "newskg:place";

/** Goes to an address of ours; `replace` leaves no step to go back to. */
export function go(url: string, { replace = false } = {}): void {
  if (url === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", url);
  dispatchEvent(new Event(CHANGED));
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    addEventListener("popstate", update);
    addEventListener(CHANGED, update);
    return () => {
      removeEventListener("popstate", update);
      removeEventListener(CHANGED, update);
    };
  }, []);
  return place;
}

/** Takes plain clicks on links of ours, so that pages change without loading anew. */
export function takeClicks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element).closest("a");
  if (!link || link.target || link.hasAttribute("download") || !isOurs(link)) return;
  event.preventDefault();
  go(link.getAttribute("href") ?? "/");
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

function isOurs(link: HTMLAnchorElement | SVGAElement): boolean {
  const href = link.getAttribute("href") ?? "";
  return PAGES.includes(href.split("?")[0] ?? "");
}

export const PAGES = ["/", "/ask", "/explore", "/entity", "/article", "/query", "/overview"];

/** An entity's IRI as addresses hold it: without the base that all of ours share. */
export const short = (iri: string): string => (iri.startsWith(BASE) ? iri.slice(BASE.length) : iri);
export const long = (id: string): string => (/^[a-z]+\/[^/:]/.test(id) && !id.includes("://") ? BASE + id : id);

function to(path: string, values: [string, string][]): string {
  const query = new URLSearchParams(values).toString();
  return query ? `${path}?${query}` : path;
}

export const entityUrl = (iri: string): string => to("/entity", [["id", short(iri)]]);
export const exploreUrl = (...iris: string[]): string =>
  to("/explore", iris.map((iri) => ["about", short(iri)]));
export const askUrl = (q: string): string => to("/ask", [["q", q]]);
export const queryUrl = (sparql: string): string => to("/query", [["query", sparql]]);
export const articleUrl = (id: string, span?: { start: number; end: number }): string =>
  to("/article", span ? [["id", id], ["at", `${span.start},${span.end}`]] : [["id", id]]);

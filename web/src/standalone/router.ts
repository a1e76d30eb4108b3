/** Addresses within one file: all of the view stands behind the `#`, and every page is Explore. */
import { useEffect, useState } from "preact/hooks";
import { long, short } from "../router";
import type { Place } from "../router";

export { long, short };
export type { Place };

export function here(): Place {
  return { path: "/explore", query: new URLSearchParams(location.hash.split("?")[1] ?? "") };
}

export function go(url: string, { replace = false } = {}): void {
  const hash = url.startsWith("#") ? url : `#${url}`;
  if (replace) location.replace(hash);
  else location.hash = hash;
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return place;
}

const to = (...values: [string, string][]): string => `#/explore?${new URLSearchParams(values)}`;

export const entityUrl = (iri: string): string => to(["about", short(iri)], ["node", short(iri)]);
export const articleUrl = (id: string): string => to(["article", id]);

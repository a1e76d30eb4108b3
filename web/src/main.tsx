/** The shell: navigation, theme, and the page that the address names. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import { AskPage } from "./pages/ask";
import { Failure, Loading } from "./parts/states";
import { ThemeButton } from "./parts/themebutton";
import { fetchEarly } from "./graph/loading";
import { here, takeClicks, usePlace } from "./router";
import type { Place } from "./router";
import { applyTheme } from "./theme";

type Page = ComponentType<{ query: URLSearchParams }>;

const LINKS: [href: string, name: string][] = [
  ["/", "Ask"],
  ["/explore", "Explore"],
  ["/overview", "Overview"],
  ["/query", "SPARQL"],
];

const LAZY: Record<string, () => Promise<Page>> = {
  "/explore": async () => (await import("./pages/explore")).ExplorePage,
  "/entity": async () => (await import("./pages/entity")).EntityPage,
  "/article": async () => (await import("./pages/article")).ArticlePage,
  "/overview": async () => (await import("./pages/overview")).OverviewPage,
  "/query": async () => (await import("./pages/query")).QueryPage,
};

function usePage(path: string): { page: Page | null; error: Error | null } {
  const [loaded, setLoaded] = useState<{ path: string; page: Page | null; error: Error | null }>();
  useEffect(() => {
    const load = LAZY[path];
    if (!load) return;
    let current = true;
    load().then(
      (page) => current && setLoaded({ path, page, error: null }),
      (error: Error) => current && setLoaded({ path, page: null, error }),
    );
    return () => void (current = false);
  }, [path]);
  if (path === "/" || path === "/ask") return { page: AskPage, error: null };
  return loaded?.path === path ? loaded : { page: null, error: null };
}

function App() {
  const { path, query } = usePlace();
  const { page: Shown, error } = usePage(path);
  return (
    <div class={path === "/explore" ? "shell wide" : "shell"} onClick={takeClicks}>
      <a class="skip" href="#main">Skip to the content</a>
      <Header path={path} />
      <main id="main" tabIndex={-1}>
        {error ? <Failure error={error} /> : Shown ? <Shown query={query} /> : <Loading />}
      </main>
    </div>
  );
}

function Header({ path }: { path: string }) {
  const active = path === "/ask" ? "/" : path;
  return (
    <header class="top">
      <a class="brand" href="/">newskg</a>
      <nav aria-label="Pages">
        {LINKS.map(([href, name]) => (
          <a key={href} href={href} aria-current={href === active ? "page" : undefined}>{name}</a>
        ))}
      </nav>
      <ThemeButton />
    </header>
  );
}

/** Asks for what the first page needs at once, rather than one after another. */
function start({ path, query }: Place): void {
  if (path === "/explore") fetchEarly(query);
  LAZY[path]?.().catch(() => undefined); // the page says what went wrong
}

start(here());
applyTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);

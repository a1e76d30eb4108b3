/** The shell: navigation, theme, and the page that the address names. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import { AskPage } from "./pages/ask";
import { Failure, Loading } from "./parts/states";
import { takeClicks, usePlace } from "./router";
import { applyTheme, theme, toggleTheme } from "./theme";

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

function ThemeButton() {
  const [current, setCurrent] = useState(theme);
  const other = current === "dark" ? "light" : "dark";
  const toggle = () => {
    toggleTheme();
    setCurrent(theme());
  };
  return (
    <button type="button" class="plain icon" onClick={toggle} aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}

applyTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);

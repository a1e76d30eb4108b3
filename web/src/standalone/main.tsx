/** The explorer of one exported file: what `kg export html` writes. */
import { render } from "preact";
import { useState } from "preact/hooks";
import { ExplorePage } from "../pages/explore";
import { applyTheme } from "../theme";
import { ThemeButton } from "../parts/themebutton";
import { plural } from "../words";
import { data } from "./data";
import { usePlace } from "./router";

function App() {
  const { query } = usePlace();
  const [count] = useState(() => `${plural(data.nodes.length, "entity", "entities")}, ${plural(data.edges.length, "fact")} from ${plural(data.articles.length, "article")}`);
  return (
    <div class="shell wide">
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault(); // the part behind the # is the view
        document.getElementById("main")?.focus();
      }}>Skip to the content</a>
      <header class="top">
        <a class="brand" href="#/explore">{data.title}</a>
        <p class="soft small counted">{count}</p>
        <ThemeButton />
      </header>
      <main id="main" tabIndex={-1}><ExplorePage query={query} /></main>
    </div>
  );
}

applyTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);

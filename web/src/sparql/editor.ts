/** YASQE, YASGUI's editor, with prefixes and completion from the graph's own ontology. */
import RawYasqe from "@zazuko/yasqe";
import { api } from "../api";
import type { Ontology, Term } from "../api";

export interface Editor {
  set: (text: string) => void;
  destroy: () => void;
}
interface Handlers { onText: (text: string) => void; onRun: (text: string) => void }

interface Token { string: string; autocompletionString?: string; state?: { lastProperty?: string } }
interface YasqeInstance {
  getValue: () => string;
  setValue: (text: string) => void;
  on: (event: string, handler: () => void) => void;
  addPrefixes: (prefixes: Record<string, string>) => void;
  refresh: () => void;
  destroy: () => void;
  getCursor: () => { line: number };
  getInputField: () => HTMLElement;
  getTokenAt: (cursor: unknown) => Token;
}
interface YasqeClass {
  new (parent: HTMLElement, config: object): YasqeInstance;
  Autocompleters: Record<string, object>;
  registerAutocompleter: (config: object, enable?: boolean) => void;
  defaults: { autocompleters: string[] };
}
const Yasqe = RawYasqe as unknown as YasqeClass;

export async function makeEditor(parent: HTMLElement, text: () => string, handlers: Handlers): Promise<Editor> {
  const [ontology] = await Promise.all([api.ontology(), style(EDITOR_STYLE)]);
  registerCompletion(ontology);
  parent.replaceChildren();
  const yasqe = new Yasqe(parent, {
    value: declared(text(), ontology.prefixes),
    persistenceId: null,
    showQueryButton: false,
    createShareableLink: null,
    consumeShareLink: null,
    resizeable: false,
    editorHeight: "13rem",
    autocompleters: ["newskg-terms", "variables"],
    lineWrapping: true,
    screenReaderLabel: "SPARQL query",
    extraKeys: {
      "Ctrl-Enter": () => handlers.onRun(yasqe.getValue()),
      "Cmd-Enter": () => handlers.onRun(yasqe.getValue()),
      Tab: false, // so that the keyboard leaves the editor
      "Shift-Tab": false,
    },
  });
  yasqe.getInputField().setAttribute("aria-label", "SPARQL query");
  let timer: ReturnType<typeof setTimeout> | undefined;
  yasqe.on("change", () => {
    handlers.onText(yasqe.getValue());
    clearTimeout(timer);
    timer = setTimeout(() => yasqe.addPrefixes(missing(yasqe.getValue(), ontology.prefixes)), 400);
  });
  yasqe.refresh();
  return {
    set: (now) => {
      if (now !== yasqe.getValue()) yasqe.setValue(declared(now, ontology.prefixes));
    },
    destroy: () => {
      clearTimeout(timer);
      yasqe.destroy();
      parent.replaceChildren();
    },
  };
}

/** The known prefixes that a query uses and does not declare. */
function missing(sparql: string, prefixes: Record<string, string>): Record<string, string> {
  const bare = sparql.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g, " ");
  const used = new Set([...bare.matchAll(/(?<![\w?$:-])([A-Za-z][\w-]*):/g)].map((match) => match[1] ?? ""));
  const named = new Set([...bare.matchAll(/\bprefix\s+([\w-]*):/gi)].map((match) => match[1] ?? ""));
  return Object.fromEntries(Object.entries(prefixes).filter(([name]) => used.has(name) && !named.has(name)));
}

function declared(sparql: string, prefixes: Record<string, string>): string {
  const lines = Object.entries(missing(sparql, prefixes)).map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`);
  return lines.join("") + sparql;
}

function style(href: string): Promise<void> {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.prepend(link); // before our own, which adapts its colours
  return new Promise((done) => (link.onload = link.onerror = () => done()));
}

/** Completes classes and relations by prefix name, as in `nk:par` or `par`. */
function registerCompletion({ prefixes, classes, properties }: Ontology): void {
  const shown = (term: Term): string => {
    const found = Object.entries(prefixes).filter(([, iri]) => term.iri.startsWith(iri)).sort((a, b) => b[1].length - a[1].length)[0];
    return found ? `${found[0]}:${term.iri.slice(found[1].length)}` : `<${term.iri}>`;
  };
  const words = [
    ...new Set([
      ...[...properties, ...classes].map(shown),
      ...["rdf:type", "rdfs:label", "rdf:subject", "rdf:predicate", "rdf:object", "owl:sameAs", "skos:altLabel", "prov:wasDerivedFrom", "prov:wasQuotedFrom"],
    ]),
  ].sort();
  Yasqe.registerAutocompleter({
    name: "newskg-terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe: YasqeInstance) => {
      const token = yasqe.getTokenAt(yasqe.getCursor());
      return /^[A-Za-z][\w-]*:?[\w-]*$/.test(token.string.trim()) && token.string.trim().length > 1;
    },
    get: (_: YasqeInstance, token?: Token) => {
      const typed = (token?.autocompletionString ?? token?.string ?? "").trim().toLowerCase();
      const named = typed.slice(typed.indexOf(":") + 1);
      const begins = words.filter((word) => word.toLowerCase().startsWith(typed));
      const holds = words.filter((word) => named && word.slice(word.indexOf(":") + 1).toLowerCase().startsWith(named));
      return Promise.resolve([...new Set([...begins, ...(typed.includes(":") ? [] : holds)])].slice(0, 30));
    },
    preProcessToken: (_: YasqeInstance, token: Token) => ({ ...token, autocompletionString: token.string }),
    postProcessSuggestion: (_yasqe: YasqeInstance, _token: Token, suggestion: string) => suggestion,
  }, false);
}

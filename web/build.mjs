// Bundles src/ into the folder that the server sends from, and into one page that `kg export html`
// fills: node build.mjs FOLDER PAGE
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../queries/explorer/static"));
const single = path.resolve(process.argv[3] ?? path.join(here, "../kg/export/static/explorer.html"));

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
// What asks the server, holds addresses or loads files has a twin for a file without a server.
const instead = {
  name: "instead",
  setup(build) {
    build.onResolve({ filter: /\/(api|router|worker|more)$/ }, ({ importer, path: name }) => {
      if (!importer.startsWith(path.join(here, "src"))) return undefined;
      if (path.dirname(importer).endsWith("standalone") && name.startsWith("../")) return undefined;
      return { path: path.join(here, "src/standalone", twin(name)) };
    });
  },
};
const twin = (name) => path.basename(name) + (name.endsWith("more") ? ".tsx" : ".ts");
const shared = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
};
const apart = await esbuild.build({
  ...shared,
  entryPoints: { layout: "src/graph/layout.worker.ts", editor: "@zazuko/yasqe/build/yasqe.min.css" },
  entryNames: "[name]-[hash]",
  format: "iife",
  metafile: true,
});
const address = (start) => {
  const file = Object.keys(apart.metafile.outputs).map((one) => path.basename(one)).find((one) => one.startsWith(start));
  return JSON.stringify(`/static/${file}`);
};
const app = await esbuild.build({
  ...shared,
  entryPoints: { main: "src/main.tsx", style: "src/style.css" },
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  format: "esm",
  splitting: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
  define: { ...shared.define, LAYOUT_WORKER: address("layout-"), EDITOR_STYLE: address("editor-") },
});

const made = Object.entries(app.metafile.outputs);
const named = (entry) => path.basename(made.find(([, o]) => o.entryPoint === entry)[0]);
const page = await readFile(path.join(here, "index.html"), "utf-8");
const first = made.find(([, o]) => o.entryPoint === "src/main.tsx")[1].imports.filter(({ kind }) => kind === "import-statement");
const preloads = first.map(({ path: file }) => `<link rel="modulepreload" href="/static/${path.basename(file)}">`).join("\n");
await writeFile(
  path.join(out, "index.html"),
  page.replace("{{preloads}}", preloads).replace("{{style}}", named("src/style.css")).replace("{{script}}", named("src/main.tsx")),
);
await cp(path.join(here, "icon.svg"), path.join(out, "icon.svg"));
await writeFile(path.join(out, "LICENSES.txt"), await licences([apart.metafile, app.metafile]));
await writeSingle();

/** Writes the page that holds everything: scripts and styles inside, a mark where the data go. */
async function writeSingle() {
  const layout = Object.keys(apart.metafile.outputs).find((one) => path.basename(one).startsWith("layout-"));
  const source = await readFile(path.join(here, layout), "utf-8");
  const made = await esbuild.build({
    ...shared,
    entryPoints: ["src/standalone/main.tsx", "src/style.css"],
    write: false,
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
    metafile: true,
    plugins: [instead],
    define: { ...shared.define, LAYOUT_SOURCE: JSON.stringify(source) },
  });
  const text = (ending) => made.outputFiles.find((file) => file.path.endsWith(ending)).text.trim();
  const page = await readFile(path.join(here, "standalone.html"), "utf-8");
  const said = (await licences([apart.metafile, made.metafile])).replaceAll("--", "- -");
  const parts = { style: text(".css"), script: text(".js"), licences: said };
  await mkdir(path.dirname(single), { recursive: true });
  await writeFile(single, page.replace(/{{(style|script|licences)}}/g, (_, name) => parts[name]));
}

/** The licences of the packages that the bundle holds, which they ask to be kept beside it. */
async function licences(metafiles) {
  const inputs = metafiles.flatMap((one) => Object.keys(one.inputs));
  const packages = new Set(
    inputs
      .map((file) => file.match(/(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[0])
      .filter(Boolean),
  );
  const texts = await Promise.all(
    [...packages].sort().map(async (folder) => {
      const root = path.join(here, folder);
      const about = JSON.parse(await readFile(path.join(root, "package.json"), "utf-8"));
      const file = (await readdir(root)).find((name) => /^licen[cs]e/i.test(name));
      const text = file ? await readFile(path.join(root, file), "utf-8") : "";
      return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
    }),
  );
  return texts.join("\n----\n\n");
}

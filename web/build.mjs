// Bundles src/ into the folder that the Python package serves: node build.mjs [FOLDER]
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, "../queries/explorer/static"));

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
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
await writeFile(
  path.join(out, "index.html"),
  page.replace("{{style}}", named("src/style.css")).replace("{{script}}", named("src/main.tsx")),
);
await cp(path.join(here, "icon.svg"), path.join(out, "icon.svg"));
await writeFile(path.join(out, "LICENSES.txt"), await licences([apart.metafile, app.metafile]));

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

// Build the served assets: bundle style sheets and modules, make the icon sprite, copy drawings and brand.
import { build } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const source = join(root, "site/static");
const target = join(root, "var/assets");
const require = createRequire(import.meta.url);

// Each line of icons.txt is `name`, or `name symbol` when the product's name differs from the symbol's.
async function sprite() {
  const lines = (await readFile(join(source, "icons.txt"), "utf8")).split("\n").map((line) => line.trim());
  const symbols = [];
  for (const line of lines.filter((text) => text && !text.startsWith("#"))) {
    const [name, symbol = name] = line.split(/\s+/);
    const svg = await readFile(require.resolve(`@material-symbols/svg-400/rounded/${symbol}.svg`), "utf8");
    const viewBox = /viewBox="([^"]+)"/.exec(svg)[1];
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    symbols.push(`<symbol id="${name}" viewBox="${viewBox}" fill="currentColor">${body}</symbol>`);
  }
  await writeFile(join(target, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

// KERN ships 60 icons as data addresses, a fifth of its size; the product's icons come from the sprite.
const keptIcons = "danger|success|warning|info|checkmark|small|default|large|x-large";
const withoutUnusedIcons = {
  name: "kern-icons",
  setup(build) {
    build.onLoad({ filter: /kern\.min\.css$/ }, async ({ path }) => {
      const rule = new RegExp(`(?<=[{}])\\.kern-icon--(?!(?:${keptIcons})\\{)[\\w-]+\\{[^{}]*\\}`, "g");
      return { contents: (await readFile(path, "utf8")).replace(rule, ""), loader: "css" };
    });
  },
};

async function copyFolder(name) {
  const files = (await readdir(join(source, name))).filter((file) => !file.startsWith("."));
  await mkdir(join(target, name), { recursive: true });
  await Promise.all(files.map((file) => cp(join(source, name, file), join(target, name, file), { recursive: true })));
}

async function entries(folder, extension) {
  const names = (await readdir(join(source, folder))).filter((file) => file.endsWith(extension));
  return names.filter((file) => ["site", "intranet", "styleguide", "admin"].includes(file.slice(0, -extension.length)))
    .map((file) => ({ in: join(source, folder, file), out: file.slice(0, -extension.length) }));
}

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "fonts"), { recursive: true });
await build({
  entryPoints: [...(await entries("css", ".css")), ...(await entries("js", ".js"))],
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: "esm",
  legalComments: "none",
  outdir: target,
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file", ".woff": "empty", ".svg": "file" },
  target: ["chrome111", "firefox121", "safari16.4"],
  plugins: [withoutUnusedIcons],
  logLevel: "warning",
});
await sprite();
await Promise.all(["drawings", "brand"].map(copyFolder));
await cp(join(root, "node_modules/@fontsource/fira-sans/LICENSE"), join(target, "fonts/OFL.txt"));
await cp(join(root, "node_modules/@material-symbols/svg-400/LICENSE"), join(target, "icons-licence.txt"));

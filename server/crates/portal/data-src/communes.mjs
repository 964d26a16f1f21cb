#!/usr/bin/env node
// Writes src/places/data/*.tsv from the npm package @etalab/decoupage-administratif.
// Nobody needs this to build or run Rives: its output is committed. See README.md beside it.
//
//   node data-src/communes.mjs            fetches the pinned package with `npm pack`
//   node data-src/communes.mjs FILE.tgz   uses a tarball that is already here

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@etalab/decoupage-administratif";
const VERSION = "6.0.0";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "places", "data");
const work = mkdtempSync(join(tmpdir(), "communes-"));

try {
  const given = process.argv[2];
  const tarball = given
    ? resolve(given)
    : join(
        work,
        execFileSync("npm", ["pack", "--silent", `${PACKAGE}@${VERSION}`], { cwd: work, encoding: "utf8" }).trim(),
      );
  execFileSync("tar", ["xzf", tarball, "-C", work]);
  const root = join(work, "package");
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (manifest.name !== PACKAGE || manifest.version !== VERSION) {
    throw new Error(`expected ${PACKAGE}@${VERSION}, found ${manifest.name}@${manifest.version}`);
  }
  const load = (name) => JSON.parse(readFileSync(join(root, "data", `${name}.json`), "utf8"));
  const all = load("communes");
  const today = all.filter((c) => c.type === "commune-actuelle");
  const known = new Set(today.map((c) => c.code));
  for (const c of today) {
    const n = /^9[78]/.test(c.code) ? 3 : 2;
    if (c.code.slice(0, n) !== c.departement) throw new Error(`${c.code} is not in département ${c.departement}`);
  }

  const postal = (c) => [...new Set(c.codesPostaux ?? [])].sort().join(" ");
  write("communes.tsv", today.map((c) => [c.code, c.nom, postal(c), c.population ?? 0]));

  // What has no row of its own today: associated and delegated communes, municipal arrondissements,
  // and codes that a merger abolished. A code that is a commune of today never appears as an old one;
  // a delegated commune that kept its commune's code gives its name only (first column empty).
  const kinds = { "commune-deleguee": "deleguee", "commune-associee": "associee", "arrondissement-municipal": "arrondissement" };
  const rows = new Map();
  for (const c of all) {
    const kind = kinds[c.type];
    if (!kind) continue;
    const into = c.commune ?? c.chefLieu;
    if (!known.has(into)) throw new Error(`${c.code} belongs to ${into}, which is not a commune of today`);
    const code = known.has(c.code) ? "" : c.code;
    const mother = today.find((t) => t.code === into);
    if (code === "" && mother.nom === c.nom) continue;
    rows.set(`${c.code} ${c.nom}`, [code, into, kind, c.nom]);
  }
  const named = new Set([...rows.values()].map((r) => `${r[0]} ${r[1]}`));
  for (const c of today) {
    for (const old of c.anciensCodes ?? []) {
      // A merger that was undone in part gives one old code to two communes: both rows stay.
      if (known.has(old) || named.has(`${old} ${c.code}`)) continue;
      rows.set(`${old} ${c.code}`, [old, c.code, "code", ""]);
    }
  }
  write("former.tsv", [...rows.values()]);

  write("departements.tsv", load("departements").map((d) => [d.code, d.nom, d.region]));
  write(
    "epci.tsv",
    load("epci").map((e) => [e.code, e.type, e.nom, e.membres.map((m) => m.code).sort().join(" ")]),
  );
  copyFileSync(join(root, "LICENSE"), join(out, "LICENSE-decoupage-administratif"));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function write(name, rows) {
  for (const row of rows) for (const cell of row) if (/[\t\n\r]/.test(String(cell))) throw new Error(`${name}: ${row}`);
  const lines = rows.map((row) => row.join("\t")).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  writeFileSync(join(out, name), `${lines.join("\n")}\n`);
  console.log(`${name}: ${lines.length} rows`);
}

// Release → seen on many open streams, and what pages cost meanwhile. Two processes on loopback: the
// server, and this one as all of its readers. The clock starts when the server fetches the changed
// document from its source, before the message is stored: what is told is an upper bound.
//   LISTENERS=10000 RIVES_BIN=target/release/rives node end2end/bench/live.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LISTENERS = Number(process.env.LISTENERS ?? 10_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const ROOT = resolve(import.meta.dirname, '../..');
const BIN = process.env.RIVES_BIN ?? join(ROOT, 'target/release/rives');
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const cut = (times, part) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))];
const time = (at) => new Date(at).toISOString().replace(/\.\d+Z$/, '-00:00');

let round = 0;
let served = new Map();
const cap = (n) => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>BANC.${n}</identifier><sender>banc@exemple.invalid</sender>
<sent>${time(Date.now() - 60_000)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>fr-FR</language><category>Met</category><event>Crue</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Observed</certainty><expires>${time(Date.now() + 3_600_000)}</expires><headline>Banc ${n}</headline>
<area><areaDesc>Gard</areaDesc><geocode><valueName>NUTS3</valueName><value>FR812</value></geocode></area></info></alert>`;
let document = cap(0);
const source = http.createServer((_, answer) => {
  if (!served.has(round)) served.set(round, performance.now());
  answer.setHeader('content-type', 'application/cap+xml');
  answer.end(document);
}).listen(0, '127.0.0.1');
await new Promise((ready) => source.once('listening', ready));

const port = await new Promise((give) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => give(port));
  });
});
const folder = mkdtempSync(join(tmpdir(), 'rives-bench-live-'));
writeFileSync(join(folder, 'rives.toml'), `
[public]
listen = "127.0.0.1:${port}"
origin = "http://127.0.0.1:${port}"
site_root = "${join(ROOT, 'target/site')}"
[store]
url = "sqlite://${join(folder, 'rives.db')}"
[[source]]
id = "banc"
kind = "cap"
publisher = "Banc"
url = "http://127.0.0.1:${source.address().port}/cap.xml"
territory = ["30"]
poll_interval = "1s"
publish = "auto"
`);
const server = spawn(BIN, ['--config', join(folder, 'rives.toml'), 'serve', '--only', 'public'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
process.on('exit', () => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
const page = (path = '/') => new Promise((done, failed) => {
  const start = performance.now();
  http.get({ port, path, agent, headers: { 'accept-encoding': 'br' } }, (answer) => {
    answer.resume();
    answer.once('end', () => (answer.statusCode === 200 ? done(performance.now() - start) : failed(new Error(`${path}: ${answer.statusCode}`))));
  }).once('error', failed);
});
for (let tries = 0; ; tries += 1) {
  try {
    await page();
    break;
  } catch (error) {
    if (tries > 300) throw error;
    await later(100);
  }
}
/** Pages asked for one after another for so long: their times. */
async function pages(during) {
  const times = [];
  const end = performance.now() + during;
  while (performance.now() < end) {
    times.push(await page(times.length % 2 ? '/' : '/departement/30'));
    await later(5);
  }
  return times;
}
const idle = await pages(5_000);

const paths = ['/', '/departement/30', '/commune/30189/nimes'];
let seen = [];
let open = 0;
let refused = 0;
function listen(n) {
  return new Promise((done) => {
    // An address of its own for every fifty: no client has more than its share.
    const group = Math.floor(n / 50);
    const localAddress = `127.1.${Math.floor(group / 250)}.${(group % 250) + 1}`;
    const socket = net.connect({ port, host: '127.0.0.1', localAddress });
    socket.setNoDelay(true);
    socket.write(`GET /en-direct?page=${paths[n % paths.length]} HTTP/1.1\r\nHost: x\r\n\r\n`);
    let started = false;
    socket.on('data', (bytes) => {
      const at = performance.now();
      const text = bytes.toString('latin1');
      if (text.includes('event: change')) seen.push(at);
      if (!started) {
        started = true;
        if (text.startsWith('HTTP/1.1 200')) open += 1;
        else refused += 1;
        done();
      }
    });
    socket.once('error', () => {
      if (!started) refused += 1;
      done();
    });
  });
}
const opening = performance.now();
for (let n = 0; n < LISTENERS; n += 100) {
  await Promise.all(Array.from({ length: Math.min(100, LISTENERS - n) }, (_, i) => listen(n + i)));
}
const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
console.log(`${open} streams open (${refused} refused) after ${((performance.now() - opening) / 1000).toFixed(1)} s; server ${memory.toFixed(0)} MiB`);
const listening = await pages(5_000);

const spans = [];
const meanwhile = [];
for (let n = 1; n <= ROUNDS; n += 1) {
  seen = [];
  document = cap(n);
  round = n;
  const measuring = pages(4_000).then((times) => meanwhile.push(...times));
  const deadline = performance.now() + 30_000;
  while (seen.length < open && performance.now() < deadline) await later(50);
  await measuring;
  const start = served.get(n);
  if (seen.length < open) console.log(`round ${n}: ${seen.length} of ${open} heard`);
  spans.push(...seen.map((at) => at - start));
}
const tell = (name, times) =>
  console.log(`${name}: p50 ${cut(times, 0.5).toFixed(1)} ms, p99 ${cut(times, 0.99).toFixed(1)} ms, of ${times.length}`);
tell('fetched by the relay → seen on a stream', spans);
tell('a page, nobody listening', idle);
tell('a page, all listening', listening);
tell('a page, while all are told', meanwhile);
process.exit(spans.length === ROUNDS * open && open > 0 ? 0 : 1);

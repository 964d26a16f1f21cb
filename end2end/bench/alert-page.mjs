// An alert page served by rives, against nginx serving the same bytes as a static file: same machine,
// same minute, by turns. Needs RIVES_BIN, nginx and wrk; no Node package.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BINARY = process.env.RIVES_BIN ?? join(ROOT, 'target/release/rives');
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = Number(process.env.ROUND_SECONDS ?? 5);
const CONNECTIONS = Number(process.env.CONNECTIONS ?? 64);
const CORES = availableParallelism?.() ?? 2;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The answer as it is on the wire: nothing is decompressed. */
function get(url, encoding = 'br') {
  return new Promise((done, failed) => {
    http
      .get(url, { headers: { 'Accept-Encoding': encoding }, agent: false }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () =>
          done({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts) }),
        );
      })
      .on('error', failed);
  });
}

async function until(what, seconds, attempt) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const result = await attempt().catch(() => undefined);
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((later) => setTimeout(later, 200));
  }
}

/** One run of wrk: requests per second and the 99th percentile. Any answer but 2xx fails the run. */
function wrk(url) {
  const text = execFileSync(
    'wrk',
    ['-t', String(Math.min(CORES, 2)), '-c', String(CONNECTIONS), '-d', `${SECONDS}s`, '--latency', '-H', 'Accept-Encoding: br', url],
    { encoding: 'utf8' },
  );
  if (/Non-2xx|Socket errors: .*(?:connect|read|write) [1-9]/.test(text)) {
    throw new Error(`wrk met errors at ${url}:\n${text}`);
  }
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  const slow = /99%\s+(\S+)/.exec(text)?.[1] ?? '?';
  if (!Number.isFinite(rate)) throw new Error(`wrk said nothing usable:\n${text}`);
  return { rate, slow };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const folder = mkdtempSync(join(tmpdir(), 'rives-bench-'));
const children = [];
function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      child.log = (child.log + part).slice(-5000);
    });
  }
  children.push(child);
  return child;
}

async function main() {
  if (!existsSync(BINARY)) throw new Error(`no server at ${BINARY}: cargo build --release --package rives`);
  const [port, desk, nginxPort] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const rives = run(BINARY, ['--config', 'server/exercise/rives.toml', 'serve'], {
    cwd: ROOT,
    env: {
      ...process.env,
      RIVES__PUBLIC__LISTEN: `127.0.0.1:${port}`,
      RIVES__PUBLIC__ORIGIN: origin,
      RIVES__DESK__LISTEN: `127.0.0.1:${desk}`,
      RIVES__STORE__URL: `sqlite://${join(folder, 'rives.db')}`,
      RUST_LOG: 'warn',
    },
  });
  const path = await until('an alert of the exercise', 60, async () => {
    if (rives.exitCode !== null) return '';
    const home = await get(`${origin}/`, 'identity');
    return /<a href="(\/alertes\/[^"?]+)"/.exec(home.bytes.toString())?.[1];
  });
  if (!path) throw new Error(`rives ended:\n${rives.log}`);
  // The exercise is still arriving: measure once the page stands still.
  let page = await get(origin + path);
  await until('a page that stands still', 60, async () => {
    const before = page.bytes;
    await new Promise((later) => setTimeout(later, 2000));
    page = await get(origin + path);
    return page.bytes.equals(before);
  });
  if (page.status !== 200 || page.headers['content-encoding'] !== 'br') {
    throw new Error(`${path}: status ${page.status}, encoding ${page.headers['content-encoding']}`);
  }

  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'alert.html'), page.bytes);
  // The same headers, but for those that nginx writes itself.
  const own = ['content-length', 'content-type', 'date', 'connection', 'transfer-encoding', 'etag', 'last-modified'];
  const headers = Object.entries(page.headers)
    .filter(([name]) => !own.includes(name))
    .map(([name, value]) => `add_header ${name} ${JSON.stringify(String(value))};`)
    .join('\n      ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes ${CORES};
worker_cpu_affinity auto;
daemon off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=100 inactive=60s;
  open_file_cache_valid 60s;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${nginxPort} reuseport;
    location / {
      root ${site};
      default_type "${page.headers['content-type'] ?? 'text/html'}";
      types { }
      ${headers}
    }
  }
}
`,
  );
  chmodSync(folder, 0o755);
  const nginx = run(existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx', [
    '-c',
    join(folder, 'nginx.conf'),
    '-p',
    folder,
  ]);
  const fileUrl = `http://127.0.0.1:${nginxPort}/alert.html`;
  const file = await until('nginx', 10, () => get(fileUrl)).catch((e) => {
    throw new Error(`${e.message}\n${nginx.log}`);
  });
  if (!file.bytes.equals(page.bytes) || file.headers['content-encoding'] !== 'br') {
    throw new Error('nginx does not serve the same bytes');
  }

  console.log(`${page.bytes.length} bytes of brotli; ${CORES} cores shared with wrk; ${CONNECTIONS} connections; ${ROUNDS} rounds of ${SECONDS} s each, by turns`);
  const targets = { rives: origin + path, nginx: fileUrl };
  const rates = { rives: [], nginx: [] };
  for (const url of Object.values(targets)) wrk(url); // warm
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Who goes first changes each round: a machine that slows down slows both.
    const order = round % 2 ? ['rives', 'nginx'] : ['nginx', 'rives'];
    const line = {};
    for (const name of order) {
      line[name] = wrk(targets[name]);
      rates[name].push(line[name].rate);
    }
    console.log(
      `round ${round}: rives ${line.rives.rate.toFixed(0)}/s (99 % within ${line.rives.slow}), nginx ${line.nginx.rate.toFixed(0)}/s (99 % within ${line.nginx.slow})`,
    );
  }
  const [ours, theirs] = [median(rates.rives), median(rates.nginx)];
  console.log(`median: rives ${ours.toFixed(0)} requests/s, nginx ${theirs.toFixed(0)} requests/s, ratio ${(ours / theirs).toFixed(2)}`);
}

main()
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        await Promise.race([exit, new Promise((later) => setTimeout(later, 10_000))]);
        child.kill('SIGKILL');
      }
    }
    rmSync(folder, { recursive: true, force: true });
  });

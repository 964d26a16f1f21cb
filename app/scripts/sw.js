// The service worker: shows notifications, keeps the last pages for when there is no network.
// The server writes `self.RIVES` before this text: version, name, words, files. Nothing here may keep
// a page from being shown: whatever fails, the network answers as if there were no worker.
const { version, name, words, files, icon, wait } = self.RIVES;
const FILES = `files-${version}`, PAGES = "pages-1", TOLD = "told-1";
const MOST = 60, BYTES = 3e6, LARGEST = 4e5, FRESH = 3e5, OLD = 1728e5;
// Home, places, alerts. Never a manage link, a form's answer, a stream.
const KEPT = /^(\/en)?(\/(hors-ligne|alertes(\/[\w-]+)?|(commune|departement)\/[\w/-]+))?\/?$/;
const tongue = (path) => (/^\/en(\/|$)/.test(path) ? "en" : "fr");
const offlinePage = (path) => (tongue(path) === "en" ? "/en/hors-ligne" : "/hors-ligne");
const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt()};`);
const json = async (cache, key) => (await cache.match(key))?.json();
const note = (cache, key, value) => cache.put(key, new Response(JSON.stringify(value)));
const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const clock = (at, lang) =>
  new Intl.DateTimeFormat(lang, {
    hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris",
    ...(Date.now() - at > 432e5 && { day: "numeric", month: "long" }),
  }).format(at);

self.addEventListener("install", (event) =>
  event.waitUntil((async () => {
    await (await caches.open(FILES)).addAll(files);
    for (const path of ["/hors-ligne", "/en/hors-ligne"]) if (!(await get(path))) throw new Error(path);
  })()));

self.addEventListener("activate", (event) =>
  event.waitUntil((async () => {
    for (const key of await caches.keys()) if (![FILES, PAGES, TOLD].includes(key)) await caches.delete(key);
    await clients.claim();
    // What is being read at the first visit is kept as well.
    for (const client of await clients.matchAll()) await get(client.url).catch(() => {});
  })()));

// Keeps an answer if it is a page to keep: its text, its safety headers, when it was received.
async function keep(answer, asked) {
  const url = new URL(answer.url || asked);
  if (!answer.ok || url.origin !== location.origin || url.search || !KEPT.test(url.pathname)) return false;
  const body = await answer.text();
  if (body.length > LARGEST) return false;
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set("x-kept-at", Date.parse(headers.get("date")) || Date.now());
  headers.set("x-kept-size", body.length);
  headers.set("x-title", encodeURIComponent((/<title>([^<]*)/.exec(body)?.[1] ?? "").slice(0, 150)));
  const cache = await caches.open(PAGES);
  await cache.put(url.pathname, new Response(body, { headers }));
  await bound(cache);
  return body;
}

const get = async (path) => keep(await fetch(path, { credentials: "omit" }), path);

async function kept(cache) {
  const all = [];
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    const of = (header) => answer.headers.get(header);
    all.push({ path: new URL(request.url).pathname, at: +of("x-kept-at"), size: +of("x-kept-size"), title: of("x-title"), answer });
  }
  return all.sort((a, b) => b.at - a.at);
}

// Newest first until it is enough; what is followed and what everything begins with goes last.
async function bound(cache) {
  const first = new Set(["/hors-ligne", "/en/hors-ligne", "/", ...(await followed())]);
  const all = await kept(cache);
  let count = 0, bytes = 0;
  for (const { path, size } of [...all.filter((p) => first.has(p.path)), ...all.filter((p) => !first.has(p.path))]) {
    bytes += size;
    if (++count > MOST || bytes > BYTES) await cache.delete(path);
  }
}

const followed = async () => (await json(await caches.open(TOLD), "/.followed")) ?? [];

// The alert pages that a page leads to, unless they were kept minutes ago.
async function linked(body) {
  const cache = await caches.open(PAGES);
  for (const [, path] of [...body.matchAll(/href="((?:\/en)?\/alertes\/[\w-]+)"/g)].slice(0, 8)) {
    const at = +(await cache.match(path))?.headers.get("x-kept-at");
    if (!(Date.now() - at < FRESH)) await get(path).catch(() => {});
  }
}

// A kept page as it is shown: the time on top, what has ended since marked as ended.
async function shown(answer, path, why) {
  const lang = tongue(path), say = words[lang];
  const at = +answer.headers.get("x-kept-at"), now = Date.now();
  let body = (await answer.text()).replace(
    /<(article|div)( [^>]*?data-ends="([^"]+)"[^>]*)>/g,
    (all, tag, rest, ends) => {
      const over = Date.parse(ends) <= now, word = tag === "div" ? say.someEnded : say.ended;
      return over ? `<${tag}${rest} data-over="true"><p class="state">${escape(word)}</p>` : `<${tag}${rest} data-word="${escape(word)}">`;
    });
  const list = path === offlinePage(path) && (await lists(lang, path));
  if (list) body = body.replace(/<div id="gardees">.*?<\/div>/s, () => `<div id="gardees">${list}</div>`);
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  if (!why) return new Response(body, { headers });
  const told = `<aside class="kept"><p><strong>${escape(say[why])}</strong>, ${escape(say.stateAt)} ${clock(at, lang)}. <a href="">${escape(say.retry)}</a></p></aside>`;
  body = body.replace("<main", () => `${told}<main`);
  const script = files.find((f) => f.includes("/ended."));
  if (script) body = body.replace("</head>", () => `<script defer src="${script}"></script></head>`);
  return new Response(body, { headers });
}

async function lists(lang, self) {
  const say = words[lang], cache = await caches.open(PAGES), box = await caches.open(TOLD);
  const item = (path, title, more) => `<li><a href="${escape(path)}">${escape(title)}</a> <span class="hint">${escape(more)}</span></li>`;
  const part = (title, items) => (items.length ? `<h3>${escape(title)}</h3><ul>${items.join("")}</ul>` : "");
  const told = [];
  for (const request of await box.keys()) {
    if (new URL(request.url).pathname.startsWith("/.told/")) told.push(await json(box, request));
  }
  const ended = async (path) => {
    const ends = /data-ends="([^"]+)"/.exec((await (await cache.match(path))?.text()) ?? "")?.[1];
    return ends && Date.parse(ends) <= Date.now() ? `${say.ended}. ` : "";
  };
  const notices = [];
  for (const n of told.filter((n) => Date.now() - n.at < OLD).sort((a, b) => b.at - a.at)) {
    const more = `${n.body} ${await ended(new URL(n.to, location).pathname)}(${say.toldAt} ${clock(n.at, lang)})`;
    notices.push(item(n.to, n.title, more));
  }
  const pages = (await kept(cache)).filter((p) => p.path !== self && tongue(p.path) === lang && offlinePage(p.path) !== p.path)
    .map((p) => `<li><a href="${p.path}">${decodeURIComponent(p.title)}</a> <span class="hint">${say.stateAt} ${clock(p.at, lang)}</span></li>`);
  return part(say.told, notices) + part(say.pages, pages);
}

// Network first; what is kept when it fails, or does not answer in time.
async function page(event, url) {
  const { pathname } = url;
  const cache = await caches.open(PAGES);
  const old = url.search ? undefined : await cache.match(pathname);
  // Asked for anew where there is something to fall back on: "offline" is then said at once and truly.
  const asked = old ? fetch(event.request, { cache: "no-cache" }) : fetch(event.request);
  const stored = asked.then(async (answer) => {
    const body = await keep(answer.clone(), url.href);
    if (body && (await followed()).includes(pathname)) await linked(body);
  });
  event.waitUntil(stored.catch(() => {}));
  // Alone with a worker that waits: its turn, the page being loaded is its first.
  if (registration.waiting && (await clients.matchAll({ type: "window" })).length < 2) registration.waiting.postMessage("turn");
  const late = new Promise((done) => old && setTimeout(done, wait));
  try {
    const answer = await Promise.race([asked, late]);
    if (answer?.ok && pathname === offlinePage(pathname)) return await shown(answer, pathname);
    if (answer && !(answer.status >= 500 && old)) return answer;
    return await shown(old, pathname, answer ? "offline" : "slow");
  } catch (why) {
    const page = old ?? (await cache.match(offlinePage(pathname)));
    if (!page) throw why;
    return shown(page, old ? pathname : offlinePage(pathname), "offline");
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(event, url).catch(() => fetch(request)));
  } else if (files.includes(url.pathname)) {
    event.respondWith(caches.match(request).then((file) => file ?? fetch(request)));
  }
});

// A declarative push message (Push API): every one must be shown, even one that cannot be read.
async function told(data) {
  let said = {};
  try {
    said = data.json().notification ?? {};
  } catch {}
  const { title = name, body = "", lang = "fr", dir = "ltr", tag = "", silent = false } = said;
  const receipt = said.data?.receipt;
  const to = new URL(said.navigate ?? "/", location.origin);
  const navigate = to.origin === location.origin ? to.href : location.origin;
  // Quiet: takes the place of the former one of its tag without sound.
  await registration.showNotification(title, { body, lang, dir, tag, silent, renotify: !silent && tag !== "", icon, badge: icon, data: { navigate } });
  if (receipt) return void (await post("/suivre/recu", { receipt }));
  const box = await caches.open(TOLD);
  await note(box, `/.told/${encodeURIComponent(tag || "-")}`, { title, body, to: navigate, at: Date.now() });
  const notices = (await box.keys()).filter((r) => r.url.includes("/.told/"));
  for (const request of notices.slice(0, -30)) await box.delete(request);
  await remember();
  // A crowd is told at once and must not ask at once.
  await new Promise((done) => setTimeout(done, Math.random() * 2 * wait));
  await refresh([navigate, ...(await followed()).slice(0, 5)]);
}

async function refresh(paths) {
  for (const path of paths) await get(path).then((body) => body && linked(body)).catch(() => {});
}

self.addEventListener("push", (event) => event.waitUntil(told(event.data)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = event.notification.data?.navigate ?? "/";
  event.waitUntil((async () => {
    const open = (await clients.matchAll({ type: "window", includeUncontrolled: true })).find((c) => c.url === to);
    return open ? open.focus() : clients.openWindow(to);
  })());
});

// The endpoint as it was, for browsers that do not tell it when they replace it.
async function remember() {
  const mine = await registration.pushManager?.getSubscription();
  if (!mine) return;
  const key = [...new Uint8Array(mine.options.applicationServerKey ?? [])];
  await note(await caches.open(TOLD), "/.endpoint", { endpoint: mine.endpoint, key });
}

self.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil((async () => {
    const before = (await json(await caches.open(TOLD), "/.endpoint")) ?? {};
    const old = event.oldSubscription?.endpoint ?? before.endpoint;
    const applicationServerKey = event.oldSubscription?.options.applicationServerKey ?? new Uint8Array(before.key ?? []);
    const fresh = event.newSubscription ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
    const { endpoint, keys } = fresh.toJSON();
    if (old) await post("/suivre/remplacer", { old_endpoint: old, endpoint, keys });
    await remember();
  })()));

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data === "turn") self.skipWaiting();
  // { follow: ["30189", "D30"], lang }: from /suivre, once the device follows them.
  if (Array.isArray(data?.follow)) {
    event.waitUntil((async () => {
      const prefix = data.lang === "en" ? "/en" : "", paths = [];
      for (const code of data.follow.slice(0, 20)) {
        const path = /^D/.test(code) ? `/departement/${code.slice(1)}` : `/commune/${code}`;
        const url = await fetch(prefix + path).then((a) => a.url, () => location.origin + prefix + path);
        paths.push(new URL(url).pathname);
      }
      await note(await caches.open(TOLD), "/.followed", paths);
      await remember();
      await refresh([prefix || "/", ...paths]);
    })());
  }
});

// What a page costs on the wire, and what it must not load.
import { Findings } from '../portal/findings.ts';
import { everyPage } from '../portal/pages.ts';
import { RED } from '../portal/scenario.ts';
import { alertPath, expect, test } from '../portal/test.ts';

/** One round trip of a fresh connection: ten segments of 1,460 bytes. */
const ROUND_TRIP = 14_600;

test('an alert is readable within one round trip: HTML and CSS within 14,600 bytes', async ({ page, week }) => {
  const path = await alertPath(week.portal, RED);
  for (const address of [path, `/en${path}`]) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    const kind = new Map<string, string>();
    const bytes = new Map<string, number>();
    devtools.on('Network.responseReceived', (e) => kind.set(e.requestId, e.type));
    devtools.on('Network.loadingFinished', (e) => bytes.set(e.requestId, e.encodedDataLength));
    const answer = await page.goto(week.portal.origin + address, { waitUntil: 'networkidle' });
    expect(await answer?.headerValue('content-encoding')).toBe('br');
    let total = 0;
    for (const [request, type] of kind) {
      if (type === 'Document' || type === 'Stylesheet') total += bytes.get(request) ?? 0;
    }
    await devtools.detach();
    console.log(`${address}: ${total} bytes, headers included`);
    expect(total).toBeGreaterThan(1_000);
    expect(total).toBeLessThanOrEqual(ROUND_TRIP);
  }
});

test('no page loads wasm unless it holds an island, none asks another host, none complains', async ({
  page,
  week,
  complaints,
}) => {
  test.setTimeout(120_000);
  let asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const found = new Findings();
  for (const { name, path, status } of await everyPage(week.portal)) {
    asked = [];
    const answer = await page.goto(week.portal.origin + path, { waitUntil: 'networkidle' });
    if (answer?.status() !== status) found.add(`status ${answer?.status()} instead of ${status}`, name);
    const islands = await page.locator('leptos-island').count();
    const wasm = asked.filter((url) => url.endsWith('.wasm')).length;
    if (wasm !== (islands > 0 ? 1 : 0)) found.add(`${islands} islands and ${wasm} wasm files`, name);
    for (const url of asked) {
      if (!url.startsWith(`${week.portal.origin}/`) && !url.startsWith('data:')) found.add(`asks ${url}`, name);
    }
    for (const complaint of complaints) {
      // Chromium reports the status of an error page as an error of its own.
      if (!(status >= 400 && complaint.includes(`status of ${status}`))) found.add(complaint, name);
    }
    complaints.length = 0;
  }
  expect(found.lines).toEqual([]);
});

test('no page sets a cookie or keeps anything in the browser', async ({ page, week }) => {
  for (const { path } of await everyPage(week.portal)) await page.goto(week.portal.origin + path);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('the island suggests communes as one types', async ({ page, week, complaints }) => {
  await page.goto(`${week.portal.origin}/communes`, { waitUntil: 'networkidle' });
  await page.getByLabel('Votre commune ou code postal').pressSequentially('nime', { delay: 40 });
  await expect(page.getByRole('option', { name: /Nîmes/ }).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/commune\/30189\/nimes$/);
  expect(complaints).toEqual([]);
});

test('a page is kept by caches, and asked again costs next to nothing', async ({ request, week }) => {
  const first = await request.get(`${week.portal.origin}/alertes`, { headers: { 'Accept-Encoding': 'br' } });
  const { etag, vary, 'cache-control': kept } = first.headers();
  expect(etag).toMatch(/^"[^"]+"$/);
  expect(vary?.toLowerCase()).toContain('accept-encoding');
  expect(kept).toMatch(/public/);
  expect(kept).toMatch(/max-age=\d+/);
  expect(kept).toMatch(/stale-if-error/);
  const second = await request.get(`${week.portal.origin}/alertes`, {
    headers: { 'Accept-Encoding': 'br', 'If-None-Match': etag ?? '' },
  });
  expect(second.status()).toBe(304);
  expect((await second.body()).length).toBe(0);
  const plain = await request.get(`${week.portal.origin}/alertes`, { headers: { 'Accept-Encoding': 'identity' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  expect(plain.headers().etag).not.toBe(etag);
  expect(await plain.text()).toBe(await first.text());
});

test('files with a content hash are kept for ever and compressed', async ({ request, week }) => {
  const html = await week.portal.text('/communes');
  const files = [...html.matchAll(/(?:href|src)="(\/pkg\/[^"]+)"/g)].map((m) => m[1] ?? '');
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const answer = await request.get(week.portal.origin + file, { headers: { 'Accept-Encoding': 'br' } });
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()['cache-control'], file).toMatch(/immutable/);
    expect(answer.headers()['content-encoding'], file).toBe('br');
  }
});

test('the answers carry the headers that protect readers', async ({ request, week }) => {
  const headers = (await request.get(week.portal.origin)).headers();
  expect(headers['content-security-policy']).toMatch(/default-src 'none'|default-src 'self'/);
  expect(headers['content-security-policy']).not.toMatch(/'unsafe-inline'|'unsafe-eval'/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBeTruthy();
});

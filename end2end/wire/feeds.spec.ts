// Atom and CAP as programs read them.
import { execFileSync } from 'node:child_process';
import type { APIRequestContext, Page } from '@playwright/test';
import { dated } from '../portal/cap.ts';
import { PUBLISHER, publish, RED, shows } from '../portal/scenario.ts';
import { alertPath, expect, test } from '../portal/test.ts';

interface Entry {
  id: string;
  title: string;
  updated: string;
  author: string;
  links: { rel: string; type: string; href: string }[];
}

interface Feed {
  id: string;
  title: string;
  updated: string;
  self: string | null;
  entries: Entry[];
}

/** Read by a real XML parser: a feed that is not well-formed does not come back. */
async function atom(page: Page, request: APIRequestContext, url: string): Promise<Feed> {
  const answer = await request.get(url);
  expect(answer.status(), url).toBe(200);
  expect(answer.headers()['content-type'], url).toContain('application/atom+xml');
  const text = await answer.text();
  execFileSync('xmllint', ['--noout', '--nonet', '-'], { input: text });
  return page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    const own = (e: Element, name: string) =>
      [...e.children].find((c) => c.localName === name && c.namespaceURI === 'http://www.w3.org/2005/Atom');
    const text = (e: Element, name: string) => own(e, name)?.textContent ?? '';
    const links = (e: Element) =>
      [...e.children]
        .filter((c) => c.localName === 'link')
        .map((l) => ({
          rel: l.getAttribute('rel') ?? 'alternate',
          type: l.getAttribute('type') ?? '',
          href: l.getAttribute('href') ?? '',
        }));
    const root = document.documentElement;
    return {
      id: text(root, 'id'),
      title: text(root, 'title'),
      updated: text(root, 'updated'),
      self: links(root).find((l) => l.rel === 'self')?.href ?? null,
      entries: [...root.children]
        .filter((c) => c.localName === 'entry')
        .map((e) => ({
          id: text(e, 'id'),
          title: text(e, 'title'),
          updated: text(e, 'updated'),
          author: own(e, 'author')?.textContent?.trim() ?? own(root, 'author')?.textContent?.trim() ?? '',
          links: links(e),
        })),
    };
  }, text);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const FEEDS = ['/alertes.atom', '/departement/30/alertes.atom', '/commune/30189/alertes.atom', '/cap.atom'];

for (const path of FEEDS) {
  test(`${path} is a valid Atom feed whose links lead somewhere`, async ({ page, request, week }) => {
    const { origin } = week.portal;
    const feed = await atom(page, request, origin + path);
    expect(feed.id).not.toBe('');
    expect(feed.title).not.toBe('');
    expect(feed.updated).toMatch(RFC3339);
    expect(feed.self).toBe(origin + path);
    expect(feed.entries.length).toBeGreaterThan(0);
    expect(new Set(feed.entries.map((e) => e.id)).size).toBe(feed.entries.length);
    for (const entry of feed.entries) {
      expect(entry.id).toMatch(/^[a-z][a-z0-9+.-]*:/i);
      expect(entry.title).not.toBe('');
      expect(entry.updated).toMatch(RFC3339);
      expect(entry.author).not.toBe('');
      expect(entry.links.length).toBeGreaterThan(0);
      for (const link of entry.links.filter((l) => l.href.startsWith(origin))) {
        const answer = await request.get(link.href);
        expect(answer.status(), link.href).toBe(200);
        if (link.type) expect(answer.headers()['content-type']).toContain(link.type.split(';')[0] ?? '');
      }
    }
    const newest = feed.entries.map((e) => Date.parse(e.updated)).sort((a, b) => b - a)[0];
    expect(Date.parse(feed.updated)).toBeGreaterThanOrEqual(newest ?? 0);
  });

  test(`${path} answers 304 to who has it already`, async ({ request, week }) => {
    const first = await request.get(week.portal.origin + path);
    const etag = first.headers().etag ?? '';
    expect(etag).not.toBe('');
    const again = await request.get(week.portal.origin + path, { headers: { 'If-None-Match': etag } });
    expect(again.status()).toBe(304);
    const weak = await request.get(week.portal.origin + path, { headers: { 'If-None-Match': `W/${etag}, "x"` } });
    expect(weak.status()).toBe(304);
    const head = await request.head(week.portal.origin + path);
    expect(head.status()).toBe(200);
    expect(head.headers().etag).toBe(etag);
  });
}

test('an entry names the official source', async ({ page, request, week }) => {
  const feed = await atom(page, request, `${week.portal.origin}/alertes.atom`);
  const red = feed.entries.find((e) => e.title.includes(RED));
  expect(red?.author).toContain(PUBLISHER);
});

test('ids stay, and updated moves when an alert ends by itself', async ({ page, request, source, start }) => {
  publish(source, [dated({ identifier: 'EX.1', infos: [{ headline: 'Crue brève', level: 'orange', expires: 8 }] })]);
  const setting = {
    sources: [
      { id: 'gard', kind: 'cap-feed' as const, publisher: 'Préfecture', url: source.url('/feed.atom'), territory: ['30'] },
    ],
  };
  const portal = await start(setting);
  await shows(portal, '/alertes', ['Crue brève']);
  const url = `${portal.origin}/alertes.atom`;
  const during = await atom(page, request, url);
  const etag = (await request.get(url)).headers().etag ?? '';
  const path = await alertPath(portal, 'Crue brève');
  await shows(portal, path, ['Terminée le']);
  expect((await request.get(url, { headers: { 'If-None-Match': etag } })).status()).toBe(200);
  const after = await atom(page, request, url);
  expect(after.entries.map((e) => e.id)).toEqual(during.entries.map((e) => e.id));
  expect(after.id).toBe(during.id);
  expect(Date.parse(after.entries[0]?.updated ?? '')).toBeGreaterThan(Date.parse(during.entries[0]?.updated ?? ''));
  expect(Date.parse(after.updated)).toBeGreaterThan(Date.parse(during.updated));
  await portal.end('SIGTERM');
  await portal.run();
  const restarted = await atom(page, request, url);
  expect(restarted.entries).toEqual(after.entries);
});

test('every CAP document of the index is well-formed and in its own namespace', async ({ page, request, week }) => {
  const feed = await atom(page, request, `${week.portal.origin}/cap.atom`);
  const documents = feed.entries.flatMap((e) => e.links.filter((l) => l.type.startsWith('application/cap+xml')));
  expect(documents.length).toBe(feed.entries.length);
  for (const { href } of documents) {
    const text = await (await request.get(href)).text();
    execFileSync('xmllint', ['--noout', '--nonet', '-'], { input: text });
    expect(text).toContain('urn:oasis:names:tc:emergency:cap:1.2');
    expect(text).not.toMatch(/<(sent|expires|onset|effective)>[^<]*(Z|\.\d+[+-])/);
  }
});

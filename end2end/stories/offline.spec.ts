// The network is gone: what the device still knows, and that it never tells what is over as current.
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../portal/test.ts';
import { type AlertText, dated } from '../portal/cap.ts';
import { follow, keeps, keptPaths, notifications, PushDoor } from '../portal/device.ts';
import { publish, shows } from '../portal/scenario.ts';
import { alertPath } from '../portal/test.ts';
import { type Portal, type PortalSetting, ROOT } from '../portal/binary.ts';
import type { SourceServer } from '../portal/source.ts';

const NIMES = '/commune/30189/nimes';
const CRUE: AlertText = { identifier: 'EX.1', infos: [{ headline: 'Crue du Gardon', level: 'rouge', instruction: 'Montez à l’étage.' }] };

async function gard(
  start: (setting: PortalSetting) => Promise<Portal>,
  source: SourceServer,
  alerts: AlertText[] = [CRUE],
): Promise<Portal> {
  publish(source, alerts.map((a) => dated(a)));
  const portal = await start({
    sources: [{ id: 'gard', kind: 'cap-feed', publisher: 'Préfecture', url: source.url('/feed.atom'), territory: ['30'] }],
  });
  await shows(portal, '/alertes', [alerts[0]?.infos?.[0]?.headline ?? '']);
  return portal;
}

test('a page that was read is read again without network, with its time; then the network is back', async ({
  page,
  source,
  start,
  complaints,
}) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  // The very first page, kept although the worker was not there yet when it was asked for.
  await page.goto(`${portal.origin}/`);
  await keeps(page);
  await page.context().setOffline(true);
  await page.goto(portal.origin + NIMES);
  await expect(page.locator('.kept')).toContainText(/Hors ligne, état à \d\d:\d\d\. Actualiser/);
  await expect(page.locator('article.alert')).toContainText('Crue du Gardon');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nîmes');
  await page.goto(`${portal.origin}/`);
  await expect(page.locator('.kept')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Actualiser' }).click();
  await expect(page.locator('.kept')).toHaveCount(0);
  await expect(page.locator('article.alert')).toContainText('Crue du Gardon');
  expect(complaints).toEqual([]);
});

test('a page that was never read leads to what the device keeps, with numbers and instructions', async ({
  page,
  source,
  start,
}) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  await portal.end('SIGKILL');
  await page.goto(`${portal.origin}/commune/29019/brest`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sans réseau');
  await expect(page.locator('.kept')).toContainText('Hors ligne');
  await expect(page.getByRole('main')).toContainText('Écoutez la radio locale');
  await expect(page.getByRole('main').getByRole('link', { name: /112/ })).toBeVisible();
  await page.locator('#gardees').getByRole('link', { name: /Nîmes/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nîmes');
  await page.goto(`${portal.origin}/en/commune/29019/brest`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Without network');
});

test('an alert whose end has passed is never shown as current, on pages opened then and on a page left open', async ({
  page,
  source,
  start,
}) => {
  const soon: AlertText = { identifier: 'EX.2', infos: [{ headline: 'Vague courte', level: 'rouge', expires: 14 }] };
  const portal = await gard(start, source, [soon, CRUE]);
  const path = await alertPath(portal, 'Vague courte');
  await page.goto(`${portal.origin}/`);
  await keeps(page);
  await page.goto(portal.origin + path);
  await keeps(page);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.locator('.kept')).toBeVisible();
  await expect(page.locator('main > article')).not.toHaveAttribute('data-over');
  // Left open: marked when its time has passed.
  const ended = page.getByText('Terminée : échéance passée');
  await expect(ended).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('main > article')).toHaveAttribute('data-over', 'true');
  const red = await page.locator('.band').evaluate((band) => getComputedStyle(band).backgroundColor);
  expect(red).not.toBe('rgb(155, 15, 29)');
  await page.goto(`${portal.origin}/`);
  const card = (name: string) => page.locator('article.alert', { hasText: name });
  await expect(card('Vague courte')).toContainText('Terminée : échéance passée');
  await expect(card('Vague courte')).toHaveAttribute('data-over', 'true');
  await expect(card('Crue du Gardon')).not.toHaveAttribute('data-over');
});

test('a network that does not answer is given up after some seconds for what is kept', async ({ page, source, start }) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  portal.freeze();
  await page.goto(portal.origin + NIMES);
  await expect(page.locator('.kept')).toContainText('Réseau trop lent, état à');
  await expect(page.locator('article.alert')).toContainText('Crue du Gardon');
  portal.thaw();
});

test('the places that a device follows are kept with the alerts they lead to, though never opened', async ({
  page,
  source,
  start,
}) => {
  const portal = await gard(start, source);
  const path = await alertPath(portal, 'Crue du Gardon');
  await page.goto(`${portal.origin}/departement/34`);
  await keeps(page);
  await follow(page, ['30189', 'D30']);
  await expect.poll(() => keptPaths(page)).toEqual(expect.arrayContaining([NIMES, '/departement/30', path, '/']));
  await page.context().setOffline(true);
  await page.goto(portal.origin + path);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Crue du Gardon');
  await expect(page.getByRole('main')).toContainText('Montez à l’étage.');
});

test('errors, searches, manage links and documents are never kept', async ({ page, source, start }) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  for (const path of ['/commune/99999/x', '/alertes?couleur=rouge', '/communes?q=nim', '/suivre/secret', '/sources']) {
    await page.goto(portal.origin + path);
  }
  await page.goto(portal.origin + NIMES);
  const kept = await keptPaths(page);
  for (const part of ['99999', 'communes', 'suivre', 'sources']) {
    expect(kept.filter((path) => path.includes(part))).toEqual([]);
  }
  expect(kept).not.toContain('/alertes');
});

test('what is kept stays within its bounds, and what everything begins with goes last', async ({ page, source, start }) => {
  const portal = await gard(start, source);
  await page.goto(`${portal.origin}/`);
  await keeps(page);
  await page.evaluate(async () => {
    const cache = await caches.open('pages-1');
    for (let i = 0; i < 90; i++) {
      const headers = { 'x-kept-at': String(Date.now() + i), 'x-kept-size': '1000', 'x-title': 'x' };
      await cache.put(`/commune/9${i}/x`, new Response('x', { headers }));
    }
  });
  await page.goto(portal.origin + NIMES);
  await expect.poll(async () => (await keptPaths(page)).filter((p) => p.startsWith('/commune')).length).toBeLessThanOrEqual(60);
  expect(await keptPaths(page)).toEqual(expect.arrayContaining(['/', '/hors-ligne', '/en/hors-ligne']));
});

test('a push message is shown; a quiet update takes its place; both are read again without network', async ({
  page,
  source,
  start,
  complaints,
}) => {
  const portal = await gard(start, source);
  const path = await alertPath(portal, 'Crue du Gardon');
  await page.context().grantPermissions(['notifications'], { origin: portal.origin });
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  const door = await PushDoor.of(page);
  const navigate = portal.origin + path;
  await door.deliver({ title: 'Vigilance rouge · Crue', body: 'Montez à l’étage.', tag: 'fil1', navigate });
  await expect.poll(() => notifications(page)).toMatchObject([{ title: 'Vigilance rouge · Crue', tag: 'fil1', silent: false, navigate }]);
  await door.deliver({ title: 'Mise à jour <b>', body: 'Restez à l’étage.', tag: 'fil1', navigate, silent: true });
  await expect.poll(() => notifications(page)).toMatchObject([{ title: 'Mise à jour <b>', tag: 'fil1', silent: true }]);
  // The alert's page was asked for by itself.
  await expect.poll(() => keptPaths(page), { timeout: 20_000 }).toContain(path);
  await page.context().setOffline(true);
  await page.goto(`${portal.origin}/hors-ligne`);
  const told = page.locator('#gardees li', { hasText: 'Mise à jour <b>' });
  await expect(told).toContainText(/Restez à l’étage\. \(reçu à \d\d:\d\d\)/);
  await told.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Crue du Gardon');
  expect(complaints).toEqual([]);
});

test('a push message that cannot be read is shown by name, one that leads elsewhere leads to the portal', async ({
  page,
  source,
  start,
}) => {
  const portal = await gard(start, source);
  await page.context().grantPermissions(['notifications'], { origin: portal.origin });
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  const door = await PushDoor.of(page);
  await door.raw('pas du JSON');
  await expect.poll(() => notifications(page)).toMatchObject([{ title: 'Rives', navigate: `${portal.origin}/` }]);
  await door.deliver({ title: 'Piège', body: '', tag: 'fil2', navigate: 'https://ailleurs.example/' });
  await expect
    .poll(async () => (await notifications(page)).find((n) => n.tag === 'fil2')?.navigate)
    .toBe(portal.origin);
});

test('a test of reception sends its receipt back', async ({ page, source, start }) => {
  const portal = await gard(start, source);
  await page.context().grantPermissions(['notifications'], { origin: portal.origin });
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  const door = await PushDoor.of(page);
  const receipt = page.context().waitForEvent('request', (r) => r.url().endsWith('/suivre/recu'));
  await door.deliver({ title: 'Essai', body: 'Reçu.', tag: 'essai', navigate: portal.origin, receipt: 'r-123' });
  const sent = await receipt;
  expect(sent.method()).toBe('POST');
  expect(sent.postDataJSON()).toEqual({ receipt: 'r-123' });
});

test('a new worker takes over at the next page, the old one’s files go, what was kept stays', async ({
  page,
  source,
  start,
}) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  const files = () => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('files-')));
  const before = await files();
  expect(before).toHaveLength(1);
  await portal.end();
  portal.set('name', 'Rives du Gard');
  await portal.run();
  await page.goto(`${portal.origin}/departement/30`);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  await expect
    .poll(async () => {
      await page.goto(`${portal.origin}/departement/30`);
      return (await files()).filter((name) => !before.includes(name)).length === 1 && (await files()).length === 1;
    })
    .toBe(true);
  await page.context().setOffline(true);
  await page.goto(portal.origin + NIMES);
  await expect(page.locator('article.alert')).toContainText('Crue du Gardon');
});

test('a new worker that is broken changes nothing: pages come, the old one stays', async ({ page, source, start }) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin + NIMES);
  await keeps(page);
  await portal.end();
  const site = join(portal.folder, 'site');
  cpSync(join(ROOT, 'target/site'), site, { recursive: true });
  for (const file of readdirSync(join(site, 'pkg')).filter((name) => /^sw\..*js$/.test(name))) {
    writeFileSync(join(site, 'pkg', file), 'throw new Error("broken");');
  }
  portal.set('site_root', site);
  await portal.run();
  const refused = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.update().then(() => '', (why: Error) => why.name);
  });
  expect(refused).not.toBe('');
  await page.goto(`${portal.origin}/sources`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.context().setOffline(true);
  await page.goto(portal.origin + NIMES);
  await expect(page.locator('.kept')).toContainText('Hors ligne');
});

test('the manifest makes the portal installable, and says that this one is an exercise', async ({ page, request, source, start }) => {
  const portal = await gard(start, source);
  await page.goto(portal.origin);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await request.get(new URL(href ?? '', portal.origin).href)).json();
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/', name: 'EXERCICE : Rives' });
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(new URL(src, portal.origin).href);
    expect(icon.status(), src).toBe(200);
    expect(icon.headers()['content-type']).toContain(type);
  }
  const devtools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

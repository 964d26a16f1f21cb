// From a source to a resident while the portal runs: new, replaced, withdrawn, over, silent.
import type { Portal, SourceSetting } from '../portal/binary.ts';
import { type AlertText, cap, dated, HOUR, MINUTE } from '../portal/cap.ts';
import { publish, shows } from '../portal/scenario.ts';
import type { SourceServer } from '../portal/source.ts';
import { alertPath, expect, openAlert, test } from '../portal/test.ts';

const PAST = '/alertes?etat=passees';

function one(source: SourceServer, more: Partial<SourceSetting> = {}): SourceSetting {
  return {
    id: 'gard',
    kind: 'cap-feed',
    publisher: 'Préfecture du Gard',
    url: source.url('/feed.atom'),
    territory: ['30'],
    ...more,
  };
}

const CRUE: AlertText = dated({
  identifier: 'EX.1',
  infos: [{ headline: 'Crue à Sommières', level: 'orange', instruction: 'Montez.' }],
});

test('an alert that the source publishes appears without anything done by hand', async ({ page, source, start }) => {
  publish(source, []);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/', ['Aucune alerte en cours.', 'Dernière vérification']);
  await page.goto(portal.origin);
  publish(source, [CRUE]);
  await shows(portal, '/', ['Crue à Sommières']);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Crue à Sommières' })).toBeVisible();
});

test('an update replaces, under the same address', async ({ page, source, start }) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  const path = await openAlert(page, portal.origin, 'Crue à Sommières');
  publish(source, [
    CRUE,
    {
      identifier: 'EX.2',
      sent: -1 * MINUTE,
      msgType: 'Update',
      references: [CRUE],
      infos: [{ headline: 'Crue majeure à Sommières', level: 'rouge', instruction: 'Montez au grenier.' }],
    },
  ]);
  await shows(portal, path, ['Crue majeure à Sommières']);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Crue majeure à Sommières');
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.locator('article.alert')).toHaveCount(1);
});

test('a cancel withdraws, says so, and keeps the page', async ({ page, source, start }) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  const path = await alertPath(portal, 'Crue à Sommières');
  publish(source, [CRUE, { identifier: 'EX.2', sent: -1 * MINUTE, msgType: 'Cancel', references: [CRUE] }]);
  await shows(portal, PAST, ['Crue à Sommières']);
  await page.goto(portal.origin + path);
  await expect(page.getByRole('main')).toContainText('Annulée le');
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.getByRole('link', { name: 'Crue à Sommières' })).toHaveCount(0);
});

test('a cancel that comes before its alert hides the alert when that comes', async ({ page, source, start }) => {
  publish(source, [{ identifier: 'EX.2', sent: -1 * MINUTE, msgType: 'Cancel', references: [CRUE] }]);
  const portal = await start({ sources: [one(source)] });
  await expect.poll(() => source.asked('/cap/EX.2.xml')).toBeGreaterThan(0);
  publish(source, [CRUE]);
  await shows(portal, PAST, ['Crue à Sommières']);
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.getByRole('link', { name: 'Crue à Sommières' })).toHaveCount(0);
});

test('an all-clear ends the alert', async ({ page, source, start }) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  const path = await alertPath(portal, 'Crue à Sommières');
  publish(source, [
    CRUE,
    {
      identifier: 'EX.2',
      sent: -1 * MINUTE,
      msgType: 'Update',
      references: [CRUE],
      // As real authors write it: the end is not after the beginning.
      infos: [{ headline: 'Retour à la normale', response: 'AllClear', onset: -1 * MINUTE, expires: -1 * MINUTE }],
    },
  ]);
  await shows(portal, path, ["Fin d'alerte le"]);
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.locator('article.alert')).toHaveCount(0);
});

test('an alert ends by itself when its time is over, while the portal runs', async ({ page, source, start }) => {
  publish(source, [
    dated({ identifier: 'EX.1', infos: [{ headline: 'Crue éclair', level: 'rouge', expires: 8 }] }),
  ]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/', ['Crue éclair']);
  const path = await alertPath(portal, 'Crue éclair');
  await page.goto(portal.origin + path);
  await expect(page.getByRole('main')).toContainText("Jusqu'au");
  await shows(portal, path, ['Terminée le']);
  await page.reload();
  await expect(page.getByRole('main')).toContainText('Terminée le');
  await page.goto(`${portal.origin}/commune/30189/nimes`);
  await expect(page.getByText('Aucune alerte en cours pour Nîmes')).toBeVisible();
  await shows(portal, PAST, ['Crue éclair']);
});

test('an alert to come is in force when its time comes, while the portal runs', async ({ page, source, start }) => {
  publish(source, [
    dated({ identifier: 'EX.1', infos: [{ headline: 'Crue annoncée', level: 'orange', onset: 6, expires: HOUR }] }),
  ]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes?etat=a-venir', ['Crue annoncée']);
  await shows(portal, '/alertes?etat=en-cours', ['Crue annoncée']);
  await page.goto(`${portal.origin}/alertes?etat=en-cours`);
  await expect(page.locator('article.alert', { hasText: 'Crue annoncée' })).toContainText("Jusqu'au");
});

test('a source that dies takes no alert with it, and every list says that it is silent', async ({
  page,
  source,
  start,
}) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source, { silent_after: '3s' })] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  source.fail('*', 503);
  for (const path of ['/', '/alertes', '/departement/30', '/commune/30189/nimes']) {
    await shows(portal, path, ['muette depuis', 'Crue à Sommières']);
    await page.goto(portal.origin + path);
    await expect(page.getByText("L'absence d'alerte n'est pas l'absence de danger.")).toBeVisible();
  }
  await page.goto(`${portal.origin}/sources`);
  await expect(page.getByRole('main')).toContainText('Muette');
  source.recover();
  await expect
    .poll(async () => (await portal.text('/alertes')).includes('muette depuis'), { timeout: 45_000 })
    .toBe(false);
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.getByRole('link', { name: 'Crue à Sommières' })).toHaveCount(1);
});

test('a source that flaps neither ends nor repeats an alert', async ({ source, start }) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  const path = await alertPath(portal, 'Crue à Sommières');
  for (let turn = 0; turn < 3; turn += 1) {
    source.fail('*', 500);
    await expect.poll(() => failed(portal)).toBe(true);
    expect((await portal.text('/alertes')).includes('Crue à Sommières')).toBe(true);
    source.recover();
    await expect.poll(() => failed(portal), { timeout: 45_000 }).toBe(false);
    expect(await alertPath(portal, 'Crue à Sommières')).toBe(path);
    expect((await portal.text('/alertes')).match(/Crue à Sommières/g)).toHaveLength(1);
  }
});

async function failed(portal: Portal): Promise<boolean> {
  return (await portal.text('/sources')).includes('Ne répond plus');
}

test('a source that hangs does not keep another from being heard', async ({ source, start }) => {
  source.hang('/slow.xml');
  publish(source, [CRUE]);
  const portal = await start({
    sources: [one(source, { id: 'slow', kind: 'cap', url: source.url('/slow.xml') }), one(source)],
  });
  await shows(portal, '/alertes', ['Crue à Sommières']);
});

test('an alert gone from the feed without a word stays until its time is over', async ({ source, start }) => {
  publish(source, [CRUE]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  publish(source, []);
  const asked = source.asked('/feed.atom');
  await expect.poll(() => source.asked('/feed.atom')).toBeGreaterThan(asked + 2);
  expect((await portal.text('/alertes')).includes('Crue à Sommières')).toBe(true);
});

test('what is not a message is refused without harm', async ({ source, start }) => {
  source.put('/bad.xml', '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>');
  source.put(
    '/xxe.xml',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' +
      cap({ identifier: 'XXE', infos: [{ headline: 'Entité' }] }).replace('Entité', '&x;').slice(38),
  );
  publish(source, [CRUE]);
  const portal = await start({
    sources: [
      one(source, { id: 'bad', kind: 'cap', url: source.url('/bad.xml') }),
      one(source, { id: 'xxe', kind: 'cap', url: source.url('/xxe.xml') }),
      one(source),
    ],
  });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  await expect.poll(() => source.asked('/bad.xml')).toBeGreaterThan(1);
  expect(await portal.text('/alertes')).not.toContain('root:');
  expect(portal.isRunning).toBe(true);
});

test('words of a source cannot become markup', async ({ page, source, start, complaints }) => {
  const evil = '<img src=x onerror="document.title=1"><b>gras</b>';
  publish(source, [
    dated({
      identifier: 'EX.1',
      infos: [{ headline: evil, description: evil, instruction: evil, area: evil, senderName: evil }],
    }),
  ]);
  const portal = await start({ sources: [one(source)] });
  await shows(portal, '/alertes', ['class="alert"']);
  await page.goto(`${portal.origin}/alertes`);
  await page.locator('article.alert a').first().click();
  await expect(page.locator('main img, main b')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('news of a prefecture waits for a person', async ({ source, start }) => {
  source.put(
    '/news.rss',
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Préfecture</title>
<item><title>Inondations : restez chez vous</title><link>https://example.org/1</link>
<description>&lt;p&gt;Message&lt;/p&gt;</description><pubDate>${new Date().toUTCString()}</pubDate></item>
</channel></rss>`,
    'application/rss+xml',
  );
  publish(source, [CRUE]);
  const portal = await start({
    sources: [one(source, { id: 'news', kind: 'rss-news', url: source.url('/news.rss'), publish: 'hold' }), one(source)],
  });
  await shows(portal, '/alertes', ['Crue à Sommières']);
  await expect.poll(() => source.asked('/news.rss')).toBeGreaterThan(1);
  expect(await portal.text('/alertes')).not.toContain('restez chez vous');
});

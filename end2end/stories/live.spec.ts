// An open page learns that there is something newer, says so, and moves nothing.
import { dated } from '../portal/cap.ts';
import { publish, shows } from '../portal/scenario.ts';
import { expect, test } from '../portal/test.ts';

const FIRST = dated({
  identifier: 'EX.LIVE.1',
  infos: [{ headline: 'Crue à Sommières', level: 'orange', instruction: 'Montez.' }],
});
const SECOND = dated({
  identifier: 'EX.LIVE.2',
  infos: [{ headline: 'Crue à Quissac', level: 'rouge', instruction: 'Montez.' }],
});

const from = (url: string) => ({
  id: 'gard',
  kind: 'cap-feed' as const,
  publisher: 'Préfecture du Gard',
  url,
  territory: ['30'],
});

test('an open page says that there is a newer one, and shows it when asked', async ({
  page,
  source,
  start,
  complaints,
  javaScriptEnabled,
}) => {
  test.skip(!javaScriptEnabled, 'without JavaScript the page loads itself again: see below');
  publish(source, [FIRST]);
  const portal = await start({ sources: [from(source.url('/feed.atom'))] });
  await shows(portal, '/', ['Crue à Sommières']);
  const listening = page.waitForResponse((r) => r.url().includes('/en-direct?'));
  await page.goto(portal.origin);
  expect((await listening).headers()['content-type']).toBe('text/event-stream');
  const strip = page.getByRole('status');
  await expect(strip).toHaveText('');
  const reading = page.getByRole('link', { name: 'Crue à Sommières' });
  const before = await reading.boundingBox();
  publish(source, [FIRST, SECOND]);
  await expect(strip).toHaveText(/^Mise à jour à \d\d:\d\d\. Afficher$/);
  expect(await reading.boundingBox()).toEqual(before);
  await expect(page.getByRole('link', { name: 'Crue à Quissac' })).toHaveCount(0);
  await strip.getByRole('link', { name: 'Afficher' }).click();
  await expect(page.getByRole('link', { name: 'Crue à Quissac' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('');
  expect(complaints).toEqual([]);
});

test('without JavaScript a live page asks to be loaded again every two minutes', async ({ page, week, javaScriptEnabled }) => {
  await page.goto(week.portal.origin);
  // A browser with scripts reads what stands in the noscript as text and follows nothing.
  await expect(page.locator('head meta[http-equiv=refresh]')).toHaveCount(javaScriptEnabled ? 0 : 1);
  await page.goto(`${week.portal.origin}/sources`);
  await expect(page.locator('meta[http-equiv=refresh]')).toHaveCount(0);
});

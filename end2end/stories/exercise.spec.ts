// An exercise can never be taken for the real thing, nor the real thing for an exercise.
import { join } from 'node:path';
import { cap } from '../portal/cap.ts';
import { ROOT } from '../portal/binary.ts';
import { everyPage } from '../portal/pages.ts';
import { RED, shows } from '../portal/scenario.ts';
import { alertPath, expect, test } from '../portal/test.ts';

test('every page of an exercise portal carries the banner, in both languages', async ({ page, week }) => {
  for (const { name, path } of await everyPage(week.portal)) {
    await page.goto(week.portal.origin + path);
    const banner = page.getByText(/^\/en(?!traide)/.test(path) ? /^EXERCISE\b/ : /^EXERCICE\b/).first();
    await expect(banner, name).toBeVisible();
    await expect(page, name).toHaveTitle(/^(EXERCICE|EXERCISE)/);
  }
});

test('what is exported from an exercise says so', async ({ week, request }) => {
  const atom = await (await request.get(`${week.portal.origin}/alertes.atom`)).text();
  expect(atom).toMatch(/EXERCICE/);
  const html = await week.portal.text(await alertPath(week.portal, RED));
  const cap = await (await request.get(week.portal.origin + html.match(/\/messages\/[^"/]+\/cap\.xml/)?.[0])).text();
  expect(cap).toContain('<status>Exercise</status>');
});

test('a real portal has no banner, and shows no exercise and no test', async ({ page, source, start }) => {
  const document = (identifier: string, status: 'Actual' | 'Exercise' | 'Test', headline: string) =>
    cap({ identifier, status, infos: [{ headline }] });
  source.put('/actual.xml', document('A', 'Actual', 'Crue réelle'));
  source.put('/exercise.xml', document('B', 'Exercise', 'Crue pour rire'));
  source.put('/test.xml', document('C', 'Test', 'Essai de sirène'));
  const portal = await start({
    exercise: false,
    sources: ['exercise', 'test', 'actual'].map((id) => ({
      id,
      kind: 'cap' as const,
      publisher: `Source ${id}`,
      url: source.url(`/${id}.xml`),
      territory: ['30'],
    })),
  });
  await shows(portal, '/alertes', ['Crue réelle']);
  await expect.poll(() => source.asked('/exercise.xml')).toBeGreaterThan(1);
  await expect.poll(() => source.asked('/test.xml')).toBeGreaterThan(1);
  await page.goto(`${portal.origin}/alertes`);
  await expect(page.getByText(/EXERCICE/)).toHaveCount(0);
  await expect(page.getByText('Crue pour rire')).toHaveCount(0);
  await expect(page.getByText('Essai de sirène')).toHaveCount(0);
});

test('the exercise that is shipped shows a flood in force as soon as it runs', async ({ page, start }) => {
  const portal = await start({ config: join(ROOT, 'server/exercise/rives.toml') });
  await shows(portal, '/', ['EXERCICE', 'class="alert"', 'rouge']);
  await page.goto(portal.origin);
  await expect(page.locator('article.alert').first()).toContainText('Vigilance rouge');
  await page.locator('article.alert a').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

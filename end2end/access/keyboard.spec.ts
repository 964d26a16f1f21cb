// The keyboard reaches everything, and one always sees where it is.
import { Findings } from '../portal/findings.ts';
import { unreached } from '../portal/looks.ts';
import { frenchPages } from '../portal/pages.ts';
import { expect, test } from '../portal/test.ts';

test('Tab reaches everything that can be worked with, visibly, on every page', async ({ page, week }) => {
  test.setTimeout(240_000);
  // Without smooth scrolling, what has the focus is on screen at once.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found = new Findings();
  for (const { name, path } of await frenchPages(week.portal)) {
    await page.goto(week.portal.origin + path);
    for (const fault of await unreached(page)) found.add(fault, name);
  }
  expect(found.lines).toEqual([]);
});

test('the first Tab offers to skip to the content, and Enter goes there', async ({ page, week }) => {
  await page.goto(week.portal.origin);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Aller au contenu' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('a search can be made with the keyboard alone', async ({ page, week }) => {
  await page.goto(week.portal.origin);
  await page.getByLabel('Votre commune ou code postal').focus();
  await page.keyboard.type('Nimes');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/commune\/30189\/nimes$/);
});

test('targets are large enough for a thumb', async ({ page, week }) => {
  for (const path of ['/', '/alertes', '/communes?q=saint']) {
    await page.goto(week.portal.origin + path);
    const small = await page
      .locator('button, input, select, summary, nav a, .door a, .communes a')
      .evaluateAll((all) =>
        all
          .filter((e) => e.checkVisibility())
          .map((e) => ({ what: e.outerHTML.slice(0, 80), height: e.getBoundingClientRect().height }))
          .filter((e) => e.height < 48),
      );
    expect(small, path).toEqual([]);
  }
});

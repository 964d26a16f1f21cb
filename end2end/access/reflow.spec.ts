// Larger text, narrower screens, paper and the dark: nothing is cut, nothing is lost.
import { Findings } from '../portal/findings.ts';
import { tooWide } from '../portal/looks.ts';
import { everyPage } from '../portal/pages.ts';
import { PUBLISHER, RED, RED_INSTRUCTION } from '../portal/scenario.ts';
import { expect, openAlert, test } from '../portal/test.ts';

test('at 400 % no page scrolls sideways', async ({ page, week }) => {
  test.setTimeout(120_000);
  // 1280 × 1024 at 400 %.
  await page.setViewportSize({ width: 320, height: 256 });
  const found = new Findings();
  for (const { name, path } of await everyPage(week.portal)) {
    await page.goto(week.portal.origin + path);
    for (const wide of await tooWide(page)) found.add(wide, name);
  }
  expect(found.lines).toEqual([]);
});

test.describe('with wider spacing of text', () => {
  // The test's own style sheet would be refused by the CSP.
  test.use({ bypassCSP: true });

  test('nothing is cut', async ({ page, week }) => {
    test.setTimeout(120_000);
    const found = new Findings();
    for (const { name, path } of await everyPage(week.portal)) {
      await page.goto(week.portal.origin + path);
      await page.addStyleTag({
        content: `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
          p { margin-block-end: 2em !important }`,
      });
      for (const wide of await tooWide(page)) found.add(`too wide: ${wide}`, name);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((e) => {
            const { overflowX, overflowY, position, clip } = getComputedStyle(e);
            const hides = [overflowX, overflowY].some((o) => o === 'hidden' || o === 'clip');
            const unseen = position === 'absolute' && (clip !== 'auto' || e.clientWidth <= 1);
            return hides && !unseen && e.checkVisibility() && !(e instanceof SVGElement)
              && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
          })
          .map((e) => e.outerHTML.slice(0, 120)),
      );
      for (const element of cut) found.add(`cut: ${element}`, name);
    }
    expect(found.lines).toEqual([]);
  });
});

test('on paper an alert says everything, without what only screens can do', async ({ page, week }) => {
  await openAlert(page, week.portal.origin, RED);
  await page.emulateMedia({ media: 'print' });
  const main = page.getByRole('main');
  await expect(page.getByText(/^EXERCICE\b/).first()).toBeVisible();
  await expect(main.getByRole('heading', { level: 1, name: RED })).toBeVisible();
  await expect(main.getByText('Gard').first()).toBeVisible();
  await expect(main.locator('time').first()).toBeVisible();
  await expect(main.getByText(RED_INSTRUCTION).first()).toBeVisible();
  await expect(main.getByText(PUBLISHER).first()).toBeVisible();
  await expect(page.getByRole('navigation').first()).toBeHidden();
});

test('in the dark the page is dark', async ({ page, week }) => {
  const background = async () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(week.portal.origin);
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).not.toBe(light);
});

test('with forced colours the colour of an alert is still told', async ({ page, week }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${week.portal.origin}/alertes`);
  const card = page.locator('article.alert', { hasText: RED });
  await expect(card.getByText('Vigilance rouge')).toBeVisible();
});

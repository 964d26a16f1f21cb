// The keyboard reaches everything, and one always sees where it is.
import type { Page } from '@playwright/test';
import { Findings } from '../portal/findings.ts';
import { frenchPages } from '../portal/pages.ts';
import { expect, test } from '../portal/test.ts';

/** Marks what can be worked with, and counts it. */
async function interactive(page: Page): Promise<number> {
  return page
    .locator('a[href], button, input, select, textarea, summary, [tabindex="0"]')
    .evaluateAll((all) => {
      // Tab stops once in a group of radio buttons, at the one chosen; arrows move within.
      const passed = (e: Element) =>
        e instanceof HTMLInputElement &&
        e.type === 'radio' &&
        !e.checked &&
        document.querySelector(`input[type="radio"][name="${e.name}"]:checked`) !== null;
      const seen = all.filter(
        (e) => e.checkVisibility({ visibilityProperty: true }) && !e.hasAttribute('disabled') && !passed(e),
      );
      seen.forEach((e, i) => e.setAttribute('data-reach', String(i)));
      return seen.length;
    });
}

interface Focus {
  reach: string | null;
  visible: boolean;
  what: string;
}

async function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { reach: null, visible: true, what: 'body' };
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
    return {
      reach: element.getAttribute('data-reach'),
      visible: (outlined || style.boxShadow !== 'none') && onScreen,
      what: element.outerHTML.slice(0, 120),
    };
  });
}

test('Tab reaches everything that can be worked with, visibly, on every page', async ({ page, week }) => {
  test.setTimeout(240_000);
  // Without smooth scrolling, what has the focus is on screen at once.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found = new Findings();
  for (const { name, path } of await frenchPages(week.portal)) {
    await page.goto(week.portal.origin + path);
    const all = await interactive(page);
    const reached = new Set<string>();
    for (let presses = 0; presses < all + 5; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await focus(page);
      if (at.what === 'body') break;
      if (!at.visible) found.add(`focus is not visible: ${at.what}`, name);
      if (at.reach !== null) reached.add(at.reach);
    }
    if (reached.size !== all) found.add(`reached ${reached.size} of ${all}`, name);
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

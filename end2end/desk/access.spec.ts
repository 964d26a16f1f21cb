// The desk for everybody who works at it: axe, small screens, the dark, no JavaScript, the keyboard alone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join as path } from 'node:path';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { ROOT } from '../portal/binary.ts';
import { Findings } from '../portal/findings.ts';
import { documentedPages, fill, type FullDesk, LISTS } from './pages.ts';
import { test as base, expect } from './people.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const test = base.extend<object, { full: FullDesk }>({
  full: [async ({ team }, use) => use(await fill(team)), { scope: 'worker', timeout: 240_000 }],
});
test.use({ setting: { config: path(ROOT, 'server/exercise/rives.toml') } });
test.describe.configure({ timeout: 180_000 });
test.use({ actionTimeout: 10_000 });

async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = (await page.evaluate(
    (values) =>
      (window as unknown as { axe: { run(w: string, h: unknown): Promise<unknown> } }).axe.run('html', {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
        // The frames show the public page, which has tests of its own.
        iframes: false,
      }),
    RULES,
  )) as AxeResults;
  return results.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((e) => e.checkVisibility() && !e.closest('.wide > *') && e.getBoundingClientRect().right > width + 1)
      .map((e) => e.outerHTML.slice(0, 120));
  });
}

/** What is pressed with a finger and is lower than 48 px. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, select, summary, nav a, a.next, a.button, input:not([type="hidden"]), textarea')]
      .map((e) => (e.matches('[type="checkbox"], [type="radio"]') ? (e.closest('label') ?? e) : e))
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 47.5)
      .map((e) => `${e.getBoundingClientRect().height}: ${e.outerHTML.slice(0, 120)}`),
  );
}

function visits({ samples }: FullDesk): string[] {
  return documentedPages().flatMap((route) => samples[route] ?? [`no sample of ${route}`]);
}

test('every page of the documentation is visited here', async ({ full }) => {
  expect(visits(full).filter((v) => v.startsWith('no sample'))).toEqual([]);
  expect(Object.keys(full.samples).sort()).toEqual(documentedPages().sort());
});

for (const [aspect, button] of [['light', 'Clair'], ['dark', 'Sombre']] as const) {
  test(`axe finds nothing, no page scrolls sideways, nothing is too small to press, ${aspect}`, async ({ full, team }) => {
    const { page } = full.anne;
    const found = new Findings();
    await page.goto(`${team.portal.desk}/compte`);
    await page.getByRole('button', { name: button, exact: true }).click();
    // Against the system's wish: the person's choice holds.
    await page.emulateMedia({ colorScheme: aspect === 'light' ? 'dark' : 'light', reducedMotion: 'reduce' });
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe(aspect === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 24, 32)');
    for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 640 }]) {
      await page.setViewportSize(viewport);
      for (const visited of visits(full)) {
        const where = `${visited} at ${viewport.width}`;
        await page.goto(team.portal.desk + visited);
        await page.locator('details').evaluateAll((all) => {
          for (const details of all) (details as HTMLDetailsElement).open = true;
        });
        for (const finding of await axe(page)) found.add(finding, where);
        for (const wide of await tooWide(page)) found.add(`too wide: ${wide}`, where);
        for (const small of await tooSmall(page)) found.add(`too small: ${small}`, where);
      }
    }
    expect(found.lines).toEqual([]);
  });
}

test('at 400 % no page scrolls sideways', async ({ full, team }) => {
  const { page } = full.anne;
  await page.setViewportSize({ width: 320, height: 256 });
  const found = new Findings();
  for (const visited of visits(full)) {
    await page.goto(team.portal.desk + visited);
    for (const wide of await tooWide(page)) found.add(wide, visited);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(found.lines).toEqual([]);
});

test('without JavaScript every page is there, whole, and no wider than a phone', async ({ full, team }) => {
  // Somebody of her own: a session shown by two browsers is ended.
  const roles = ['chief', 'communicator', 'auditor', 'admin'] as const;
  const { page } = await team.join('Zoé Blanc', [...roles], { by: 'password', viewport: { width: 360, height: 640 } });
  const found = new Findings();
  for (const visited of visits(full)) {
    const answer = await page.goto(team.portal.desk + visited);
    if ((answer?.status() ?? 0) >= 500) found.add(`status ${answer?.status()}`, visited);
    if ((await page.locator('h1').count()) !== 1) found.add('not one h1', visited);
    for (const wide of await tooWide(page)) found.add(wide, visited);
  }
  expect(found.lines).toEqual([]);
});

test('by keyboard: the skip link first, then everything in its order, each focus seen', async ({ full, team }) => {
  const { page } = full.anne;
  const found = new Findings();
  for (const visited of ['/', '/messages', '/journal', '/compte', ...(full.samples['/messages/{draft}/ecrire'] ?? [])]) {
    await page.goto(team.portal.desk + visited);
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveText('Aller au contenu');
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    await page.reload();
    const stops = await page.evaluate(
      () =>
        [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]')].filter(
          (e) => e.checkVisibility() && !(e as HTMLButtonElement).disabled,
        ).length,
    );
    let last = -1;
    for (let i = 0; i < Math.min(stops, 60); i++) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(() => {
        const e = document.activeElement;
        if (!e || e === document.body) return undefined;
        const { outlineStyle, outlineWidth } = getComputedStyle(e);
        return {
          what: e.outerHTML.slice(0, 100),
          at: [...document.querySelectorAll('*')].indexOf(e),
          seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        };
      });
      if (!now) break;
      if (now.at < last) found.add(`goes back: ${now.what}`, visited);
      if (!now.seen) found.add(`focus not seen: ${now.what}`, visited);
      last = now.at;
    }
    expect(last, visited).toBeGreaterThan(0);
  }
  expect(found.lines).toEqual([]);
});

test('each key shown in the navigation leads to its page, and none while somebody types', async ({ full, team }) => {
  const { page } = full.anne;
  await page.goto(team.portal.desk);
  const keys = await page
    .locator('nav [data-key]')
    .evaluateAll((all) => all.map((a) => [a.getAttribute('data-key') ?? '', a.getAttribute('href') ?? '', a.querySelector('kbd')?.textContent ?? '']));
  expect(keys.length).toBe(10);
  for (const [key, href, shown] of keys) {
    expect(shown).toBe(key);
    await page.goto(team.portal.desk);
    await page.keyboard.press(key ?? '');
    await expect(page).toHaveURL(team.portal.desk + href);
    await expect(page.locator('nav[aria-label="Poste"] [aria-current="page"]')).toHaveAttribute('href', href ?? '');
  }
  await page.goto(`${team.portal.desk}/journal`);
  await page.getByLabel('Mots').pressSequentially('mschkejpdt');
  await expect(page.getByLabel('Mots')).toHaveValue('mschkejpdt');
  await expect(page).toHaveURL(`${team.portal.desk}/journal`);
});

test('the alarm of an emergency release stands on every page until it is confirmed', async ({ full, team }) => {
  const { page } = full.anne;
  for (const list of LISTS) {
    await page.goto(team.portal.desk + list);
    await expect(page.getByRole('alert').filter({ hasText: 'ALARME' }), list).toBeVisible();
    await expect(page).toHaveTitle(/^\(!\) /);
  }
});

test('on paper the journal and a message are whole, without what only screens can do', async ({ full, team }) => {
  const { page } = full.anne;
  await page.emulateMedia({ media: 'print' });
  for (const [visited, words] of [['/journal', 'message.release'], [full.samples['/messages/{draft}']?.[1] ?? '', 'quais']] as const) {
    await page.goto(team.portal.desk + visited);
    await expect(page.getByText(/^EXERCICE\b/).first()).toBeVisible();
    await expect(page.getByRole('main').getByText(words).first()).toBeVisible();
    await expect(page.getByRole('navigation').first()).toBeHidden();
    await expect(page.getByRole('button').first()).toBeHidden();
  }
  await page.emulateMedia({ media: 'screen' });
});

test('an empty desk says so on every page, and axe finds nothing there', async ({ browser }) => {
  const { Portal } = await import('../portal/binary.ts');
  const { join } = await import('./people.ts');
  const portal = await Portal.start({ exercise: true, sources: [] });
  const found = new Findings();
  const only = await join(browser, await portal.invite('Ève Petit', ['chief', 'communicator', 'auditor']), 'Ève Petit');
  for (const list of LISTS) {
    await only.page.goto(portal.desk + list);
    for (const finding of await axe(only.page)) found.add(finding, list);
  }
  await only.context.close();
  await portal.remove();
  expect(found.lines).toEqual([]);
});

// What is asked of every page: axe finds nothing, nothing scrolls sideways, Tab reaches everything visibly.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that hold everywhere. */
export const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};

/** What axe finds within `context`. */
export async function axe(page: Page, context: string, options: RunOptions): Promise<string[]> {
  // Evaluated by the debugger, so that the page's own CSP stays as it is.
  await page.evaluate(AXE);
  const results = (await page.evaluate(
    ([where, how]) =>
      (window as unknown as { axe: { run(w: string, h: unknown): Promise<unknown> } }).axe.run(where as string, how),
    [context, { ...options, resultTypes: ['violations'] }] as const,
  )) as AxeResults;
  return results.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

/** Opens what is folded, up to twenty. */
export async function unfold(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all.slice(0, 20)) (details as HTMLDetailsElement).open = true;
  });
}

/** What stands out on the right, where the page scrolls sideways. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 1)
      .map((e) => e.outerHTML.slice(0, 120));
  });
}

/** Marks what can be worked with, and counts it. */
async function interactive(page: Page): Promise<number> {
  return page
    .locator('a[href], button, input, select, textarea, summary, [tabindex="0"]')
    .evaluateAll((all) => {
      // Tab stops once in a group of radio buttons, at the one chosen or else the first; arrows move within.
      const passed = (e: Element) => {
        if (!(e instanceof HTMLInputElement) || e.type !== 'radio') return false;
        const group = `input[type="radio"][name="${e.name}"]`;
        return e !== (document.querySelector(`${group}:checked`) ?? document.querySelector(group));
      };
      // What is hidden from everybody (the trap for robots) is for nobody to reach.
      const seen = all.filter(
        (e) =>
          e.checkVisibility({ visibilityProperty: true }) &&
          !e.hasAttribute('disabled') &&
          e.getAttribute('tabindex') !== '-1' &&
          !passed(e),
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

/** Tabs through a page: what is not reached, and where one does not see where one is. */
export async function unreached(page: Page): Promise<string[]> {
  const all = await interactive(page);
  // Days and hours have stops within: each part, and the button that opens a calendar.
  const within = 4 * (await page.locator('input[type="date"], input[type="time"]').count());
  const reached = new Set<string>();
  const faults: string[] = [];
  for (let presses = 0; presses < all + within + 5; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.what === 'body') break;
    const first = at.reach === null || !reached.has(at.reach);
    if (!at.visible && first) faults.push(`focus is not visible: ${at.what}`);
    if (at.reach !== null) reached.add(at.reach);
  }
  if (reached.size !== all) faults.push(`reached ${reached.size} of ${all}`);
  return faults;
}

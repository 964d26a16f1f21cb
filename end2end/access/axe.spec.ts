// axe finds nothing: every page, both languages, light and dark, on a desk and on a small phone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { Findings } from '../portal/findings.ts';
import { everyPage } from '../portal/pages.ts';
import { RED } from '../portal/scenario.ts';
import { expect, openAlert, test } from '../portal/test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function findings(page: Page, context: string, options: RunOptions): Promise<string[]> {
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page, week }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = new Findings();
    for (const { name, path } of await everyPage(week.portal)) {
      await page.goto(week.portal.origin + path);
      await page.locator('details').evaluateAll((all) => {
        for (const details of all.slice(0, 20)) (details as HTMLDetailsElement).open = true;
      });
      for (const finding of await findings(page, 'html', { runOnly: { type: 'tag', values: RULES } })) {
        found.add(finding, name);
      }
    }
    expect(found.lines).toEqual([]);
  });

  test(`text on alerts has a contrast of 7 to 1, ${colorScheme}`, async ({ page, week }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const only: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } };
    await page.goto(`${week.portal.origin}/alertes`);
    expect(await findings(page, 'article.alert', only)).toEqual([]);
    await openAlert(page, week.portal.origin, RED);
    expect(await findings(page, 'main', only)).toEqual([]);
  });
}

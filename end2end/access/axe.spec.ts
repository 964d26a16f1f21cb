// axe finds nothing: every page, both languages, light and dark, on a desk and on a small phone.
import type { RunOptions } from 'axe-core';
import { Findings } from '../portal/findings.ts';
import { axe, RULES, unfold } from '../portal/looks.ts';
import { everyPage } from '../portal/pages.ts';
import { RED } from '../portal/scenario.ts';
import { expect, openAlert, test } from '../portal/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page, week }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = new Findings();
    for (const { name, path } of await everyPage(week.portal)) {
      await page.goto(week.portal.origin + path);
      await unfold(page);
      for (const finding of await axe(page, 'html', RULES)) found.add(finding, name);
    }
    expect(found.lines).toEqual([]);
  });

  test(`text on alerts has a contrast of 7 to 1, ${colorScheme}`, async ({ page, week }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const only: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } };
    await page.goto(`${week.portal.origin}/alertes`);
    expect(await axe(page, 'article.alert', only)).toEqual([]);
    await openAlert(page, week.portal.origin, RED);
    expect(await axe(page, 'main', only)).toEqual([]);
  });
}

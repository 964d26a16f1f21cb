// The tests' `test`: with a portal that has read the flood week, and portals of one's own.
import { test as base, type Page } from '@playwright/test';
import { Portal, type PortalSetting } from './binary.ts';
import { type FloodWeek, startWeek } from './scenario.ts';
import { SourceServer } from './source.ts';

interface OfTest {
  /** A source that only this test controls. */
  source: SourceServer;
  /** Starts a portal that only this test uses. */
  start: (setting: PortalSetting) => Promise<Portal>;
  /** Everything that browsers complain about: errors of scripts, refusals of the CSP. */
  complaints: string[];
}

interface OfWorker {
  /** Shared: only read it. */
  week: FloodWeek;
}

export const test = base.extend<OfTest, OfWorker>({
  week: [
    async ({}, use) => {
      const week = await startWeek();
      await use(week);
      await week.portal.remove();
      await week.source.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  source: async ({}, use) => {
    const source = await SourceServer.start();
    await use(source);
    await source.stop();
  },
  start: async ({}, use, info) => {
    const started: Portal[] = [];
    await use(async (setting) => {
      const portal = await Portal.start(setting);
      started.push(portal);
      return portal;
    });
    for (const portal of started) {
      if (info.status !== info.expectedStatus) console.log(portal.log);
      await portal.remove();
    }
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(`${page.url()}: ${message.text()}`);
      }
    });
    await use(complaints);
  },
});

export { expect } from '@playwright/test';

/** Opens the permalink of an alert, from a list. Gives its path. */
export async function openAlert(page: Page, origin: string, title: string, list = '/alertes'): Promise<string> {
  await page.goto(origin + list);
  await page.getByRole('link', { name: title }).first().click();
  await page.waitForURL(/\/alertes\/[^/?]+$/);
  return new URL(page.url()).pathname;
}

/** The path of an alert's permalink, without a browser. */
export async function alertPath(portal: Portal, title: string, list = '/alertes'): Promise<string> {
  const html = await portal.text(list);
  for (const [, path, inside] of html.matchAll(/<a href="(\/(?:en\/)?alertes\/[^"?]+)"[^>]*>([\s\S]*?)<\/a>/g)) {
    if (path && inside?.replace(/&#x27;/g, "'").includes(title)) return path;
  }
  throw new Error(`${list} has no link to “${title}”`);
}

// The whole way in stock Firefox: a resident follows a département on the real page, and the real portal tells.
import { expect } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import { Portal } from '../portal/binary.ts';
import { type AlertText, dated, MINUTE } from '../portal/cap.ts';
import { publish } from '../portal/scenario.ts';
import { SourceServer } from '../portal/source.ts';
import { test } from '../portal/test.ts';
import { shown, Telephone } from './firefox.ts';
import { PushService } from './service.ts';

const CRUE: AlertText = dated({
  identifier: 'EX.1',
  infos: [{ headline: 'Crue à Sommières', level: 'orange', instruction: 'Montez.' }],
});
const WORSE: AlertText = dated({
  identifier: 'EX.2',
  sent: -2 * MINUTE,
  msgType: 'Update',
  references: [CRUE],
  infos: [{ headline: 'Crue majeure à Sommières', level: 'rouge', instruction: 'Montez au grenier.' }],
});
const NEXT: AlertText = dated({
  identifier: 'EX.4',
  infos: [{ headline: 'Nouvelle crue à Quissac', level: 'rouge', instruction: 'Montez.' }],
});
const OVER: AlertText = dated({ identifier: 'EX.3', sent: -1 * MINUTE, msgType: 'Cancel', references: [CRUE, WORSE] });

/** Presses the button or link of that name. */
async function press(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="${role}"])`).click();
}

/** The page's text, once it says that. */
async function says(page: Page, words: string): Promise<void> {
  const text = () => page.evaluate(() => document.body.innerText).catch(() => '');
  await expect.poll(text, { timeout: 40_000 }).toContain(words);
}

test('a resident follows the Gard, tries it, is told, told worse while off, told the end; then no more', async () => {
  test.setTimeout(240_000);
  const service = await PushService.start();
  const source = await SourceServer.start();
  publish(source, []);
  const portal = await Portal.start({
    push: [service.origin],
    sources: [
      { id: 'gard', kind: 'cap-feed', publisher: 'Préfecture du Gard', url: source.url('/feed.atom'), territory: ['30'] },
    ],
  });
  const telephone = new Telephone(service, portal.origin);
  // Errors of scripts, refusals of the CSP.
  const complaints: string[] = [];
  const listen = (to: Page): Page => {
    to.on('pageerror', (error) => complaints.push(String(error)));
    to.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    return to;
  };
  try {
    let page = listen(await telephone.on());
    await page.goto(`${portal.origin}/suivre?lieu=D30&niveau=orange`);
    await press(page, 'button', 'Recevoir les notifications');
    // Firefox may not subscribe in its first seconds: the page then offers to try again, and one does.
    await expect(async () => {
      const text = await page.evaluate(() => document.body.innerText);
      if (text.includes("n'a pas abouti")) await press(page, 'button', 'Réessayer');
      expect(text).toContain("C'est fait");
    }).toPass({ timeout: 90_000 });
    await press(page, 'link', 'Ouvrir la page de cet appareil');
    await expect.poll(() => page.url()).toMatch(/\/suivre\/[\w-]{20,}/);
    const managed = page.url();
    expect(service.endpoints.length).toBe(1);

    await press(page, 'button', 'Tester la réception');
    await says(page, 'Le message est arrivé');
    await expect.poll(async () => (await shown(page)).length).toBeGreaterThan(0);

    publish(source, [CRUE]);
    const titles = async () => (await shown(page)).map((n) => n.title);
    await expect.poll(titles, { timeout: 30_000 }).toContainEqual(expect.stringContaining('Crue à Sommières'));
    await expect.poll(() => service.waiting).toBe(0);
    const alert = (await shown(page)).find((n) => n.title.includes('Crue à Sommières'));

    await telephone.off();
    await expect.poll(() => service.connected).toBe(0);
    publish(source, [CRUE, WORSE]);
    await expect.poll(() => service.waiting, { timeout: 30_000 }).toBe(1);
    const before = service.posted.length;
    publish(source, [CRUE, WORSE, OVER]);
    await expect.poll(() => service.posted.length, { timeout: 30_000 }).toBe(before + 1);
    // The end took the place of what the device had not yet fetched (RFC 8030 §5.4).
    expect(service.waiting).toBe(1);

    page = listen(await telephone.on());
    await page.goto(managed);
    await expect.poll(() => service.waiting, { timeout: 30_000 }).toBe(0);
    await expect
      .poll(async () => (await shown(page)).filter((n) => n.tag === alert?.tag).map((n) => n.title))
      .toContainEqual(expect.stringContaining('Annulée'));
    expect((await titles()).filter((title) => !title.includes('Annulée') && title.includes('Crue'))).toEqual([]);

    await page.evaluate(async () => {
      await (await (await navigator.serviceWorker.ready).pushManager.getSubscription())?.unsubscribe();
    });
    publish(source, [CRUE, WORSE, OVER, NEXT]);
    await expect.poll(() => service.posted.at(-1)?.status, { timeout: 30_000 }).toBe(410);
    await page.goto(managed);
    await says(page, "n'existe plus");
    expect(complaints).toEqual([]);
  } finally {
    if (test.info().errors.length > 0) console.log(portal.log);
    await telephone.remove();
    await portal.remove();
    await source.stop();
    await service.stop();
  }
});

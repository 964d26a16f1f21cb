// A town hall's page shows our frame, and nothing else of ours can be framed.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RED } from '../portal/scenario.ts';
import { expect, test } from '../portal/test.ts';

async function townHall(html: string) {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(`<!doctype html><title>Mairie</title><h1>Mairie</h1>${html}`);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

test('the code that one copies shows the alert on another site, and leads to the portal', async ({ page, week, complaints }) => {
  await page.goto(`${week.portal.origin}/integrer`);
  await page.getByLabel('Votre commune ou département').fill('nimes');
  await page.getByRole('button', { name: 'Chercher' }).last().click();
  await page.getByRole('link', { name: /^Nîmes/ }).click();
  const banner = page.getByLabel("Bandeau : l'alerte la plus grave");
  await expect(banner).not.toBeEditable();
  const hall = await townHall(await banner.inputValue());
  await page.goto(hall.url);
  await expect(page.getByTitle(/^Alertes officielles\s: Nîmes$/)).toBeVisible();
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText('EXERCICE').first()).toBeVisible();
  const link = frame.getByRole('link', { name: RED });
  await expect(link).toBeVisible();
  const tab = page.waitForEvent('popup');
  await link.click();
  const opened = await tab;
  await opened.waitForLoadState();
  expect(opened.url()).toContain(`${week.portal.origin}/alertes/`);
  hall.close();
  expect(complaints).toEqual([]);
});

test('no other page can be framed', async ({ page, week }) => {
  for (const path of ['/', '/commune/30189/nimes', '/integrer']) {
    const hall = await townHall(`<iframe src="${week.portal.origin}${path}" title="x"></iframe>`);
    await page.goto(hall.url);
    await expect(page.frameLocator('iframe').getByRole('banner')).toHaveCount(0);
    await expect(page.frameLocator('iframe').locator('main')).toHaveCount(0);
    hall.close();
  }
});

// Reporting a danger, with scripts and without, on a small phone: danger first, what, where, sent.
import type { Page } from '@playwright/test';
import { Findings } from '../portal/findings.ts';
import { axe, RULES, tooWide, unfold, unreached } from '../portal/looks.ts';
import { expect, test } from '../portal/test.ts';

/** Pictures for whoever asks for them: RIVES_SHOTS names the folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.RIVES_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** In light and dark, narrow and wide: nothing that axe finds, nothing wider than the screen. */
async function look(page: Page, name: string, found: Findings): Promise<void> {
  for (const fault of await unreached(page)) found.add(fault, name);
  await unfold(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const finding of await axe(page, 'html', RULES)) found.add(`${colorScheme}: ${finding}`, name);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 640 });
    for (const wide of await tooWide(page)) found.add(`at ${width} px: ${wide}`, name);
  }
  await page.setViewportSize({ width: 360, height: 640 });
  await shot(page, name);
}

test('a cut road is reported in three steps, then a sentence more, then it was a mistake', async ({ page, start }) => {
  const portal = await start({ reports: true });
  await page.goto(portal.origin);
  await page.getByRole('link', { name: 'Signaler un danger' }).click();

  const danger = page.getByRole('region', { name: /Quelqu'un est en danger/ });
  for (const [name, href] of [['112', 'tel:112'], ['18', 'tel:18'], ['15', 'tel:15'], ['17', 'tel:17'], ['114', 'sms:114']]) {
    await expect(danger.getByRole('link', { name })).toHaveAttribute('href', href ?? '');
  }
  await page.getByRole('button', { name: 'Route coupée' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Route coupée');

  // Nothing yet: refused, and said where.
  await page.getByLabel('Une phrase de plus').fill("L'eau passe par-dessus.");
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByRole('alert')).toContainText('Dites où');
  await expect(page.getByLabel('Une phrase de plus')).toHaveValue("L'eau passe par-dessus.");

  // A name of several communes is a choice.
  await page.getByLabel('Commune ou code postal').fill('Saint-Aubin');
  await page.getByLabel('Ou dites où').fill('pont de la mairie');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await page.getByRole('radio').first().check();
  await expect(page.getByLabel('Ou dites où')).toHaveValue('pont de la mairie');
  await page.getByRole('button', { name: 'Envoyer' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signalement envoyé');
  await page.getByLabel("Ce que l'équipe doit savoir").fill('Une voiture est au milieu.');
  await page.getByRole('button', { name: 'Envoyer la phrase' }).click();
  await expect(page.getByRole('status')).toContainText('Votre phrase est envoyée.');
  await page.getByRole('button', { name: 'Je me suis trompé' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("C'est noté");
  await page.getByRole('link', { name: 'Signaler autre chose' }).click();
  await expect(page.getByRole('button', { name: "L'eau monte" })).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
});

test('in English, by the keyboard alone', async ({ page, start }) => {
  const portal = await start({ reports: true });
  await page.goto(`${portal.origin}/en/signaler`);
  await page.getByRole('button', { name: 'Water rising' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Commune or postal code').focus();
  await page.keyboard.type('30000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report sent');
});

test('the nine tiles stand two by two, large enough for a thumb', async ({ page, start }) => {
  const portal = await start({ reports: true });
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`${portal.origin}/signaler`);
  const tiles = page.locator('.tiles button');
  await expect(tiles).toHaveCount(9);
  const boxes = await Promise.all((await tiles.all()).map((t) => t.boundingBox()));
  for (const box of boxes) {
    expect(box?.height).toBeGreaterThanOrEqual(96);
    expect(box?.width).toBeGreaterThanOrEqual(140);
  }
  expect(boxes[0]?.y).toBe(boxes[1]?.y);
  expect(boxes[2]?.y).toBeGreaterThan(boxes[0]?.y ?? 0);
});

test('a portal without a desk says so, with the numbers', async ({ page, start }) => {
  const portal = await start({});
  await page.goto(`${portal.origin}/signaler`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce portail ne reçoit pas de signalements');
  await expect(page.getByRole('main').getByRole('link', { name: /112/ })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('each step: axe, 320 px, keyboard, no wasm, no complaint', async ({ page, start, complaints, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'axe is a script');
  test.setTimeout(240_000);
  const portal = await start({ reports: true });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const found = new Findings();
  for (const [lang, tile, where, more] of [
    ['', 'Rumeur vue', 'Ou dites où', 'Envoyer la phrase'],
    ['/en', 'Rumour seen', 'Or say where', 'Send the sentence'],
  ] as const) {
    const tag = lang ? 'en' : 'fr';
    await page.goto(`${portal.origin}${lang}/signaler`);
    await look(page, `signaler-${tag}`, found);
    await page.getByRole('button', { name: tile }).click();
    await look(page, `lieu-${tag}`, found);
    await page.getByRole('button', { name: lang ? 'Send' : 'Envoyer' }).click();
    await look(page, `lieu-faux-${tag}`, found);
    await page.getByLabel(where).fill('mairie');
    await page.getByRole('button', { name: lang ? 'Send' : 'Envoyer' }).click();
    await look(page, `envoye-${tag}`, found);
    await page.getByRole('button', { name: more }).click();
    await look(page, `ajout-faux-${tag}`, found);
  }
  expect(found.lines).toEqual([]);
  expect(asked.filter((url) => url.endsWith('.wasm'))).toEqual([]);
  // Chromium reports the status of a refused form as an error of its own.
  expect(complaints.filter((line) => !line.includes('status of 422'))).toEqual([]);
});

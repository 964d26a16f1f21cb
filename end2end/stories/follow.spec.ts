// Choosing what to be told about: a plain form, whatever the browser can do. Being told itself: push/.
import { expect, test } from '../portal/test.ts';

test('places and a colour are chosen by plain forms; the address keeps them all', async ({ page, start, complaints }) => {
  const portal = await start({ push: ['http://127.0.0.1:9'] });
  await page.goto(`${portal.origin}/commune/30189/nimes`);
  await page.getByRole('link', { name: 'Être prévenu pour Nîmes' }).click();
  const chosen = page.getByRole('list', { name: 'Lieux choisis' });
  await expect(chosen).toContainText('Nîmes, Gard (30)');

  await page.getByLabel('Rouge seulement').check();
  await page.getByLabel('Ajouter une commune').fill('sommières');
  await page.getByLabel('Ajouter une commune').press('Enter');
  await page.getByRole('button', { name: 'Ajouter Sommières', exact: true }).click();
  await expect(chosen).toContainText('Sommières');
  await page.getByLabel('Ou tout un département').selectOption('D34');
  await page.getByRole('button', { name: 'Ajouter ce département' }).press('Enter');
  await expect(chosen.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByLabel('Rouge seulement')).toBeChecked();

  await page.getByRole('button', { name: 'Retirer Nîmes' }).press('Enter');
  await expect(chosen.getByRole('listitem')).toHaveCount(2);
  await page.goto(page.url());
  await expect(chosen).toContainText('Hérault');
  await expect(page.getByRole('link', { name: 'Flux Atom : Sommières' })).toBeVisible();
  await expect(page.getByText("FR-Alert : l'État envoie")).toBeVisible();
  expect(complaints).toEqual([]);
});

test('without scripts the page says so, and what else there is', async ({ page, start }, info) => {
  test.skip(!info.project.name.startsWith('no-js'), 'about browsers without scripts');
  const portal = await start({ push: ['http://127.0.0.1:9'] });
  await page.goto(`${portal.origin}/suivre?lieu=30189`);
  await expect(page.getByText("ce navigateur n'exécute pas les scripts")).toBeVisible();
  await expect(page.getByRole('button', { name: 'Recevoir les notifications' })).toHaveCount(0);
});

test('who refuses notifications is told what to do, and keeps the choice', async ({ page, start, complaints }, info) => {
  test.skip(info.project.name.startsWith('no-js'), 'about browsers with scripts');
  const portal = await start({ push: ['http://127.0.0.1:9'] });
  await page.goto(`${portal.origin}/suivre?lieu=30189&niveau=rouge`);
  const button = page.getByRole('button', { name: 'Recevoir les notifications' });
  // Headless Chromium refuses by itself: the page says so at once, or once asked.
  if (await button.isVisible()) await button.click();
  await expect(page.getByText('Les notifications de ce site sont refusées sur cet appareil.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Lieux choisis' })).toContainText('Nîmes');
  expect(complaints).toEqual([]);
});

test('a portal that sends no notifications says so, and what else there is', async ({ page, start }) => {
  const portal = await start({});
  await page.goto(`${portal.origin}/suivre?lieu=30189`);
  await expect(page.getByText("Ce portail n'envoie pas de notifications pour le moment.")).toBeVisible();
  await expect(page.getByRole('link', { name: 'Flux Atom : Nîmes' })).toBeVisible();
});

test('a private page that does not exist says nothing of others', async ({ page, start }) => {
  const portal = await start({ push: ['http://127.0.0.1:9'] });
  const answer = await page.goto(`${portal.origin}/suivre/${'A'.repeat(43)}`);
  expect(answer?.status()).toBe(404);
  expect(answer?.headers()['cache-control']).toContain('no-store');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

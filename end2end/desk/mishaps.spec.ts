// What goes wrong while somebody writes: nothing typed is lost, nothing forged is done.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, signIn, signInByPassword, test } from './people.ts';
import { begin, documents, fill, release, submit, tongue, write } from './writing.ts';

test.use({ setting: {} });

test('bad input is told beside its field and on top, and every field is kept', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const { page } = claire;
  await begin(claire, portal);
  await fill(claire, { headline: 'Exercice : titre gardé', places: 'Nîmes\nMontpellier', english: 'Kept' });
  const texts = tongue(page, 'Français');
  await texts.getByLabel('Ce qui se passe').fill('Le pont de [lieu] est coupé <ici>.');
  await page.getByLabel('Fin', { exact: true }).fill('2020-01-01T00:00');
  await page.getByLabel('Lien').fill('https://');
  await page.getByRole('button', { name: 'Soumettre à une autre personne' }).click();
  const top = page.getByRole('alert');
  await expect(top).toContainText("L’heure de fin est déjà passée.");
  await expect(top).toContainText('hors de votre territoire : Hérault');
  await expect(top).toContainText('Remplissez le blanc [lieu].');
  await expect(texts.getByText('Remplissez le blanc [lieu].')).toBeVisible();
  await expect(texts.getByLabel('Titre')).toHaveValue('Exercice : titre gardé');
  await expect(texts.getByLabel('Ce qui se passe')).toHaveValue('Le pont de [lieu] est coupé <ici>.');
  await expect(tongue(page, 'Anglais').getByLabel('Titre')).toHaveValue('Kept');
  await expect(page.getByLabel('Fin', { exact: true })).toHaveValue('2020-01-01T00:00');
  await expect(page.getByText('Orange', { exact: true }).locator('..').getByRole('radio')).toBeChecked();
  await expect(page.getByRole('button', { name: /^Retirer Montpellier/ })).toBeVisible();
  expect(team.complaints()).toEqual([]);
});

test('a form that another site sends does nothing', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const path = await write(claire, portal, { headline: 'Exercice : envoi forgé' });
  const elsewhere = createServer((_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(`<form method="post" action="${portal.desk}${path}/publier"><input name="version" value="1"><button>Gagner</button></form>`);
  });
  await new Promise<void>((ready) => elsewhere.listen(0, '127.0.0.1', ready));
  try {
    await marc.page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const [answer] = await Promise.all([
      marc.page.waitForResponse((r) => r.url().endsWith('/publier')),
      marc.page.getByRole('button', { name: 'Gagner' }).click(),
    ]);
    expect(answer.status()).toBeGreaterThanOrEqual(401);
    expect(answer.status()).toBeLessThanOrEqual(403);
  } finally {
    elsewhere.close();
  }
  await marc.page.goto(portal.desk + path);
  await expect(marc.page.getByText('Soumis, attend une autre personne')).toBeVisible();
  expect(await documents(portal)).toEqual([]);
});

test('the session ends while somebody types without JavaScript: everything typed comes back and is sent again', async ({ team }) => {
  const { portal } = team;
  const paul = await team.join('Paul Serre', ['editor'], { by: 'password' });
  await begin(paul, portal);
  await fill(paul, { headline: 'Exercice : écrit avant la fin de la session' });
  await paul.context.clearCookies();
  await paul.page.getByRole('button', { name: 'Enregistrer' }).first().click();
  await expect(paul.page.getByRole('heading', { level: 1 })).toHaveText('Votre session est terminée');
  await expect(paul.page.getByText('Exercice : écrit avant la fin de la session')).toBeVisible();
  const tab = await paul.context.newPage();
  await signInByPassword(paul, portal, tab);
  await tab.close();
  await paul.page.getByRole('button', { name: 'Envoyer de nouveau' }).click();
  await expect(paul.page.getByRole('heading', { level: 1 })).toHaveText('Confirmez votre envoi');
  await paul.page.getByRole('button', { name: 'Envoyer de nouveau' }).click();
  await expect(tongue(paul.page, 'Français').getByLabel('Titre')).toHaveValue('Exercice : écrit avant la fin de la session');
  await submit(paul);
});

test('saved while typing, the draft is there after kill -9', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const { page } = claire;
  await begin(claire, portal);
  await tongue(page, 'Français').getByLabel('Titre').fill('Exercice : pas encore enregistré à la main');
  await expect(page.getByRole('status').filter({ hasText: /^Enregistré à/ })).toBeVisible();
  await portal.end('SIGKILL');
  await portal.run();
  await page.goto(`${portal.desk}/messages`);
  await page.getByRole('link', { name: 'Exercice : pas encore enregistré à la main' }).click();
  await page.getByRole('link', { name: 'Écrire', exact: true }).click();
  await expect(tongue(page, 'Français').getByLabel('Titre')).toHaveValue('Exercice : pas encore enregistré à la main');
});

test('typed while the server was dead: told as not saved, and saved once it is back', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const { page } = claire;
  await begin(claire, portal);
  await portal.end('SIGKILL');
  await tongue(page, 'Français').getByLabel('Titre').fill('Exercice : écrit pendant la panne');
  await expect(page.getByText('Pas encore enregistré : pas de liaison.')).toBeVisible();
  await portal.run();
  await expect(page.getByRole('status').filter({ hasText: /^Enregistré à/ })).toBeVisible();
  await page.goto(`${portal.desk}/messages`);
  await expect(page.getByRole('link', { name: 'Exercice : écrit pendant la panne' })).toBeVisible();
});

test('handed in before kill -9, it is there afterwards and can be released', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const headline = 'Exercice : soumis avant la panne';
  await write(claire, portal, { headline });
  await portal.end('SIGKILL');
  await portal.run();
  await release(marc, portal, headline);
  expect((await documents(portal)).filter((d) => d.text.includes(headline)).length).toBe(1);
});

test('signing in again after the server was killed works with the same passkey', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  await claire.context.clearCookies();
  await signIn(claire, portal);
});

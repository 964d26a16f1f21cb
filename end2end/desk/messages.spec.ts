// A message from the first word to the public page, and all that may follow it.
import type { Page } from '@playwright/test';
import { shows } from '../portal/scenario.ts';
import { AUTHORITY } from '../portal/binary.ts';
import { expect, test } from './people.ts';
import { begin, follow, found, documents, paris, reference, release, submit, tongue, write } from './writing.ts';

test.use({ setting: {} });

test('written with search, list and template, seen as residents will, released by another: page, Atom and CAP show it', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['communicator']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const { page } = claire;
  await begin(claire, portal);

  await page.getByLabel('Événement').selectOption('Crue soudaine');
  await page.getByText('Orange', { exact: true }).click();
  await page.getByRole('button', { name: 'Remplir les textes vides avec le modèle' }).click();
  for (const name of ['Français', 'Anglais', 'Facile à lire'] as const) {
    await expect(tongue(page, name).getByLabel('Titre')).not.toHaveValue('');
    await expect(tongue(page, name).getByLabel("Ce qu'il faut faire")).not.toHaveValue('');
  }

  await page.getByLabel(/^Chercher une commune/).fill('nimes metropole');
  await page.getByRole('button', { name: 'Chercher', exact: true }).click();
  await page.getByRole('button', { name: /^Ajouter .*Nîmes Métropole/ }).click();
  await expect(page.getByRole('button', { name: 'Retirer Nîmes (30)' })).toBeVisible();
  await page.getByText('Coller une liste').click();
  await page.getByLabel(/^Un nom, un code INSEE/).fill('Anduze\n30007\nVilleinconnue');
  await page.getByRole('button', { name: 'Ajouter cette liste' }).click();
  await expect(page.getByRole('button', { name: 'Retirer Anduze (30)' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retirer Alès (30)' })).toBeVisible();
  // What nothing was found for stays, and is told.
  await expect(page.getByLabel(/^Un nom, un code INSEE/)).toHaveValue(/Villeinconnue/);
  await page.getByLabel(/^Un nom, un code INSEE/).fill('');
  await page.getByRole('button', { name: 'Ajouter cette liste' }).click();
  await expect(page.getByText('Villeinconnue')).toHaveCount(0);

  await page.getByLabel('Fin', { exact: true }).fill(paris(6 * 60));
  const texts: [Parameters<typeof tongue>[1], string, string][] = [
    ['Français', 'Exercice : crue du Gardon à Anduze', 'Le Gardon monte très vite.'],
    ['Anglais', 'Exercise: flash flood at Anduze', 'The Gardon is rising fast.'],
    ['Facile à lire', 'Exercice : l’eau monte à Anduze', 'L’eau monte vite.'],
  ];
  for (const [name, headline, description] of texts) {
    await tongue(page, name).getByLabel('Titre').fill(headline);
    await tongue(page, name).getByLabel('Ce qui se passe').fill(description);
  }

  await page.getByRole('button', { name: "Voir l'aperçu" }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Comme les habitants le verront');
  await expect(page.getByRole('region', { name: 'Sur le téléphone' })).toContainText('crue du Gardon à Anduze');
  await expect(page.getByRole('region', { name: 'Lien partagé' })).toContainText('crue du Gardon à Anduze');
  const frame = page.frameLocator('iframe[title="La page"]');
  await expect(frame.getByRole('heading', { level: 1 })).toContainText('Exercice : crue du Gardon à Anduze');
  await expect(page.frameLocator('iframe[title="La page en anglais"]').getByRole('heading', { level: 1 })).toContainText('Exercise: flash flood at Anduze');
  await page.getByText('Entrée du flux Atom').click();
  await expect(page.getByRole('region', { name: 'Dans les flux' })).toContainText('crue du Gardon');

  await page.goBack();
  const path = await submit(claire);
  await expect(page.getByText("Vous l'avez écrit : une autre personne doit le publier.")).toBeVisible();
  await expect(page.getByRole('button', { name: /^Publier/ })).toHaveCount(0);
  // Forged with the author's own token: refused all the same.
  const forged = await page.evaluate(async (to) => {
    const jeton = window.document.querySelector<HTMLInputElement>('main input[name="jeton"]')?.value ?? '';
    const answer = await fetch(to, { method: 'POST', body: new URLSearchParams({ jeton, version: '1' }) });
    return { status: answer.status, text: await answer.text() };
  }, `${path}/publier`);
  expect(forged.status).toBe(409);
  expect(forged.text).toContain('une autre personne doit le publier');
  expect(await documents(portal)).toEqual([]);

  const address = await release(marc, portal, 'Exercice : crue du Gardon à Anduze');
  await read(marc.page, address);
  await expect(marc.page.getByRole('heading', { level: 1 })).toContainText('crue du Gardon à Anduze');
  await expect(marc.page.getByRole('main')).toContainText(AUTHORITY);
  await shows(portal, '/alertes.atom', ['Exercice : crue du Gardon à Anduze']);
  await expect.poll(async () => (await documents(portal)).length).toBe(1);
  await shows(portal, '/commune/30007/alertes.atom', ['Exercice : crue du Gardon à Anduze']);
  await shows(portal, '/en/alertes', ['Exercise: flash flood at Anduze']);
  const [document, ...others] = await documents(portal);
  expect(others).toEqual([]);
  expect(document?.msgType).toBe('Alert');
  expect(document?.status).toBe('Exercise');
  expect(document?.sender).toBe('alertes@gard.example.fr');
  expect(document?.text.match(/<language>/g)?.length).toBe(3);
  expect(team.complaints()).toEqual([]);
});

test('updated, extended, then sounded over: each refers to every live predecessor, and the page follows', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['communicator']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const first = 'Exercice : le Vidourle déborde';
  await write(claire, portal, { headline: first, places: 'Sommières', english: 'Exercise: the Vidourle overflows' });
  const address = await release(marc, portal, first);
  const alert = await found(portal, (d) => d.msgType === 'Alert' && d.text.includes(first));

  // Update: what it says now is in the form; the author changes it, another releases it.
  await follow(claire, portal, first, 'Mettre à jour');
  await expect(tongue(claire.page, 'Français').getByLabel('Titre')).toHaveValue(first);
  await expect(claire.page.getByRole('button', { name: 'Retirer Sommières (30)' })).toBeVisible();
  const second = 'Exercice : le Vidourle déborde encore';
  await tongue(claire.page, 'Français').getByLabel('Titre').fill(second);
  await claire.page.getByText('Rouge', { exact: true }).click();
  await submit(claire);
  expect(await release(marc, portal, second)).toBe(address);
  const update = await found(portal, (d) => d.references.includes(reference(alert)));
  expect(update.msgType).toBe('Update');
  expect(update.references).toEqual([reference(alert)]);
  await read(marc.page, address);
  await expect(marc.page.getByRole('heading', { level: 1 })).toContainText(second);

  // Extend: only the end changes.
  await follow(claire, portal, second, 'Prolonger');
  await claire.page.getByLabel('Fin', { exact: true }).fill(paris(20 * 60));
  await submit(claire);
  expect(await release(marc, portal, second)).toBe(address);
  const extended = await found(portal, (d) => d.references.includes(reference(update)));
  expect(extended.references).toEqual(expect.arrayContaining([reference(alert), reference(update)]));

  // All-clear.
  await follow(claire, portal, second, "Sonner la fin d'alerte");
  const over = 'Exercice : fin de l’alerte à Sommières';
  await fillGaps(claire.page, over);
  await submit(claire);
  expect(await release(marc, portal, over)).toBe(address);
  const end = await found(portal, (d) => d.references.includes(reference(extended)));
  expect(end.references).toEqual(expect.arrayContaining([alert, update, extended].map(reference)));
  expect(end.text).toContain('<responseType>AllClear</responseType>');
  await read(marc.page, address);
  await expect(marc.page.getByRole('main')).toContainText(/fin d.alerte|terminée/i);
  expect(team.complaints()).toEqual([]);
});

test('cancelled: the cancel refers to all of it, and the page says so', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['communicator']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const headline = 'Exercice : rupture de digue à Aimargues';
  await write(claire, portal, { headline, places: 'Aimargues', colour: 'Rouge' });
  const address = await release(marc, portal, headline);
  await follow(claire, portal, headline, 'Annuler');
  const words = 'Exercice : il n’y a pas de rupture de digue à Aimargues';
  await fillGaps(claire.page, words);
  await submit(claire);
  expect(await release(marc, portal, words)).toBe(address);
  const alert = await found(portal, (d) => d.text.includes(headline));
  const cancel = await found(portal, (d) => d.msgType === 'Cancel');
  expect(cancel.references).toEqual([reference(alert)]);
  await read(marc.page, address);
  await expect(marc.page.getByRole('main')).toContainText(/annulé/i);
  await shows(portal, '/alertes?etat=passees', ['Aimargues']);
  expect(team.complaints()).toEqual([]);
});

/** Opens a public page as it is now: a browser may keep what it read for half a minute. */
async function read(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.reload();
}

/** Fills what a template leaves open, in every language. */
async function fillGaps(page: Page, headline: string): Promise<void> {
  for (const name of ['Français', 'Anglais', 'Facile à lire'] as const) {
    const part = tongue(page, name);
    if (name !== 'Français' && (await part.getByLabel('Titre').inputValue()) === '') continue;
    await part.getByLabel('Titre').fill(headline);
    for (const label of ['Ce qui se passe', "Ce qu'il faut faire"]) {
      const field = part.getByLabel(label);
      await field.fill((await field.inputValue()).replace(/\[[^\]]*\]/g, 'Nîmes'));
    }
  }
}

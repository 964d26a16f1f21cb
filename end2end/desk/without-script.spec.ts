// Everything but passkeys works without JavaScript: a whole message, from the search to the release.
import { expect, test } from './people.ts';
import { begin, fill, paris, release, submit, tongue } from './writing.ts';

test.use({ setting: {} });

test('a message is written, previewed, handed in and released without JavaScript', async ({ team }) => {
  const { portal } = team;
  const paul = await team.join('Paul Serre', ['editor'], { by: 'password' });
  const odile = await team.join('Odile Blanc', ['communicator'], { by: 'password' });
  const { page } = paul;
  await begin(paul, portal);
  await fill(paul, { headline: 'Exercice : sans JavaScript', places: 'Uzès' });
  await page.getByLabel(/^Chercher une commune/).fill('Beaucaire');
  await page.getByRole('button', { name: 'Chercher', exact: true }).click();
  await page.getByRole('button', { name: 'Ajouter Beaucaire (30)' }).click();
  await expect(page.getByRole('button', { name: 'Retirer Beaucaire (30)' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retirer Uzès (30)' })).toBeVisible();
  await expect(tongue(page, 'Français').getByLabel('Titre')).toHaveValue('Exercice : sans JavaScript');
  await page.getByLabel('Fin', { exact: true }).fill(paris(120));
  await page.getByRole('button', { name: "Voir l'aperçu" }).click();
  await expect(page.frameLocator('iframe[title="La page"]').getByRole('heading', { level: 1 })).toContainText('sans JavaScript');
  await page.getByRole('link', { name: 'Revenir au message' }).click();
  await page.getByRole('link', { name: 'Écrire', exact: true }).click();
  await submit(paul);
  const address = await release(odile, portal, 'Exercice : sans JavaScript');
  await odile.page.goto(address);
  await expect(odile.page.getByRole('heading', { level: 1 })).toContainText('sans JavaScript');
  expect(team.complaints()).toEqual([]);
});

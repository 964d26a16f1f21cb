// Two people decide: returned, withdrawn, both at once, suspended meanwhile, at a later hour.
import { shows } from '../portal/scenario.ts';
import { expect, test } from './people.ts';
import { begin, documents, fill, heart, paris, release, submit, tongue, write } from './writing.ts';

test.use({ setting: {} });

test('returned with a reason, corrected, its differences shown, released', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const headline = 'Exercice : la Cèze monte à Bagnols';
  const path = await write(claire, portal, {
    headline,
    places: 'Bagnols-sur-Cèze',
    description: 'La Cèze a débordé place Mallet.',
  });
  await marc.page.goto(portal.desk + path);
  await marc.page.getByLabel('Pourquoi le rendre à son auteur').fill('Ce n’est pas la place Mallet.');
  await marc.page.getByRole('button', { name: "Rendre à l'auteur" }).click();
  await expect(marc.page.getByText('Rendu, à reprendre')).toBeVisible();

  await claire.page.goto(portal.desk);
  await claire.page.getByRole('link', { name: /message rendu, à reprendre/ }).click();
  await claire.page.getByRole('link', { name: headline }).click();
  await expect(claire.page.getByText('Ce n’est pas la place Mallet.').first()).toBeVisible();
  await claire.page.getByRole('link', { name: 'Écrire', exact: true }).click();
  await tongue(claire.page, 'Français').getByLabel('Ce qui se passe').fill('La Cèze a débordé place Pommier.');
  await submit(claire);

  await marc.page.goto(`${portal.desk}${path}/versions`);
  const second = marc.page.locator('section').filter({ has: marc.page.getByRole('heading', { name: 'Version 2' }) });
  await expect(second.locator('del')).toContainText('Mallet');
  await expect(second.locator('ins')).toContainText('Pommier');
  await expect(marc.page.getByText('Motif : Ce n’est pas la place Mallet.')).toBeVisible();
  await release(marc, portal, headline);
  await shows(portal, '/alertes', [heart(headline)]);
  expect(team.complaints()).toEqual([]);
});

test('withdrawn by its author with a reason: nobody can release it any more', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const headline = 'Exercice : message retiré';
  const path = await write(claire, portal, { headline });
  await marc.page.goto(portal.desk + path);
  await claire.page.getByText('Retirer ce message').click();
  await claire.page.getByLabel('Pourquoi le retirer').fill('Fausse nouvelle, vérifiée.');
  await claire.page.getByRole('button', { name: 'Retirer', exact: true }).click();
  await expect(claire.page.getByText('Motif : Fausse nouvelle, vérifiée.')).toBeVisible();
  // Marc still has the page on which it waited.
  await marc.page.getByRole('button', { name: /^Publier la version/ }).click();
  await expect(marc.page.getByRole('alert')).toContainText("a changé d'état pendant que vous lisiez");
  await expect(marc.page.locator('[data-state]').first()).toHaveText('Retiré');
  expect((await documents(portal)).filter((d) => d.text.includes(headline))).toEqual([]);
  expect(team.complaints()).toEqual([]);
});

test('two people release at the same moment: it goes out once, and the other is told', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const ines = await team.join('Inès Bonnet', ['chief']);
  const headline = 'Exercice : deux personnes publient';
  const path = await write(claire, portal, { headline });
  const both = [marc.page, ines.page];
  for (const page of both) await page.goto(portal.desk + path);
  await Promise.all(both.map((page) => page.getByRole('button', { name: /^Publier la version/ }).click()));
  for (const page of both) await expect(page.locator('[data-state]').first()).toHaveText('Publié');
  const told = await Promise.all(both.map((page) => page.getByRole('alert').count()));
  expect(told.reduce((a, b) => a + b)).toBe(1);
  await shows(portal, '/alertes.atom', [headline]);
  await expect
    .poll(async () => (await documents(portal)).filter((d) => d.text.includes(headline)).length)
    .toBe(1);
  expect(team.complaints()).toEqual([]);
});

test('suspended in the middle of the work: the next press leads out, and nothing of it is done', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const remi = await team.join('Rémi Faure', ['communicator']);
  const ines = await team.join('Inès Bonnet', ['chief']);
  const headline = 'Exercice : publié par un absent';
  const path = await write(claire, portal, { headline });
  await remi.page.goto(portal.desk + path);
  await expect(remi.page.getByRole('button', { name: /^Publier la version/ })).toBeVisible();

  await ines.page.goto(`${portal.desk}/equipe`);
  await ines.page.getByRole('link', { name: /Rémi Faure/ }).click();
  await ines.page.getByLabel('Motif').fill('Téléphone volé ce matin.');
  await ines.page.getByRole('button', { name: 'Suspendre Rémi Faure' }).click();
  await expect(ines.page.getByRole('button', { name: /Rétablir/ })).toBeVisible();

  await remi.page.getByRole('button', { name: /^Publier la version/ }).click();
  await expect(remi.page.getByRole('heading', { level: 1 })).toHaveText('Votre session est terminée');
  await remi.page.goto(`${portal.desk}/messages`);
  await expect(remi.page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
  await remi.page.getByRole('button', { name: "Se connecter avec une clé d'accès" }).click();
  await expect(remi.page.getByRole('alert')).toContainText("n'ouvre pas de session");
  await claire.page.reload();
  await expect(claire.page.getByText('Soumis, attend une autre personne')).toBeVisible();
  expect((await documents(portal)).filter((d) => d.text.includes(headline))).toEqual([]);
  expect(team.complaints()).toEqual([]);
});

test('approved for a later hour: it waits, and goes out by itself', async ({ team }) => {
  test.setTimeout(180_000);
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const headline = 'Exercice : coupure d’eau demain';
  await begin(claire, portal);
  await fill(claire, { headline });
  // The next minute but one begins in one to two minutes: enough to be approved first.
  await claire.page.getByLabel('Publier le').fill(paris(2));
  await submit(claire);
  await marc.page.goto(`${portal.desk}/messages`);
  await marc.page.getByRole('link', { name: headline }).click();
  await marc.page.getByRole('button', { name: /^Publier la version/ }).click();
  await expect(marc.page.locator('[data-state]').first()).toHaveText('Validé, publication programmée');
  expect((await documents(portal)).filter((d) => d.text.includes(headline))).toEqual([]);
  await shows(portal, '/alertes', [heart(headline)], 150);
  await marc.page.reload();
  await expect(marc.page.locator('[data-state]').first()).toHaveText('Publié');
  expect(team.complaints()).toEqual([]);
});

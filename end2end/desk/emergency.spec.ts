// One person alone, at night: a red message, a reason, and everybody else alarmed.
import { shows } from '../portal/scenario.ts';
import { expect, test } from './people.ts';
import { documents, heart, write } from './writing.ts';

test.use({ setting: { authoring: { emergency_release: true } } });

test('released by one person alone: the others are alarmed on every page, and the audit shows it', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['communicator']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const ines = await team.join('Inès Bonnet', ['chief']);
  const headline = 'Exercice : rupture de barrage';
  const path = await write(claire, portal, { headline, colour: 'Rouge', event: 'Rupture ou menace de rupture de barrage' });
  await claire.page.getByText("Personne d'autre n'est joignable").click();
  await claire.page.getByLabel('Pourquoi seul').fill('Nuit, astreinte injoignable.');
  await claire.page.getByRole('button', { name: 'Publier seul, en urgence' }).click();
  await expect(claire.page.locator('[data-state]').first()).toHaveText('Publié');
  await expect(claire.page.getByText('Publié en urgence par une seule personne.')).toBeVisible();
  await shows(portal, '/alertes', [heart(headline)]);
  expect((await documents(portal)).length).toBe(1);

  const band = 'Publication d’urgence par une seule personne'.replace('’', "'");
  for (const { page } of [marc, ines]) {
    for (const where of ['/', '/messages', '/sources', '/compte']) {
      await page.goto(portal.desk + where);
      const alarm = page.getByRole('alert').filter({ hasText: band });
      await expect(alarm).toContainText(`Claire Vidal a publié « ${headline} »`);
      await expect(alarm).toContainText('Nuit, astreinte injoignable.');
      expect(await page.title()).toMatch(/^\(!\)/);
    }
  }
  await marc.page.getByRole('button', { name: "J'ai lu" }).click();
  await expect(marc.page).toHaveURL(portal.desk + path);
  await expect(marc.page.getByText(band)).toHaveCount(0);
  await ines.page.goto(`${portal.desk}/journal?action=message.release-in-emergency`);
  await expect(ines.page.getByText(band)).toBeVisible();
  const entry = ines.page.getByRole('row').filter({ hasText: 'Claire Vidal' });
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText('Nuit, astreinte injoignable.');
  await expect(entry).toHaveAttribute('data-action', 'message.release-in-emergency');
  await ines.page.goto(`${portal.desk}/journal`);
  const marked = ines.page.getByRole('row').filter({ hasText: 'Urgence, une seule personne' });
  await expect(marked).toHaveCount(1);
  await expect(marked.locator('.mark[data-colour="red"]')).toBeVisible();
  expect(await portal.command('audit', 'verify')).toMatch(/all as they were written/);
  expect(team.complaints()).toEqual([]);
});

test('an orange message cannot go out by one person', async ({ team }) => {
  const claire = await team.join('Claire Vidal', ['communicator']);
  await write(claire, team.portal, { headline: 'Exercice : fortes pluies', colour: 'Orange' });
  await expect(claire.page.getByText("Personne d'autre n'est joignable")).toHaveCount(0);
  const answer = await claire.page.evaluate(async (to) => {
    const jeton = window.document.querySelector<HTMLInputElement>('main input[name="jeton"]')?.value ?? '';
    const body = new URLSearchParams({ jeton, version: '1', motif: 'Je suis seul ici' });
    return (await fetch(to, { method: 'POST', body })).text();
  }, `${new URL(claire.page.url()).pathname}/urgence`);
  expect(answer).toContain('Seul un message rouge peut être publié par une seule personne.');
});

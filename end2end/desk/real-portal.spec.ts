// On a real portal an exercise cannot go out.
import { expect, test } from './people.ts';
import { begin, documents, fill, release, submit, tongue } from './writing.ts';

test.use({ setting: { exercise: false } });

test('an exercise is refused on the real portal, and a real message is of status Actual', async ({ team }) => {
  const { portal } = team;
  const claire = await team.join('Claire Vidal', ['editor']);
  const marc = await team.join('Marc Oyon', ['communicator']);
  const { page } = claire;
  await begin(claire, portal);
  await expect(page.getByText('EXERCICE')).toHaveCount(0);
  await fill(claire, { headline: 'Exercice : crue du Gardon' });
  await page.getByRole('button', { name: 'Soumettre à une autre personne' }).click();
  await expect(page.getByRole('alert')).toContainText('Un exercice ne se publie que sur un portail d’exercice.');
  await tongue(page, 'Français').getByLabel('Titre').fill('Crue du Gardon à Nîmes');
  await submit(claire);
  await release(marc, portal, 'Crue du Gardon à Nîmes');
  const [document] = await documents(portal);
  expect(document?.status).toBe('Actual');
  expect(team.complaints()).toEqual([]);
});

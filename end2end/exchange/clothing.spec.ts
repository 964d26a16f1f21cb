// A coat in size 8.
import { answer, expect, post, publicPath, talks, test } from './people.ts';

const COAT = { commune: 'Nîmes', 'pour-qui': 'enfant', quoi: ['manteau'], nombre: 1 };
const SAID = 'Une question : le manteau « bleu » est-il encore là ?';

test('a coat in size 8 is found by who needs one, and suggested at once', async ({ town, resident }) => {
  const { origin } = town.portal;
  const giver = await resident('Iris');
  const other = await resident('Jules');
  const offered = await post(town, giver, 'offre', 'vetements', { ...COAT, taille: '8', texte: 'Manteau chaud, bleu.' });
  const eight = await publicPath(town, offered);
  const twelve = await publicPath(town, await post(town, other, 'offre', 'vetements', { ...COAT, taille: '12', texte: 'Manteau rouge.' }));

  const karim = await resident('Karim');
  const { page } = karim;
  await page.goto(`${origin}/entraide?cote=offre&genre=vetements&commune=30189&mots=8`);
  await expect(page.locator(`main a[href^="${eight}"]`).first()).toBeVisible();
  await expect(page.locator(`main a[href^="${twelve}"]`)).toHaveCount(0);

  // Whoever asks is shown what fits first.
  const manage = await post(town, karim, 'besoin', 'vetements', { ...COAT, taille: '8', texte: 'Mon fils a tout perdu.' });
  await page.goto(origin + manage);
  const suggested = await page.locator('main a[href*="/entraide/annonce/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  expect(suggested.some((href) => href.startsWith(eight))).toBe(true);
  await expect(page.locator('main')).toContainText('même taille');
  const at = (path: string) => suggested.findIndex((href) => href.startsWith(path));
  if (at(twelve) >= 0) expect(at(eight)).toBeLessThan(at(twelve));
  await answer(town, karim, eight, { message: SAID, nombre: 1 });
  // A message comes out as it was typed, spaces and all.
  const [hers] = await talks(town, giver, offered);
  await page.goto(origin + (hers ?? ''));
  expect((await page.locator('main .said').first().textContent())?.includes(SAID)).toBe(true);
  expect([...giver.complaints, ...karim.complaints]).toEqual([]);
});

// Two nights for a family of four with a wheelchair; and a bed tonight.
import { answer, approve, data, day, deed, expect, fill, pathOf, post, publicPath, send, talks, test } from './people.ts';

const HOUSE = {
  commune: 'Nîmes',
  jour: day(1),
  fin: day(8),
  adultes: 2,
  enfants: 0,
  foyer: 'tous',
  chambre: true,
  securite: true,
} as const;

test('a family of four with a wheelchair finds two nights', async ({ town, resident }) => {
  const { origin } = town.portal;
  const hélène = await resident('Helene');
  const stairs = await resident('Gilles');
  const manage = await post(town, hélène, 'offre', 'logement', {
    ...HOUSE,
    nombre: 5,
    'plain-pied': 'oui',
    texte: 'Grande maison de plain-pied, jardin clos.',
  });
  const upstairs = await post(town, stairs, 'offre', 'logement', {
    ...HOUSE,
    nombre: 6,
    'plain-pied': 'non',
    texte: 'Troisième étage sans ascenseur.',
  });
  await hélène.page.goto(origin + manage);
  await expect(hélène.page.locator('main')).toContainText("En attente d'un modérateur");
  const house = await publicPath(town, manage);

  // Not shown before two people have looked at it.
  const sofia = await resident('Sofia');
  const { page } = sofia;
  expect((await page.goto(origin + house))?.status()).toBe(404);
  await approve(town, house);
  await approve(town, await publicPath(town, upstairs));

  await page.goto(`${origin}/entraide?cote=offre&genre=logement`);
  await page.getByText('Plus de critères').click();
  await fill(page, { commune: 'Nîmes', jour: day(2), fin: day(4), nombre: 4, 'plain-pied': true });
  await page.locator('main form[method="get"] button').last().click();
  await expect(page.locator('main')).toContainText('Sans marche');
  await expect(page.locator('main')).toContainText('5 couchages');
  await expect(page.locator('main')).not.toContainText('6 couchages');
  await page.locator(`main a[href^="${house}"]`).first().click();
  await expect(page.locator('main')).toContainText('jardin clos');
  await expect(page.locator('main')).not.toContainText(international(hélène.phone));

  const talk = await answer(town, sofia, house, {
    message: 'Nous sommes quatre, mon père est en fauteuil roulant.',
    nombre: 4,
    jour: day(2),
    fin: day(4),
    securite: true,
  });
  const [hers] = await talks(town, hélène, manage);
  await hélène.page.goto(origin + (hers ?? ''));
  await expect(hélène.page.locator('main')).toContainText('en fauteuil roulant');
  await deed(hélène.page, 'accept').click();
  await page.goto(origin + talk);
  await deed(page, 'confirm').click();
  await expect(page.locator('main')).toContainText("C'est convenu entre vous.");

  // The host shows her number; she never sees theirs unasked.
  await deed(hélène.page, 'montrer').click();
  await page.goto(origin + talk);
  await expect(page.locator('main')).toContainText(international(hélène.phone));
  await hélène.page.goto(origin + (hers ?? ''));
  await expect(hélène.page.locator('main')).not.toContainText(sofia.email);

  // What is taken is taken: one bed is left in those nights, five in the others.
  const late = await resident('Late');
  await late.page.goto(`${origin}/entraide?cote=offre&genre=logement&commune=30189&jour=${day(3)}&fin=${day(4)}&nombre=2&plain-pied=oui`);
  await expect(late.page.locator(`main a[href^="${house}"]`)).toHaveCount(0);
  await late.page.goto(`${origin}/entraide?cote=offre&genre=logement&commune=30189&jour=${day(5)}&fin=${day(6)}&nombre=5&plain-pied=oui`);
  await expect(late.page.locator(`main a[href^="${house}"]`).first()).toBeVisible();
  expect([...hélène.complaints, ...sofia.complaints]).toEqual([]);
});

test('Porte ouverte: a bed tonight by a short form', async ({ town, resident }) => {
  const { origin } = town.portal;
  const omar = await resident('Omar');
  const { page } = omar;
  await page.goto(`${origin}/entraide`);
  await page.getByRole('link', { name: /PorteOuverte/ }).first().click();
  await page.getByRole('link', { name: 'Je propose mon aide' }).last().click();
  // Days are not asked for: it is for tonight, also after midnight.
  await expect(page.locator('main input[type="date"]')).toHaveCount(0);
  await fill(page, { commune: 'Nîmes', nombre: 2, telephone: omar.phone, securite: true });
  await send(page);
  await expect(page.locator('main')).toContainText('115');
  const manage = await pathOf(page, '/entraide/gerer/');
  const bed = await publicPath(town, manage);
  await approve(town, bed);

  const lena = await resident('Lena');
  await lena.page.goto(`${origin}/entraide?cote=offre&genre=logement&commune=30189`);
  await lena.page.locator(`main a[href^="${bed}"]`).first().click();
  await expect(lena.page.locator('main')).toContainText('#PorteOuverte');
  const { from, until } = (await data(town, manage)).details;
  const talk = await answer(town, lena, bed, {
    message: 'Puis-je venir ce soir ?',
    nombre: 1,
    jour: from,
    fin: until,
    securite: true,
  });
  const [his] = await talks(town, omar, manage);
  await page.goto(origin + (his ?? ''));
  await deed(page, 'accept').click();
  await lena.page.goto(origin + talk);
  await deed(lena.page, 'confirm').click();
  await expect(lena.page.locator('main')).toContainText("C'est convenu entre vous.");
  expect([...omar.complaints, ...lena.complaints]).toEqual([]);
});

/** As pages show it. */
const international = (phone: string) => phone.replace(/^0/, '+33').replace(/ /g, '');

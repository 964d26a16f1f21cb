// Three seats and five who ask: three get in, two wait in line, in order.
import { answer, day, deed, expect, post, publicPath, type Resident, talks, test } from './people.ts';

test('three seats, five who ask: the line moves when somebody cancels', async ({ town, resident }) => {
  const { origin } = town.portal;
  const driver = await resident('Driver');
  const manage = await post(town, driver, 'offre', 'trajet', {
    commune: 'Alès',
    vers: 'Nîmes',
    jour: day(1),
    heure: '14:30',
    marge: 30,
    nombre: 3,
    texte: 'Je descends à Nîmes, un siège enfant possible.',
  });
  const ride = await publicPath(town, manage);
  const asking: { who: Resident; talk: string }[] = [];
  for (const name of ['Anna', 'Bilal', 'Chloe', 'David', 'Emma']) {
    const who = await resident(name);
    const talk = await answer(town, who, ride, { message: `Bonjour, c'est ${name}.`, nombre: 1 });
    asking.push({ who, talk });
  }
  const mains = async () => {
    const texts: string[] = [];
    for (const { who, talk } of asking) {
      await who.page.goto(origin + talk);
      texts.push((await who.page.locator('main').innerText()).replaceAll('\u00a0', ' '));
    }
    return texts;
  };
  const before = await mains();
  for (const text of before.slice(0, 3)) expect(text).not.toContain('dans la file');
  for (const text of before.slice(3)) expect(text).toContain('dans la file');
  expect(before[3]).toContain('Vous êtes au premier rang.');
  expect(before[4]).toContain('Avant vous : 1 demande.');

  // The driver says yes to the first three; a ride is confirmed by that.
  const hers = (await talks(town, driver, manage)).reverse();
  expect(hers).toHaveLength(5);
  for (const talk of hers.slice(0, 3)) {
    await driver.page.goto(origin + talk);
    await deed(driver.page, 'accept').click();
  }
  for (const text of (await mains()).slice(0, 3)) expect(text).toContain("C'est convenu entre vous.");

  // Bilal cancels: David moves up, Emma is first in line.
  const [, bilal, , david, emma] = asking;
  if (!bilal || !david || !emma) throw new Error('five ask');
  await bilal.who.page.goto(origin + bilal.talk);
  await deed(bilal.who.page, 'cancel').click();
  await expect(bilal.who.page.locator('main')).toContainText('La demande est annulée.');
  const after = await mains();
  expect(after[4]).toContain('dans la file');
  expect(after[3]).toContain('Votre demande attend une réponse.');
  expect(after[4]).toContain('Vous êtes au premier rang.');
  expect([driver, ...asking.map((a) => a.who)].flatMap((w) => w.complaints)).toEqual([]);
});

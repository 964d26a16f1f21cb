// A scammer is refused, an abuser is reported and blocked, a lost link is found again.
import type { Page } from '@playwright/test';
import { unfold } from '../portal/looks.ts';
import { answer, deed, expect, fill, pathOf, post, publicPath, send, talks, test, typed } from './people.ts';

const COAT = { commune: 'Nîmes', 'pour-qui': 'femme', taille: 'M', quoi: ['manteau'], nombre: 1 };

test('phone, payment and another platform in the text are refused with the reason, and everything typed stays', async ({ town, resident }) => {
  const { origin } = town.portal;
  const scammer = await resident('Victor');
  const { page } = scammer;
  for (const [text, why] of [
    ['Appelez-moi au zéro six 12 34 56 78', 'Retirez le numéro de téléphone.'],
    ['Versez 50 euros par virement sur FR76 3000 6000 0112 3456 7890 189', "Retirez ce qui parle d'argent."],
    ['Contactez-moi sur WhatsApp', 'Retirez le lien ou le nom de compte.'],
  ] as const) {
    await page.goto(`${origin}/entraide/publier?cote=offre&genre=vetements`);
    await fill(page, { ...COAT, courriel: scammer.email, telephone: scammer.phone, texte: text });
    const answered = page.waitForResponse((r) => r.request().method() === 'POST');
    await send(page);
    expect((await answered).status(), text).toBe(422);
    await expect(page.locator('main [name="texte"]')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('alert')).toContainText(why);
    expect(await typed(page, 'texte')).toEqual([text]);
    expect(await typed(page, 'courriel')).toEqual([scammer.email]);
    expect(await typed(page, 'telephone')).toEqual([scammer.phone]);
    expect(await typed(page, 'taille')).toEqual(['M']);
    expect(await typed(page, 'pour-qui')).toEqual(['femme']);
    expect(await typed(page, 'quoi')).toEqual(['manteau']);
  }
  await page.goto(`${origin}/entraide?cote=offre&genre=vetements`);
  await expect(page.locator('main')).not.toContainText('WhatsApp');
  expect(scammer.complaints).toEqual([]);
});

test('in a conversation a number is refused too, and kept in the field', async ({ town, resident }) => {
  const giver = await resident('Louise');
  const asker = await resident('Marc');
  const coat = await publicPath(town, await post(town, giver, 'offre', 'vetements', { ...COAT, texte: 'Manteau gris.' }));
  const talk = await answer(town, asker, coat, { message: 'Bonjour !', nombre: 1 });
  const { page } = asker;
  await page.goto(town.portal.origin + talk);
  await fill(page, { message: 'Mon numéro : le 06 12 34 56 78' });
  await deed(page, 'dire').click();
  await expect(page.locator('main [name="message"]').first()).toHaveValue('Mon numéro : le 06 12 34 56 78');
  await expect(page.getByRole('alert')).toContainText('Retirez le numéro de téléphone.');
  await fill(page, { message: 'Je passe demain à dix heures.' });
  await deed(page, 'dire').click();
  await expect(page.locator('main')).toContainText('Je passe demain à dix heures.');
});

test('an abuser is reported and blocked, and moderators see what was said', async ({ town, resident }) => {
  const { origin } = town.portal;
  const nora = await resident('Nora');
  const abuser = await resident('Oscar');
  const manage = await post(town, nora, 'offre', 'vetements', { ...COAT, texte: 'Manteau vert en laine.' });
  const coat = await publicPath(town, manage);
  const talk = await answer(town, abuser, coat, { message: 'Tu habites seule, toi ? Réponds vite.', nombre: 1 });
  const [hers] = await talks(town, nora, manage);
  const { page } = nora;
  await page.goto(origin + (hers ?? ''));
  await report(page, 'Il insiste et fait peur.');
  await expect(page.getByRole('status')).toContainText('Votre signalement est reçu.');
  await page.goto(origin + (hers ?? ''));
  await block(page);

  // He can say nothing more, here or anew.
  await abuser.page.goto(origin + talk);
  await expect(deed(abuser.page, 'dire')).toHaveCount(0);
  await abuser.page.goto(`${origin}${coat}/repondre`);
  await fill(abuser.page, { courriel: abuser.email, message: 'Encore moi.' });
  await send(abuser.page);
  expect(await talks(town, nora, manage)).toHaveLength(1);
  await expect(page.locator('main')).not.toContainText('Encore moi.');

  const yves = await town.moderator('Yves Morel');
  await yves.page.goto(`${town.portal.desk}/entraide/examen/${coat.split('/').at(-1)}`);
  await expect(yves.page.locator('main')).toContainText('Il insiste et fait peur.');
  await expect(yves.page.locator('main')).toContainText('Tu habites seule');
  await expect(yves.page.locator('main')).not.toContainText(abuser.email);
  expect([...nora.complaints, ...abuser.complaints]).toEqual([]);
});

test('a lost link comes back by mail, and the old one leads nowhere', async ({ town, resident }) => {
  const { origin } = town.portal;
  const paul = await resident('Paul');
  const { page } = paul;
  const manage = await post(town, paul, 'offre', 'vetements', { ...COAT, texte: 'Manteau noir.' });
  const first = await town.mail.to(paul.email, /\/entraide\/gerer\//);
  expect(first.text).toContain(origin + manage);

  // The same answer for whoever is known and whoever is not.
  const told: string[] = [];
  for (const email of ['personne@courrier.example', paul.email]) {
    await page.goto(`${origin}/entraide/lien-perdu`);
    await fill(page, { courriel: email });
    await send(page);
    told.push((await page.locator('main').innerText()).replace(email, ''));
  }
  expect(told[0]).toBe(told[1]);
  const link = await expect
    .poll(async () => {
      const letter = await town.mail.to(paul.email, /\/entraide\/gerer\//);
      return letter.text.match(/\/entraide\/gerer\/[\w-]+/)?.[0];
    })
    .not.toBe(manage)
    .then(async () => (await town.mail.to(paul.email, /\/entraide\/gerer\//)).text.match(/\/entraide\/gerer\/[\w-]+/)?.[0]);
  await page.goto(origin + (link ?? ''));
  await expect(page.locator('main')).toContainText('Manteau noir.');
  await pathOf(page, '/entraide/annonce/');
  expect((await page.goto(origin + manage))?.status()).toBe(404);
  expect(town.mail.mails.filter((m) => m.to.includes('personne@courrier.example'))).toEqual([]);
});

/** Reports the other side of a conversation. */
async function report(page: Page, why: string): Promise<void> {
  await unfold(page);
  const asked = page.locator('main form').filter({ has: page.locator('[value="signaler"]') });
  await asked.locator('textarea, input[type="text"]').last().fill(why);
  await deed(page, 'signaler').click();
}

/** Blocks the other side. */
async function block(page: Page): Promise<void> {
  await unfold(page);
  await deed(page, 'bloquer').click();
}

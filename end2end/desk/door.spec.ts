// Coming in: by passkey, by password and code without JavaScript, by recovery code.
import { browserOf, expect, join, signIn, signInByPassword, signOut, test } from './people.ts';

test.use({ setting: {} });

test('an invited person registers a passkey, leaves, and comes in again with it', async ({ team }) => {
  const claire = await team.join('Claire Vidal', ['communicator']);
  expect(claire.recovery.length).toBeGreaterThanOrEqual(8);
  await signOut(claire);
  await claire.page.goto(`${team.portal.desk}/messages`);
  await expect(claire.page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
  await claire.page.getByRole('button', { name: "Se connecter avec une clé d'accès" }).click();
  // Where she wanted to go, not the first page.
  await expect(claire.page.getByRole('heading', { level: 1 })).toHaveText('Messages officiels');
  expect(team.complaints()).toEqual([]);
});

test('an invitation opens one account, once', async ({ team, browser }) => {
  const link = await team.portal.invite('Ana Prat', ['editor']);
  const ana = await join(browser, link, 'Ana Prat');
  const other = await browserOf(browser);
  const answer = await other.page.goto(link);
  expect(answer?.status()).toBe(404);
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText("Cette invitation n'ouvre rien");
  expect([...ana.complaints, ...other.complaints]).toEqual([]);
  await other.context.close();
  await ana.context.close();
});

test('without JavaScript, a password and a code open the account and the desk', async ({ team }) => {
  const paul = await team.join('Paul Serre', ['editor'], { by: 'password' });
  await signOut(paul);
  await signInByPassword(paul, team.portal);
  await signOut(paul);
  // The code that opened opens nothing any more, and the answer tells nothing.
  const form = paul.page.locator('form[action="/connexion/mot-de-passe"]');
  await form.getByLabel('Identifiant').fill(paul.login);
  await form.getByLabel('Mot de passe').fill('pas le bon mot de passe');
  await form.getByLabel('Code à 6 chiffres').fill('000000');
  await form.getByRole('button', { name: 'Se connecter' }).click();
  await expect(paul.page.getByRole('alert')).toContainText("n'ouvrent pas de session");
  await expect(form.getByLabel('Identifiant')).toHaveValue(paul.login);
});

test('a recovery code opens one session, once, and leads to the account', async ({ team }) => {
  const zoe = await team.join('Zoé Martin', ['watcher']);
  await signOut(zoe);
  const use = async () => {
    await zoe.page.goto(`${team.portal.desk}/connexion`);
    await zoe.page.getByText('Téléphone ou clé perdus').click();
    const form = zoe.page.locator('form[action="/connexion/secours"]');
    await form.getByLabel('Identifiant').fill(zoe.login);
    await form.getByLabel('Code de secours').fill(zoe.recovery[0] ?? '');
    await form.getByRole('button').click();
  };
  await use();
  await expect(zoe.page.getByRole('heading', { level: 1 })).toHaveText('Compte de Zoé Martin');
  await expect(zoe.page.getByText('Vous êtes entré avec un code de secours.')).toBeVisible();
  await expect(zoe.page.getByText(`Il vous en reste ${zoe.recovery.length - 1}.`)).toBeVisible();
  await signOut(zoe);
  await use();
  await expect(zoe.page.getByRole('alert')).toContainText("n'ouvrent pas de session");
  // The passkey still does.
  await signIn(zoe, team.portal);
  expect(team.complaints()).toEqual([]);
});

test('a second passkey is added and named, and the last way in cannot be taken out', async ({ team, browser }) => {
  const link = await team.portal.invite('Léa Roux', ['editor']);
  const lea = await join(browser, link, 'Léa Roux');
  await lea.page.goto(`${team.portal.desk}/compte`);
  await lea.page.getByRole('button', { name: /^Retirer/ }).click();
  await expect(lea.page.getByRole('alert')).toContainText("C'est votre dernière façon de vous connecter.");
  await lea.page.getByLabel('Nouveau nom').fill('Téléphone');
  await lea.page.getByRole('button', { name: /^Renommer/ }).click();
  await expect(lea.page.getByRole('listitem').filter({ hasText: 'Ajoutée le' })).toContainText('Téléphone');
  expect(lea.complaints).toEqual([]);
  await lea.context.close();
});

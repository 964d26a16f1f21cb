// Signing in through a real identity provider, in a browser: what only a browser shows is that it comes back
// from another site without SameSite=Strict cookies, and that the desk has it ask once more. The desk is on
// localhost, the provider on 127.0.0.1: two sites.
import { type Page, expect, test } from '@playwright/test';
import { Portal, freePort } from '../portal/binary.ts';
import { SIRET, startProvider } from '../portal/provider.mjs';

const RETURN = '/connexion/federation/retour';

/** Says at the provider who somebody is. */
async function asks(page: Page, issuer: string, login: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Identité');
  expect(page.url().startsWith(issuer)).toBe(true);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByRole('button', { name: 'Entrer' }).click();
}

/** What another login than the last is asked with: the provider forgets who was there. */
async function forgotten(page: Page, issuer: string): Promise<void> {
  await page.context().clearCookies({ domain: new URL(issuer).hostname });
}

const title = (page: Page) => page.getByRole('heading', { level: 1 });

async function signsOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(title(page)).toHaveText('Connexion');
}

test('invited, in, out, in again, refused from elsewhere, and linked to an account that exists', async ({
  page,
  context,
}) => {
  // A long way through two servers and many pages.
  test.setTimeout(180_000);
  const deskPort = await freePort();
  const provider = await startProvider([`http://localhost:${deskPort}${RETURN}`]);
  const portal = await Portal.start({
    deskPort,
    federation: {
      issuer: provider.issuer,
      name: 'ProConnect',
      client_id: 'poste',
      client_secret: 'un-secret-de-test-assez-long-pour-hs256',
      required_amr: ['mfa'],
      siret: [SIRET],
    },
  });
  // How often the browser came back from the provider, and what it showed when it did.
  const back: { site: string | undefined; cookie: boolean }[] = [];
  page.on('request', async (request) => {
    if (!request.url().includes(RETURN)) return;
    const headers = await request.allHeaders();
    back.push({ site: headers['sec-fetch-site'], cookie: 'cookie' in headers });
  });
  try {
    // Invited, and the account opened by the provider.
    await page.goto(await portal.invite('Claire Vidal', ['chief']));
    await page.getByRole('link', { name: 'Ouvrir mon compte avec ProConnect' }).click();
    await asks(page, provider.issuer, 'claire');
    await expect(title(page)).toHaveText('Bonjour Claire Vidal');
    // From the other site without cookies, then from the desk's own page with them.
    expect(back).toEqual([
      { site: 'cross-site', cookie: false },
      { site: 'same-origin', cookie: true },
    ]);
    const cookies = (await context.cookies(portal.desk)).map((c) => [c.name, c.sameSite, c.httpOnly, c.secure]);
    expect(cookies).toEqual([['__Host-rives-desk', 'Strict', true, true]]);

    // The last way in stays.
    await page.goto(`${portal.desk}/compte`);
    await page.getByRole('button', { name: `Retirer ${provider.issuer}` }).click();
    await expect(page.getByRole('alert')).toContainText("C'est votre dernière façon de vous connecter");

    // Out, and in again: to the page that was asked for.
    await signsOut(page);
    await page.goto(`${portal.desk}/equipe`);
    await expect(title(page)).toHaveText('Connexion');
    await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).click();
    await expect(page).toHaveURL(`${portal.desk}/equipe`);

    // Somebody of another establishment, somebody with one factor, somebody without an account.
    await signsOut(page);
    for (const login of ['ailleurs', 'sansfacteur', 'inconnue']) {
      await forgotten(page, provider.issuer);
      await page.goto(`${portal.desk}/connexion`);
      await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).click();
      await asks(page, provider.issuer, login);
      await expect(title(page)).toHaveText("Vous n'êtes pas connecté");
      expect(new URL(page.url()).origin).toBe(portal.desk);
      await page.goto(`${portal.desk}/`);
      await expect(title(page)).toHaveText('Connexion');
    }

    // Claire has an account here already, whoever invites her again: no second one.
    await forgotten(page, provider.issuer);
    await page.goto(await portal.invite('Claire Vidal', ['watcher']));
    await page.getByRole('link', { name: 'Ouvrir mon compte avec ProConnect' }).click();
    await asks(page, provider.issuer, 'claire');
    await expect(title(page)).toHaveText("Vous n'êtes pas connecté");

    // Paul opens his account with one identity, and wants to link Claire's: refused. Then one of his own.
    await forgotten(page, provider.issuer);
    await page.goto(await portal.invite('Paul Gay', ['watcher']));
    await page.getByRole('link', { name: 'Ouvrir mon compte avec ProConnect' }).click();
    await asks(page, provider.issuer, 'paul');
    await expect(title(page)).toHaveText('Bonjour Paul Gay');
    for (const login of ['claire', 'paul.bis']) {
      await forgotten(page, provider.issuer);
      await page.goto(`${portal.desk}/compte`);
      await page.getByRole('button', { name: 'Relier une identité de ProConnect' }).click();
      await page.getByRole('link', { name: 'Continuer chez ProConnect' }).click();
      await asks(page, provider.issuer, login);
      await expect(title(page)).toHaveText('Compte de Paul Gay');
      if (login === 'claire') {
        await expect(page.getByRole('alert')).toContainText("ouvre déjà le compte d'une autre personne");
        await expect(page.getByText('Reliée le')).toHaveCount(1);
      }
    }
    await expect(page.getByText('Reliée le')).toHaveCount(2);

    // The second identity opens the same account; the first one can go.
    await signsOut(page);
    await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).click();
    await expect(title(page)).toHaveText('Bonjour Paul Gay');
    await page.goto(`${portal.desk}/compte`);
    await page.getByRole('button', { name: `Retirer ${provider.issuer}` }).first().click();
    await expect(page.getByText('Reliée le')).toHaveCount(1);
  } finally {
    provider.stop();
    await portal.remove();
  }
});

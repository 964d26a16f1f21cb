// Colleagues at the desk: each with a browser of their own and a way in, as the person would have it.
import { createHmac } from 'node:crypto';
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { Portal, type PortalSetting } from '../portal/binary.ts';

export type Role = 'chief' | 'communicator' | 'editor' | 'auditor' | 'admin' | 'watcher' | 'moderator';

export interface Colleague {
  name: string;
  login: string;
  page: Page;
  context: BrowserContext;
  /** Shown once, when the account was opened. */
  recovery: string[];
  /** The password of those who have no passkey. */
  password?: string;
  /** The key of the authenticator app of those who have no passkey. */
  totp?: string;
  /** Errors of scripts and refusals of the CSP, on any page of this browser. */
  complaints: string[];
  /** The last time step of which a code was used: each opens once. */
  step: number;
}

export interface Team {
  portal: Portal;
  /**
   * Opens the account of an invited person and signs in, by passkey unless told otherwise. Who has joined
   * already is given again.
   */
  join: (name: string, roles: Role[], how?: Joining) => Promise<Colleague>;
  /** Everything that browsers complained about. */
  complaints: () => string[];
}

export interface Joining {
  /** `password`: password and code, with JavaScript off. */
  by?: 'passkey' | 'password';
  viewport?: { width: number; height: number };
}

const PASSWORD = 'quatre mots pris au hasard';

/** What the authenticator app shows in a time step (RFC 6238: SHA-1, 30 s, 6 digits). */
function totp(key: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const sign of key.replace(/[\s=]/g, '')) bits += alphabet.indexOf(sign).toString(2).padStart(5, '0');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(at));
  const digest = createHmac('sha1', bytes).update(step).digest();
  const from = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(from) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** The oldest code that still opens (the server takes one step before and after), waiting for it if need be. */
export async function code(of: Colleague): Promise<string> {
  if (of.totp === undefined) throw new Error(`${of.name} has no authenticator app`);
  for (;;) {
    const now = Date.now() / 30_000;
    // Not in the last seconds of a step: the code must still be right when it arrives.
    const oldest = Math.floor(now + 0.2) - 1;
    const step = Math.max(oldest, of.step + 1);
    if (step <= Math.floor(now) + 1) {
      of.step = step;
      return totp(of.totp, step);
    }
    await new Promise((later) => setTimeout(later, 500));
  }
}

/** A browser of somebody's own, with a passkey device that always says yes. */
export async function browserOf(
  browser: Browser,
  { javaScript = true, viewport }: { javaScript?: boolean; viewport?: { width: number; height: number } } = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Without scripts, a click waits for ever on a page that scrolls smoothly.
    reducedMotion: 'reduce',
    ...(viewport ? { viewport } : {}),
  });
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
  context.on('console', (message) => {
    // An answer with 4xx is told to the console too: that is the test's business, not a fault of the page.
    const told = message.type() === 'error' || message.type() === 'warning';
    if (told && !/Failed to load resource: the server responded with a status of 4/.test(message.text())) {
      complaints.push(`${message.page()?.url()}: ${message.text()}`);
    }
  });
  const page = await context.newPage();
  if (javaScript) await addAuthenticator(page);
  return { context, page, complaints };
}

/** Chromium's virtual authenticator: verifies its user, keeps discoverable credentials. */
export async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Opens the account of an invitation. */
export async function join(
  browser: Browser,
  link: string,
  name: string,
  { by = 'passkey', viewport }: Joining = {},
): Promise<Colleague> {
  const javaScript = by === 'passkey';
  const { context, page, complaints } = await browserOf(browser, { javaScript, viewport });
  await page.goto(link);
  const made: Colleague = { name, login: '', page, context, recovery: [], complaints, step: 0 };
  if (by === 'passkey') {
    made.login = await page.getByLabel('Identifiant').first().inputValue();
    await page.getByRole('button', { name: "Créer ma clé d'accès" }).click();
  } else {
    await page.getByText("Sans clé d'accès").click();
    const form = page.locator('form[action$="/mot-de-passe"]');
    made.login = await form.getByLabel('Identifiant').inputValue();
    made.password = PASSWORD;
    made.totp = (await form.locator('.totp code').innerText()).replace(/\s/g, '');
    await form.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
    await form.getByLabel('Mot de passe, encore une fois').fill(PASSWORD);
    await form.getByLabel('Code à 6 chiffres').fill(await code(made));
    await form.getByLabel('Code à 6 chiffres').press('Enter');
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre compte est ouvert');
  made.recovery = await page.locator('.codes code').allInnerTexts();
  await page.getByRole('link', { name: /J'ai noté mes codes/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  return made;
}

/** Leaves the desk. */
export async function signOut({ page }: Colleague): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
}

/** Comes in with the passkey, from the door. */
export async function signIn({ page }: Colleague, portal: Portal): Promise<void> {
  await page.goto(`${portal.desk}/connexion`);
  await page.getByRole('button', { name: "Se connecter avec une clé d'accès" }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Bonjour');
}

/** Comes in with password and code, from the door. */
export async function signInByPassword(who: Colleague, portal: Portal, page = who.page): Promise<void> {
  await page.goto(`${portal.desk}/connexion`);
  const form = page.locator('form[action="/connexion/mot-de-passe"]');
  await form.getByLabel('Identifiant').fill(who.login);
  await form.getByLabel('Mot de passe').fill(who.password ?? '');
  await form.getByLabel('Code à 6 chiffres').fill(await code(who));
  await form.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Bonjour');
}

interface OfWorker {
  /** What the file's portal is set up with. */
  setting: PortalSetting;
  /** One portal for the file, and whoever joined its team. */
  team: Team;
}

/** The stories' `test`: everybody of a file works at one portal. */
export const test = base.extend<object, OfWorker>({
  setting: [{}, { option: true, scope: 'worker' }],
  team: [
    async ({ browser, setting }, use) => {
      const portal = await Portal.start({ exercise: true, ...setting });
      const everybody: Colleague[] = [];
      await use({
        portal,
        join: async (name, roles, how) => {
          const known = everybody.find((c) => c.name === name);
          if (known) return known;
          const colleague = await join(browser, await portal.invite(name, roles), name, how);
          everybody.push(colleague);
          return colleague;
        },
        complaints: () => everybody.flatMap((c) => c.complaints),
      });
      for (const { context } of everybody) await context.close();
      await portal.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

export { expect };

// Residents who help each other: each with a browser, an address on the network and a contact of their own.
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { type Colleague, join, test as base } from '../desk/people.ts';
import { Portal } from '../portal/binary.ts';
import { MailServer } from '../portal/mail.ts';

export interface Resident {
  name: string;
  email: string;
  phone: string;
  page: Page;
  /** Errors of scripts and refusals of the CSP. */
  complaints: string[];
}

/** What is typed or chosen, by the field's name. `true` ticks, a list ticks several. */
export type Typed = Record<string, string | number | true | string[]>;

interface Town {
  portal: Portal;
  mail: MailServer;
  /** A moderator, signed in at the desk. */
  moderator: (name: string) => Promise<Colleague>;
}

interface OfTest {
  resident: (name: string) => Promise<Resident>;
}

/** The stories' `test`: one portal for the file, its letters caught. */
export const test = base.extend<OfTest, { town: Town }>({
  town: [
    async ({ browser }, use) => {
      const mail = await MailServer.start();
      const portal = await Portal.start({ exercise: false, exchange: { mail: mail.url }, trustedProxies: 1 });
      const known = new Map<string, Colleague>();
      await use({
        portal,
        mail,
        moderator: async (name) => {
          const colleague = known.get(name) ?? (await join(browser, await portal.invite(name, ['moderator']), name));
          known.set(name, colleague);
          return colleague;
        },
      });
      for (const { context } of known.values()) await context.close();
      await portal.remove();
      await mail.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  resident: async ({ browser, town }, use, info) => {
    const contexts: BrowserContext[] = [];
    await use(async (name) => {
      born += 1;
      const context = await browser.newContext({
        extraHTTPHeaders: { 'X-Forwarded-For': `10.${info.workerIndex % 250}.${born >> 8}.${born % 256}` },
      });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      const complaints: string[] = [];
      context.on('weberror', (e) => complaints.push(`${e.page()?.url()}: ${e.error().message}`));
      context.on('console', (m) => {
        // The console also tells of answers with 4xx: those are the story's.
        const told = m.type() === 'error' || m.type() === 'warning';
        if (told && !/status of 4/.test(m.text())) complaints.push(`${m.page()?.url()}: ${m.text()}`);
      });
      const [tens, ones] = [born / 100, born % 100].map((n) => String(Math.floor(n)).padStart(2, '0'));
      return {
        name,
        email: `${name.toLowerCase()}${born}@courrier.example`,
        phone: `06 12 34 ${tens} ${ones}`,
        page: await context.newPage(),
        complaints,
      };
    });
    for (const context of contexts) await context.close();
    if (info.status !== info.expectedStatus) console.log(town.portal.log);
  },
});

export { expect };

/** Each gets an address, an e-mail and a phone of their own. */
let born = 0;

/** Fills a form by the names of its fields, whatever sort of control each is. */
export async function fill(page: Page, typed: Typed): Promise<void> {
  for (const [name, value] of Object.entries(typed)) {
    const fields = page.locator(`main [name="${name}"]`);
    const type = await fields.first().evaluate((e) => (e instanceof HTMLInputElement ? e.type : e.tagName.toLowerCase()));
    if (type === 'checkbox' || type === 'radio') {
      const values = value === true ? [undefined] : Array.isArray(value) ? value : [String(value)];
      for (const one of values) await (one === undefined ? fields : page.locator(`main [name="${name}"][value="${one}"]`)).first().check();
    } else if (type === 'select') await fields.first().selectOption(String(value));
    else await fields.first().fill(String(value));
  }
}

/** What the form holds now. */
export async function typed(page: Page, name: string): Promise<string[]> {
  return page.locator(`main [name="${name}"]`).evaluateAll((all) =>
    (all as HTMLInputElement[])
      .filter((e) => !['checkbox', 'radio'].includes(e.type) || e.checked)
      .map((e) => e.value),
  );
}

/** The form of a page that sends something. */
export const form = (page: Page): Locator => page.locator('main form[method="post"]').first();

/** Sends the page's form. */
export async function send(page: Page): Promise<void> {
  await form(page).locator('button[type="submit"], button:not([type])').last().click();
}

/** The button of a deed on a secret page. */
export function deed(page: Page, geste: string): Locator {
  return page.locator(
    `main button[name="geste"][value="${geste}"], main form:has(input[name="geste"][value="${geste}"]) button`,
  );
}

/** The path of the first link on a page that begins so. */
export async function pathOf(page: Page, begins: string): Promise<string> {
  const href = await page.locator(`main a[href*="${begins}"]`).first().getAttribute('href');
  return new URL(href ?? '', page.url()).pathname;
}

/** Posts; gives the path of the manage link. */
export async function post(town: Town, who: Resident, side: string, kind: string, said: Typed): Promise<string> {
  const { page } = who;
  await page.goto(`${town.portal.origin}/entraide/publier?cote=${side}&genre=${kind}`);
  await fill(page, { courriel: who.email, telephone: who.phone, ...said });
  await send(page);
  return pathOf(page, '/entraide/gerer/');
}

/** Answers a listing; gives the path of the conversation. */
export async function answer(town: Town, who: Resident, listing: string, said: Typed): Promise<string> {
  const { page } = who;
  await page.goto(`${town.portal.origin}${listing}/repondre`);
  await fill(page, { courriel: who.email, ...said });
  await send(page);
  return pathOf(page, '/entraide/echange/');
}

/** What a manage link gives as data: everything kept. */
export async function data(town: Town, manage: string): Promise<{ id: string; details: { from: string; until: string } }> {
  return JSON.parse(await town.portal.text(`${manage}/donnees`));
}

/** The public path of what a manage link manages. */
export async function publicPath(town: Town, manage: string): Promise<string> {
  return `/entraide/annonce/${(await data(town, manage)).id}`;
}

/** The conversations of a manage page, newest first. */
export async function talks(town: Town, who: Resident, manage: string): Promise<string[]> {
  await who.page.goto(town.portal.origin + manage);
  const hrefs = await who.page.locator('main a[href*="/entraide/echange/"]').evaluateAll((all) =>
    all.map((a) => new URL((a as HTMLAnchorElement).href).pathname),
  );
  return [...new Set(hrefs)];
}

/** A day in Paris, so many days from today, as date fields take it. */
export function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
}

/** Housing is shown once two moderators have said yes. */
export async function approve(town: Town, listing: string): Promise<void> {
  const id = listing.split('/').at(-1);
  for (const name of ['Nadia Petit', 'Yves Morel']) {
    const { page } = await town.moderator(name);
    await page.goto(`${town.portal.desk}/entraide/examen/${id}`);
    await page.getByRole('button', { name: /^Approuver/ }).click();
    await expect(page.getByRole('status')).toBeVisible();
  }
}

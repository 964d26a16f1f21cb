// Writing and releasing a message, as the desk's pages offer it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Portal, ROOT } from '../portal/binary.ts';
import { shows } from '../portal/scenario.ts';
import type { Colleague } from './people.ts';

/** A wall clock in Paris, some minutes from now, as `datetime-local` fields take it. */
export function paris(minutes: number): string {
  const at = new Date(Date.now() + minutes * 60_000);
  return at.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T').slice(0, 16);
}

export interface Written {
  headline: string;
  event?: string;
  colour?: 'Jaune' | 'Orange' | 'Rouge';
  description?: string;
  instruction?: string;
  /** A list as somebody would paste it. */
  places?: string;
  /** Minutes until it ends. */
  ends?: number;
  english?: string;
}

/** A headline without the word that says that it is an exercise: the public side writes that in its own way. */
export const heart = (headline: string) => headline.replace(/^Exerci[cs]e ?: /, '');

/** The part of the form in one language. */
export function tongue(page: Page, name: 'Français' | 'Anglais' | 'Facile à lire') {
  return page.getByRole('group', { name });
}

/** Begins a new message. */
export async function begin({ page }: Colleague, portal: Portal): Promise<void> {
  await page.goto(`${portal.desk}/messages`);
  await page.getByRole('button', { name: 'Écrire un nouveau message' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Écrire un message');
}

/** Fills the form of a message that has just begun. */
export async function fill({ page }: Colleague, of: Written): Promise<void> {
  await page.getByLabel('Événement').selectOption(of.event ?? 'Crue soudaine');
  await page.getByText(of.colour ?? 'Orange', { exact: true }).click();
  await page.getByText('Coller une liste').click();
  await page.getByLabel(/^Un nom, un code INSEE/).fill(of.places ?? 'Nîmes');
  await page.getByRole('button', { name: 'Ajouter cette liste' }).click();
  await expect(page.getByRole('button', { name: /^Retirer / }).first()).toBeVisible();
  await page.getByLabel('Fin', { exact: true }).fill(paris(of.ends ?? 6 * 60));
  const french = tongue(page, 'Français');
  await french.getByLabel('Titre').fill(of.headline);
  await french.getByLabel('Ce qui se passe').fill(of.description ?? 'Le Vistre déborde dans les quartiers sud.');
  await french.getByLabel("Ce qu'il faut faire").fill(of.instruction ?? 'Montez à l’étage.\nNe prenez pas votre voiture.');
  if (of.english) {
    const english = tongue(page, 'Anglais');
    await english.getByLabel('Titre').fill(of.english);
    await english.getByLabel('Ce qui se passe').fill('The Vistre is flooding the southern districts.');
    await english.getByLabel("Ce qu'il faut faire").fill('Go upstairs.\nDo not take your car.');
  }
}

/** Hands the open form in. Gives the draft's path. */
export async function submit({ page }: Colleague): Promise<string> {
  await page.getByRole('button', { name: 'Soumettre à une autre personne' }).click();
  await expect(page.getByText('Soumis, attend une autre personne')).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Writes a whole new message and hands it in. Gives the draft's path. */
export async function write(author: Colleague, portal: Portal, of: Written): Promise<string> {
  await begin(author, portal);
  await fill(author, of);
  return submit(author);
}

/** Another person finds it in the pile and releases it. Gives the address of its public page. */
export async function release({ page }: Colleague, portal: Portal, headline: string): Promise<string> {
  await page.goto(`${portal.desk}/messages`);
  await page.getByRole('region', { name: 'À relire et à publier' }).getByRole('link', { name: headline }).click();
  await page.getByRole('button', { name: /^Publier la version/ }).click();
  await expect(page.locator('[data-state]').first()).toHaveText('Publié');
  const address = (await page.getByRole('link', { name: 'page publique' }).getAttribute('href')) ?? '';
  expect(address).toMatch(/\/alertes\//);
  // Within a second or two, on every public page.
  await shows(portal, new URL(address).pathname, [heart(headline)]);
  await shows(portal, '/alertes.atom', [headline]);
  return address;
}

/** Continues a thread in force: one press. */
export async function follow({ page }: Colleague, portal: Portal, headline: string, deed: string): Promise<void> {
  await page.goto(`${portal.desk}/messages`);
  const item = page.getByRole('region', { name: 'En vigueur' }).getByRole('listitem').filter({ hasText: headline });
  await item.getByRole('button', { name: deed }).click();
  await expect(page.getByRole('button', { name: 'Soumettre à une autre personne' })).toBeVisible();
}

export interface Document {
  text: string;
  identifier: string;
  sender: string;
  sent: string;
  msgType: string;
  status: string;
  references: string[];
}

const element = (text: string, name: string) => text.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? '';

/** Every CAP document that the portal offers, each validated against the OASIS schema. */
export async function documents(portal: Portal): Promise<Document[]> {
  const index = await portal.text('/cap.atom');
  const links = [...index.matchAll(/<link\b[^>]*>/g)]
    .map(([link]) => (link.includes('application/cap+xml') ? link.match(/href="([^"]+)"/)?.[1] : undefined))
    .filter((href) => href !== undefined);
  const schema = join(ROOT, 'server/crates/portal/tests/schema/cap-1.2.xsd');
  return Promise.all(
    [...new Set(links)].map(async (href) => {
      const text = await (await fetch(href)).text();
      execFileSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], { input: text, stdio: 'pipe' });
      return {
        text,
        identifier: element(text, 'identifier'),
        sender: element(text, 'sender'),
        sent: element(text, 'sent'),
        msgType: element(text, 'msgType'),
        status: element(text, 'status'),
        references: element(text, 'references').split(/\s+/).filter((r) => r !== ''),
      };
    }),
  );
}

/** The document of which something is true, once the public side offers it. */
export async function found(portal: Portal, is: (of: Document) => boolean): Promise<Document> {
  let document: Document | undefined;
  await expect
    .poll(async () => {
      document = (await documents(portal)).find(is);
      return document !== undefined;
    })
    .toBe(true);
  if (document === undefined) throw new Error('no such document');
  return document;
}

/** How another message refers to this one. */
export const reference = (of: Document) => `${of.sender},${of.identifier},${of.sent}`;

// Every page of the desk, found in the table of its documentation, in states that have something to show.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ROOT } from '../portal/binary.ts';
import type { Colleague, Team } from './people.ts';

/** What answers no page of the desk: programs' routes, files, the frame's public page, the way to a provider. */
const NO_PAGE = /^\/(healthz|readyz|metrics|[a-z]+\.(css|js))$|\/apercu\/\{lang\}$|^\/connexion\/federation/;

/** The paths of the table's pages: `/messages/{draft}` and so on. */
export function documentedPages(): string[] {
  const table = readFileSync(join(ROOT, 'docs/desk.md'), 'utf8').matchAll(/^\| GET \| (\/\S*) \|/gm);
  return [...table].map(([, path]) => path ?? '').filter((path) => !NO_PAGE.test(path));
}

/** `2026-11-24T14:30` in Paris, so many hours from now. */
function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).slice(0, 16).replace(' ', 'T');
}

interface Message {
  headline: string;
  colour?: 'Jaune' | 'Orange' | 'Rouge';
  publishAt?: string;
  /** The button pressed last. */
  press?: string;
}

/** Writes a message for Anduze; gives its path. */
async function write(page: Page, desk: string, { headline, colour = 'Orange', publishAt, press }: Message): Promise<string> {
  await page.goto(`${desk}/messages`);
  await page.getByRole('button', { name: 'Écrire un nouveau message' }).click();
  const path = new URL(page.url()).pathname.replace(/\/ecrire$/, '');
  await page.getByLabel('Événement').selectOption({ index: 1 });
  await page.getByRole('radio', { name: colour }).check();
  await page.getByLabel(/^Chercher une commune/).fill('Anduze');
  await page.getByRole('button', { name: 'Chercher', exact: true }).click();
  await page.getByRole('button', { name: 'Ajouter Anduze (30)' }).click();
  await page.getByLabel('Fin', { exact: true }).fill(inHours(10));
  if (publishAt) await page.getByLabel('Publier le').fill(publishAt);
  const french = page.getByRole('group', { name: /^Français/ });
  await french.getByLabel('Titre').fill(headline);
  await french.getByLabel('Ce qui se passe').fill('Le Gardon monte vite. Les quais sont fermés.');
  await french.getByLabel("Ce qu'il faut faire").fill("Éloignez-vous de la rivière.\nMontez à l'étage.");
  await page.getByRole('button', { name: press ?? 'Soumettre à une autre personne' }).last().click();
  if (!press) await expect(page).toHaveURL(desk + path);
  return path;
}

/** Paths to visit for each page of the table. */
export type Samples = Record<string, string[]>;

/** Who sees every page, and what there is to see. */
export interface FullDesk {
  anne: Colleague;
  samples: Samples;
}

/** Fills the desk: a message in every state, documents held, invitations, a change of roles that waits. */
export async function fill(team: Team): Promise<FullDesk> {
  const desk = team.portal.desk;
  const anne = await team.join('Anne Martin', ['chief', 'communicator', 'auditor', 'admin']);
  const bachir = await team.join('Bachir Lopez', ['editor', 'communicator']);
  const [a, b] = [anne.page, bachir.page];
  const writing = await write(b, desk, { headline: 'Écoles : les enfants restent en classe', press: 'Enregistrer' });
  const submitted = await write(b, desk, { headline: "Ne descendez pas sur les quais d'Anduze", colour: 'Rouge' });
  const returned = await write(b, desk, { headline: 'Eau du robinet', colour: 'Jaune' });
  await a.goto(desk + returned);
  await a.getByLabel('Pourquoi le rendre à son auteur').fill("Précisez si l'eau bouillie peut être bue.");
  await a.getByRole('button', { name: "Rendre à l'auteur" }).click();
  const scheduled = await write(b, desk, { headline: 'Route fermée à 18 h', publishAt: inHours(3) });
  const released = await write(b, desk, { headline: 'Route départementale fermée' });
  for (const path of [scheduled, released]) {
    await a.goto(desk + path);
    await a.getByRole('button', { name: /^Publier la version/ }).click();
  }
  const withdrawn = await write(b, desk, { headline: 'Essai' });
  await b.getByText('Retirer ce message').click();
  await b.getByLabel('Pourquoi le retirer').fill('Écrit deux fois.');
  await b.getByRole('button', { name: 'Retirer', exact: true }).click();
  const emergency = await write(b, desk, { headline: 'Évacuez vers le nord', colour: 'Rouge' });
  await b.getByText(/publication d'urgence/).click();
  await b.getByLabel('Pourquoi seul').fill('Personne ne répond, la crue est là.');
  await b.getByRole('button', { name: 'Publier seul, en urgence' }).click();

  const invitation = await team.portal.invite('Chloé Nguyen', ['watcher']);
  await a.goto(`${desk}/equipe/inviter`);
  await a.getByLabel('Prénom et nom').fill('David Roux');
  await a.getByRole('checkbox', { name: /^Chef d'équipe/ }).check();
  await a.getByRole('button', { name: 'Créer le lien' }).click();
  await a.goto(`${desk}/equipe`);
  const people = await paths(a, 'main table a');
  const her = people[1] ?? '';
  await a.goto(desk + her);
  await a.getByRole('checkbox', { name: /^Administrateur/ }).check();
  await a.getByRole('button', { name: 'Enregistrer les rôles' }).click();
  await a.goto(`${desk}/sources`);
  await a.getByRole('button', { name: /^Mettre en pause/ }).first().click();
  await a.goto(`${desk}/sources`);
  const sources = await paths(a, 'main h2 a');
  await a.goto(`${desk}/a-confirmer`);
  const held = await paths(a, 'main .rows a');

  const exchange = await exchanged(team, a);
  await a.goto(`${desk}/signalements/veille`);
  await a.getByLabel('Adresse').fill('https://reseau.example/1');
  await a.getByLabel("Ce qu'il dit").fill('Le pont de Russan est sous les eaux.');
  await a.getByLabel('Nature').selectOption('road-cut');
  await a.getByLabel(/^Commune/).fill('Anduze');
  await a.getByRole('button', { name: 'Ajouter à la file' }).click();
  const watched = new URL(a.url()).pathname;
  await a.getByRole('button', { name: /^Prendre/ }).click();

  const all = [writing, submitted, returned, scheduled, released, withdrawn, emergency];
  const [one] = all;
  const samples: Samples = {
    '/': ['/'],
    '/a-confirmer': ['/a-confirmer', '/a-confirmer?ecarte=oui'],
    '/a-confirmer/{message}': held.slice(0, 2),
    '/compte': ['/compte'],
    '/compte/mot-de-passe': ['/compte/mot-de-passe'],
    '/connexion': ['/connexion'],
    '/entraide': ['/entraide'],
    '/entraide/chiffres': ['/entraide/chiffres'],
    '/entraide/effacer': ['/entraide/effacer'],
    '/entraide/examen/{listing}': exchange.listings,
    '/entraide/signalement/{report}': exchange.reports,
    '/equipe': ['/equipe'],
    '/equipe/inviter': ['/equipe/inviter'],
    '/equipe/{staff}': people,
    '/invitation/{link}': [new URL(invitation).pathname, '/invitation/inconnue'],
    '/diffusion': ['/diffusion'],
    '/journal': ['/journal', '/journal?mots=introuvable', '/journal?du=hier'],
    '/main-courante': ['/main-courante'],
    '/messages': ['/messages'],
    '/messages/{draft}': all,
    '/messages/{draft}/apercu': [`${submitted}/apercu`],
    '/messages/{draft}/ecrire': [`${writing}/ecrire`, `${returned}/ecrire`],
    '/messages/{draft}/versions': [`${one}/versions`, `${submitted}/versions`],
    '/signalements': ['/signalements', '/signalements?voie=normal', '/signalements?etat=clos'],
    '/signalements/veille': ['/signalements/veille'],
    '/signalements/{item}': [watched],
    '/sources': ['/sources'],
    '/sources/{source}': sources.slice(0, 2),
  };
  return { anne, samples };
}

async function paths(page: Page, links: string): Promise<string[]> {
  const found = await page.locator(links).evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  expect(found.length, links).toBeGreaterThan(0);
  return found;
}

/** A form of the exchange, as a browser without scripts sends it. */
async function sent(origin: string, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await fetch(origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: origin },
    body: new URLSearchParams({ formulaire: randomBytes(32).toString('base64url'), ...fields }),
  });
  expect(answer.status, await answer.text()).toBe(303);
  return answer.headers.get('location') ?? '';
}

/** The exchange with something for moderators: housing that waits, a conversation that was reported. */
async function exchanged(team: Team, page: Page): Promise<{ listings: string[]; reports: string[] }> {
  const { origin, desk } = team.portal;
  const day = (days: number) => inHours(days * 24).slice(0, 10);
  const common = { commune: 'Nîmes (30189)', courriel: 'hote@courrier.example', telephone: '06 12 34 00 01' };
  await sent(origin, '/entraide/publier', {
    ...common, cote: 'offre', genre: 'logement', jour: day(1), fin: day(3), nombre: '2', adultes: '1', enfants: '0',
    foyer: 'tous', 'plain-pied': 'oui', texte: 'Une chambre au calme.', securite: 'oui',
  });
  const manage = await sent(origin, '/entraide/publier', { ...common, cote: 'offre', genre: 'autre', aide: 'repas', nombre: '4' });
  const listing = /\/entraide\/annonce\/[0-9a-f-]+/.exec(await team.portal.text(manage.replace(/\?.*/, '')))?.[0] ?? '';
  const talk = await sent(origin, `${listing}/repondre`, {
    message: 'Bonjour, reste-t-il des repas ?', courriel: 'voisin@courrier.example',
  });
  await sent(origin, talk.replace(/\?.*/, ''), { geste: 'signaler', message: 'Il demande un virement.' });
  await page.goto(`${desk}/entraide`);
  return {
    listings: await paths(page, 'main a[href^="/entraide/examen/"]'),
    reports: await paths(page, 'main a[href^="/entraide/signalement/"]'),
  };
}

/** A desk where nothing has happened yet: only its lists. */
export const LISTS = ['/', '/messages', '/a-confirmer', '/diffusion', '/sources', '/entraide', '/signalements', '/signalements/veille', '/main-courante', '/equipe', '/equipe/inviter', '/journal', '/compte'];

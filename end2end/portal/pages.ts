// Every page of the public side, in both languages.
import type { Portal } from './binary.ts';
import { CANCELLED, ENDED, ORANGE_TO_COME, RED, UNRESOLVED, UPDATED, YELLOW_OPEN } from './scenario.ts';
import { alertPath } from './test.ts';

export interface PageAddress {
  name: string;
  path: string;
  status: number;
}

/** The French pages; `inEnglish` gives the other half. */
export async function frenchPages(portal: Portal): Promise<PageAddress[]> {
  const ok = (name: string, path: string): PageAddress => ({ name, path, status: 200 });
  const of = (title: string, list?: string) => alertPath(portal, title, list);
  const past = '/alertes?etat=passees';
  const red = await of(RED);
  const map = (await portal.text(red)).match(/href="([^"]*\/carte)"/)?.[1];
  if (!map) throw new Error('the alert page has no link to its map');
  return [
    ok('home', '/'),
    ok('search', '/communes'),
    ok('search with results', '/communes?q=saint%20gilles'),
    ok('search without result', '/communes?q=zzzzzz'),
    ok('commune', '/commune/30189/nimes'),
    ok('commune without alert', '/commune/29019/brest'),
    ok('departement', '/departement/30'),
    ok('departements', '/departements'),
    ok('alerts', '/alertes'),
    ok('alerts, filtered', '/alertes?couleur=rouge&departement=30'),
    ok('archive', past),
    ok('red alert', red),
    ok('alert to come', await of(ORANGE_TO_COME)),
    ok('alert without end', await of(YELLOW_OPEN)),
    ok('alert without resolved area', await of(UNRESOLVED)),
    ok('updated alert', await of(UPDATED)),
    ok('ended alert', await of(ENDED, past)),
    ok('cancelled alert', await of(CANCELLED, past)),
    ok('map', map),
    ok('sources', '/sources'),
    ok('integrations', '/integrations'),
    ok('follow', '/suivre'),
    ok('follow, places chosen and searched', '/suivre?lieu=30189&lieu=D34&niveau=rouge&q=saint%20gilles'),
    ok('mutual aid', '/entraide'),
    ok('mutual aid, filtered', '/entraide?cote=offre&genre=logement&commune=30189&nombre=4&plain-pied=oui'),
    ok('mutual aid, absurd filter', '/entraide?commune=nulle-part&nombre=999'),
    ok('open door', '/entraide/porte-ouverte'),
    ok('publish: what', '/entraide/publier'),
    ok('publish a ride', '/entraide/publier?cote=offre&genre=trajet'),
    ok('publish a need of clothes', '/entraide/publier?cote=besoin&genre=vetements'),
    ok('publish a need of a bed', '/entraide/publier?cote=besoin&genre=logement'),
    ok('publish other help', '/entraide/publier?cote=offre&genre=autre'),
    ok('lost link', '/entraide/lien-perdu'),
    ok('safety', '/entraide/securite'),
    ok('report a danger', '/signaler'),
    ok('how to embed', '/integrer'),
    ok('code to embed', '/integrer?commune=30189'),
    ok('about', '/a-propos'),
    ok('accessibility', '/accessibilite'),
    ok('without network', '/hors-ligne'),
    { name: 'no such page', path: '/nulle-part', status: 404 },
    { name: 'no such commune', path: '/commune/99999/nulle-part', status: 404 },
    { name: 'no such alert', path: '/alertes/0', status: 404 },
    { name: 'no such listing', path: '/entraide/annonce/0', status: 404 },
    { name: 'no such secret link', path: `/entraide/gerer/${'A'.repeat(43)}`, status: 404 },
    { name: 'absurd filter', path: '/alertes?couleur=mauve', status: 400 },
  ];
}

export function inEnglish(address: PageAddress): PageAddress {
  return { ...address, name: `${address.name}, in English`, path: `/en${address.path === '/' ? '' : address.path}` };
}

export async function everyPage(portal: Portal): Promise<PageAddress[]> {
  const french = await frenchPages(portal);
  return [...french, ...french.map(inEnglish)];
}

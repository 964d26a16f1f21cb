// A week of floods in the Gard, synthetic: one alert of each kind that a page must know how to show.
import { type AlertText, cap, dated, feed, GARD, HERAULT, HOUR, MINUTE, NIMES } from './cap.ts';
import { Portal } from './binary.ts';
import { SourceServer } from './source.ts';

export const RED = 'Crue rapide du Gardon';
export const RED_INSTRUCTION = "Montez à l'étage.";
export const RED_ENGLISH = 'Flash flood on the Gardon';
export const ORANGE_TO_COME = 'Fortes pluies attendues';
export const YELLOW_OPEN = 'Vidourle en hausse';
export const ENDED = 'Orages de la nuit';
export const CANCELLED = 'Rupture de digue évoquée';
export const UNRESOLVED = 'Routes coupées dans les basses plaines';
export const UPDATED_BEFORE = 'Cèze en vigilance jaune';
export const UPDATED = 'Cèze en vigilance orange';
export const PUBLISHER = 'Préfecture du Gard';
export const SILENT_PUBLISHER = 'Service des crues du Rhône';

const INSTRUCTION = [
  RED_INSTRUCTION,
  "N'allez pas chercher vos enfants à l'école : ils y sont en sécurité.",
  'Ne prenez pas votre voiture.',
  'Coupez le gaz et l’électricité.',
  'Écoutez la radio.',
].join('\n');

/** The alerts, in the order in which their author sent them. */
export function week(now = Date.now()): AlertText[] {
  const first: AlertText = dated(
    {
      identifier: 'EX.CEZE.1',
      sent: -3 * HOUR,
      infos: [{ headline: UPDATED_BEFORE, level: 'jaune', instruction: 'Tenez-vous informés.' }],
    },
    now,
  );
  const wrong: AlertText = dated(
    {
      identifier: 'EX.DIGUE.1',
      sent: -4 * HOUR,
      infos: [{ headline: CANCELLED, level: 'orange', instruction: 'Éloignez-vous de la digue.' }],
    },
    now,
  );
  const alerts: AlertText[] = [
    {
      identifier: 'EX.ORAGES.1',
      sent: -20 * HOUR,
      infos: [{ headline: ENDED, event: 'Orages', level: 'orange', onset: -19 * HOUR, expires: -9 * HOUR }],
    },
    wrong,
    { identifier: 'EX.DIGUE.2', sent: -3.5 * HOUR, msgType: 'Cancel', references: [wrong] },
    first,
    {
      identifier: 'EX.CEZE.2',
      sent: -1 * HOUR,
      msgType: 'Update',
      references: [first],
      infos: [{ headline: UPDATED, level: 'orange', instruction: 'Éloignez-vous des berges.' }],
    },
    {
      identifier: 'EX.PLUIE.1',
      sent: -1 * HOUR,
      infos: [
        {
          headline: ORANGE_TO_COME,
          event: 'Pluie-inondation',
          level: 'orange',
          onset: 12 * HOUR,
          expires: 30 * HOUR,
          area: 'Hérault',
          geocodes: [HERAULT],
          instruction: 'Reportez vos déplacements.',
        },
      ],
    },
    {
      identifier: 'EX.VIDOURLE.1',
      sent: -2 * HOUR,
      infos: [{ headline: YELLOW_OPEN, level: 'jaune', expires: null, geocodes: [NIMES], area: 'Nîmes' }],
    },
    {
      identifier: 'EX.PLAINES.1',
      sent: -50 * MINUTE,
      infos: [
        {
          headline: UNRESOLVED,
          severity: 'Moderate',
          area: 'Secteur des basses plaines',
          geocodes: [],
          instruction: 'Évitez le secteur.',
        },
      ],
    },
    {
      identifier: 'EX.GARDON.1',
      sent: -30 * MINUTE,
      infos: [
        {
          headline: RED,
          event: 'Crue',
          level: 'rouge',
          response: 'Shelter',
          description:
            'Le Gardon dépasse la crue de septembre 2002 à Anduze. Le pic est attendu dans deux heures à Alès, puis dans la plaine.',
          instruction: INSTRUCTION,
          geocodes: [GARD, { name: 'EMMA_ID', value: 'FR022' }],
          polygon: '43.95,3.85 44.15,3.85 44.15,4.25 43.95,4.25 43.95,3.85',
        },
        {
          language: 'en-GB',
          headline: RED_ENGLISH,
          event: 'Flood',
          level: 'rouge',
          response: 'Shelter',
          description: 'The Gardon is higher than in September 2002 at Anduze.',
          instruction: 'Go upstairs.\nDo not fetch your children from school: they are safe there.',
          geocodes: [GARD, { name: 'EMMA_ID', value: 'FR022' }],
          polygon: '43.95,3.85 44.15,3.85 44.15,4.25 43.95,4.25 43.95,3.85',
        },
      ],
    },
  ];
  return alerts.map((a) => dated(a, now));
}

/** Puts alerts on a source as a feed at `/feed.atom`. */
export function publish(source: SourceServer, alerts: AlertText[]): void {
  const entries = alerts.map((alert) => {
    const path = `/cap/${alert.identifier}.xml`;
    source.put(path, cap(alert));
    return {
      url: source.url(path),
      identifier: alert.identifier,
      title: alert.infos?.[0]?.headline ?? alert.identifier,
    };
  });
  source.put('/feed.atom', feed(source.url('/feed.atom'), entries.reverse()), 'application/atom+xml');
}

export interface FloodWeek {
  portal: Portal;
  source: SourceServer;
}

/** A portal that has read the whole week, and one source that has never answered. */
export async function startWeek(): Promise<FloodWeek> {
  const source = await SourceServer.start();
  publish(source, week());
  source.fail('/silent.xml', 500);
  const portal = await Portal.start({
    exchange: {},
    reports: true,
    sources: [
      {
        id: 'prefecture-30',
        kind: 'cap-feed',
        publisher: PUBLISHER,
        url: source.url('/feed.atom'),
        territory: ['30', '34'],
      },
      {
        id: 'crues-rhone',
        kind: 'cap',
        publisher: SILENT_PUBLISHER,
        url: source.url('/silent.xml'),
        territory: ['30'],
        silent_after: '1s',
      },
    ],
  });
  await shows(portal, '/alertes', [RED, ORANGE_TO_COME, YELLOW_OPEN, UNRESOLVED, UPDATED]);
  await shows(portal, '/alertes?etat=passees', [ENDED, CANCELLED]);
  await shows(portal, '/departement/30', ['muette']);
  return { portal, source };
}

/** Waits until a page holds all these texts. */
export async function shows(portal: Portal, path: string, texts: string[], seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const page = unescape(await portal.text(path));
    const missing = texts.filter((text) => !page.includes(text));
    if (missing.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`${path} does not show ${missing.join(', ')}\n${portal.log}`);
    }
    await new Promise((later) => setTimeout(later, 200));
  }
}

function unescape(html: string): string {
  return html.replace(/&#x27;|&#39;/g, "'").replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}

// Writes CAP 1.2 documents and the feeds that carry them. Everything in them is synthetic.

/** Seconds from now to an instant; negative for the past. */
export type FromNow = number;

export const MINUTE = 60;
export const HOUR = 3600;

/** An instant as CAP writes it: no `Z`, no fraction. */
export function capTime(fromNow: FromNow, now = Date.now()): string {
  return new Date(now + fromNow * 1000).toISOString().replace(/\.\d+Z$/, '-00:00');
}

export interface Geocode {
  name: string;
  value: string;
}

export interface InfoText {
  language?: string;
  event?: string;
  headline: string;
  description?: string;
  instruction?: string;
  senderName?: string;
  severity?: 'Extreme' | 'Severe' | 'Moderate' | 'Minor';
  level?: 'jaune' | 'orange' | 'rouge';
  response?: string;
  onset?: FromNow;
  /** `null`: the author names no end. */
  expires?: FromNow | null;
  area?: string;
  geocodes?: Geocode[];
  polygon?: string;
}

export interface AlertText {
  identifier: string;
  sender?: string;
  sent?: FromNow;
  /** Exact text of `sent`, where another message refers to it. */
  sentText?: string;
  status?: 'Exercise' | 'Actual' | 'Test';
  msgType?: 'Alert' | 'Update' | 'Cancel';
  references?: AlertText[];
  infos?: InfoText[];
}

export const SENDER = 'exercice@prefecture.example';
/** NUTS 3 codes of 2010, as MeteoAlarm uses them. */
export const GARD: Geocode = { name: 'NUTS3', value: 'FR812' };
export const HERAULT: Geocode = { name: 'NUTS3', value: 'FR813' };
export const NIMES: Geocode = { name: 'INSEE', value: '30189' };

const LEVELS = {
  jaune: { text: '2; yellow; Moderate', severity: 'Moderate' },
  orange: { text: '3; orange; Severe', severity: 'Severe' },
  rouge: { text: '4; red; Extreme', severity: 'Extreme' },
} as const;

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function element(name: string, text: string | undefined | null): string {
  return text === undefined || text === null ? '' : `<${name}>${escape(text)}</${name}>\n`;
}

/** An alert with its `sent` fixed, so that it can be referred to and written again, byte for byte. */
export function dated(alert: AlertText, now = Date.now()): AlertText & { sentText: string } {
  return { ...alert, sentText: alert.sentText ?? capTime(alert.sent ?? -10 * MINUTE, now) };
}

function info(text: InfoText, now: number): string {
  const level = text.level ? LEVELS[text.level] : undefined;
  const expires = text.expires === undefined ? 6 * HOUR : text.expires;
  const geocodes = (text.geocodes ?? [GARD])
    .map((g) => `<geocode>${element('valueName', g.name)}${element('value', g.value)}</geocode>\n`)
    .join('');
  return `<info>
${element('language', text.language ?? 'fr-FR')}<category>Met</category>
${element('event', text.event ?? 'Crue')}${element('responseType', text.response)}<urgency>Immediate</urgency>
<severity>${text.severity ?? level?.severity ?? 'Severe'}</severity>
<certainty>Observed</certainty>
<onset>${capTime(text.onset ?? -5 * MINUTE, now)}</onset>
${expires === null ? '' : `<expires>${capTime(expires, now)}</expires>\n`}${element('senderName', text.senderName ?? 'Préfecture du Gard')}${element('headline', text.headline)}${element('description', text.description ?? 'Le niveau monte.')}${element('instruction', text.instruction)}${
    level ? `<parameter><valueName>awareness_level</valueName><value>${level.text}</value></parameter>\n` : ''
  }<area>
${element('areaDesc', text.area ?? 'Gard')}${element('polygon', text.polygon)}${geocodes}</area>
</info>
`;
}

/** The document. */
export function cap(alert: AlertText, now = Date.now()): string {
  const { sentText } = dated(alert, now);
  const references = (alert.references ?? [])
    .map((r) => `${r.sender ?? SENDER},${r.identifier},${dated(r, now).sentText}`)
    .join(' ');
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
${element('identifier', alert.identifier)}${element('sender', alert.sender ?? SENDER)}<sent>${sentText}</sent>
<status>${alert.status ?? 'Exercise'}</status>
<msgType>${alert.msgType ?? 'Alert'}</msgType>
<scope>Public</scope>
${references ? element('references', references) : ''}${(alert.infos ?? []).map((i) => info(i, now)).join('')}</alert>
`;
}

/** An Atom feed that links to CAP documents, newest first. */
export function feed(self: string, entries: { url: string; identifier: string; title: string }[]): string {
  const items = entries.map(
    (e) => `<entry>
${element('id', e.url)}${element('title', e.title)}<updated>${new Date().toISOString()}</updated>
<link rel="alternate" type="application/cap+xml" href="${e.url}"/>
</entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
${element('id', self)}<title>Exercice</title>
<updated>${new Date().toISOString()}</updated>
<author><name>Exercice</name></author>
${items.join('\n')}
</feed>
`;
}

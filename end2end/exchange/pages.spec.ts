// Every page that only a listing or a secret link leads to: axe, small screens, the keyboard.
import type { Page } from '@playwright/test';
import { Findings } from '../portal/findings.ts';
import { axe, RULES, tooWide, unfold, unreached } from '../portal/looks.ts';
import { answer, approve, day, deed, expect, fill, pathOf, post, publicPath, send, talks, test } from './people.ts';

/** What is asked of the page that is open: in light and dark, on small phones. `tabs`: also by keyboard. */
async function look(page: Page, name: string, found: Findings, tabs = false): Promise<void> {
  const before = page.viewportSize();
  if (tabs) for (const fault of await unreached(page)) found.add(fault, name);
  await unfold(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const finding of await axe(page, 'html', RULES)) found.add(`${colorScheme}: ${finding}`, name);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 640 });
    for (const wide of await tooWide(page)) found.add(`at ${width} px: ${wide}`, name);
    for (const finding of await axe(page, 'html', RULES)) found.add(`at ${width} px: ${finding}`, name);
    if (width === 360) await shot(page, `${name}-360`);
  }
  if (before) await page.setViewportSize(before);
  await shot(page, name);
}

/** Pictures for whoever asks for them: RIVES_SHOTS names the folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.RIVES_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name.replace(/[^a-z0-9-]+/g, '-')}.png`, fullPage: true });
}

test('the pages of listings and secret links: axe, 320 px, keyboard', async ({ town, resident }) => {
  test.setTimeout(400_000);
  const { origin } = town.portal;
  const found = new Findings();
  const host = await resident('Hote');
  const guest = await resident('Invitee');
  const other = await resident('Autre');
  const [a, b] = [host.page, guest.page];
  const visit = async (page: Page, name: string, path: string) => {
    await page.goto(origin + path);
    await look(page, name, found, true);
  };

  // Each form, empty and with everything wrong.
  for (const kind of ['trajet', 'vetements', 'logement', 'autre']) {
    await visit(a, `publish ${kind}`, `/entraide/publier?cote=offre&genre=${kind}`);
    await fill(a, { texte: 'Appelez le 06 12 34 56 78' });
    await send(a);
    await look(a, `publish ${kind} with errors`, found);
  }

  const house = {
    commune: 'Nîmes', jour: day(1), fin: day(5), adultes: 2, enfants: 0, foyer: 'tous', 'plain-pied': 'oui',
    texte: 'Une chambre au calme.', securite: true,
  } as const;
  await a.goto(`${origin}/entraide/publier?cote=offre&genre=logement`);
  await fill(a, { courriel: host.email, telephone: host.phone, ...house, nombre: 2 });
  await send(a);
  await look(a, 'published', found);
  const manage = await pathOf(a, '/entraide/gerer/');
  await visit(a, 'manage, held', manage);
  const listing = await publicPath(town, manage);
  await approve(town, listing);
  const theirs = await post(town, other, 'besoin', 'logement', { ...house, adultes: 1, foyer: 'femmes', texte: 'Je cherche un lit.' });
  await approve(town, await publicPath(town, theirs));
  await visit(a, 'manage, with suggestions', manage);
  await expect(a.getByRole('link', { name: 'Logement pour 1 personne' })).toBeVisible();
  await visit(a, 'edit', `${manage}/modifier`);
  await visit(b, 'list', '/entraide?commune=30189');
  await visit(b, 'list, in English', '/en/entraide?commune=30189');
  await visit(b, 'listing', listing);
  await visit(b, 'listing, in English', `/en${listing}`);
  await visit(b, 'report', `${listing}/signaler`);
  await visit(b, 'answer', `${listing}/repondre`);
  await send(b);
  await look(b, 'answer with errors', found);
  await b.goto(`${origin}${listing}/repondre`);
  await fill(b, { courriel: guest.email, message: 'Bonjour, deux nuits ?', nombre: 1, jour: day(1), fin: day(3), securite: true });
  await send(b);
  await look(b, 'answered', found);
  const hers = await pathOf(b, '/entraide/echange/');
  const second = await answer(town, other, listing, { message: 'Moi aussi, pour deux.', nombre: 2, jour: day(1), fin: day(3), securite: true });
  await visit(other.page, 'talk, in line', second);
  const [his] = (await talks(town, host, manage)).slice(-1);
  await visit(a, 'manage, with talks', manage);
  await visit(a, 'talk, to decide', his ?? '');
  await deed(a, 'accept').click();
  await visit(b, 'talk, to confirm', hers);
  await deed(b, 'confirm').click();
  await deed(a, 'montrer').click();
  await fill(b, { message: 'Écrivez-moi plutôt ailleurs, voulez-vous ?' });
  await deed(b, 'dire').click();
  await visit(a, 'talk, confirmed', his ?? '');
  await visit(b, 'talk, with a contact', hers);
  await visit(b, 'talk, in English', `/en${hers}`);
  expect(found.lines).toEqual([]);
  expect([...host.complaints, ...guest.complaints, ...other.complaints]).toEqual([]);
});

test('a coat is offered with the keyboard alone', async ({ town, resident }) => {
  const who = await resident('Clavier');
  const { page } = who;
  await page.goto(`${town.portal.origin}/entraide/publier?cote=offre&genre=vetements`);
  const answers: Record<string, string> = {
    commune: 'Nîmes',
    'pour-qui': 'enfant',
    taille: '8',
    quoi: 'manteau',
    nombre: '1',
    texte: 'Un manteau bleu.',
    courriel: who.email,
  };
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement as HTMLInputElement | HTMLSelectElement | HTMLButtonElement | null;
      const choice = e instanceof HTMLSelectElement ? [...e.options].map((o) => ({ value: o.value, text: o.text })) : [];
      const sends = e instanceof HTMLButtonElement && e.form?.method === 'post' && e.closest('main') !== null;
      return { name: e?.getAttribute('name') ?? '', type: e?.type ?? '', value: e?.value ?? '', choice, sends };
    });
    if (at.sends) {
      await page.keyboard.press('Enter');
      break;
    }
    const wanted = answers[at.name];
    if (wanted === undefined) continue;
    if (at.type === 'radio') {
      for (let i = 0; i < 8; i += 1) {
        const now = await page.evaluate(() => (document.activeElement as HTMLInputElement).value);
        if (now === wanted) break;
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Space');
    } else if (at.type === 'checkbox') {
      if (at.value === wanted) await page.keyboard.press('Space');
    } else if (at.choice.length > 0) {
      await page.keyboard.type(at.choice.find((c) => c.value === wanted)?.text ?? '');
    } else {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(wanted);
    }
  }
  await expect(page.locator('main a[href*="/entraide/gerer/"]').first()).toBeVisible();
  await page.goto(town.portal.origin + (await pathOf(page, '/entraide/gerer/')));
  await expect(page.locator('main')).toContainText('Un manteau bleu.');
  await expect(page.locator('main')).toContainText('enfant, 8');
});

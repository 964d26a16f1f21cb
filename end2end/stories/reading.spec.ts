// A resident reads, on any screen, with JavaScript or without.
import { expect, openAlert, test } from '../portal/test.ts';
import {
  CANCELLED,
  ENDED,
  ORANGE_TO_COME,
  PUBLISHER,
  RED,
  RED_ENGLISH,
  RED_INSTRUCTION,
  SILENT_PUBLISHER,
  UNRESOLVED,
  UPDATED,
  UPDATED_BEFORE,
  YELLOW_OPEN,
} from '../portal/scenario.ts';

test.describe('home', () => {
  test('shows what is in force, worst first, and what is to come after it', async ({ page, week }) => {
    await page.goto(week.portal.origin);
    const titles = await page.locator('main article.alert h3').allInnerTexts();
    const places = [RED, UPDATED, YELLOW_OPEN, ORANGE_TO_COME].map((title) =>
      titles.findIndex((t) => t.includes(title)),
    );
    expect(places[0], titles.join(' | ')).toBe(0);
    expect(places, titles.join(' | ')).toEqual([...places].sort((a, b) => a - b));
    expect(titles.join()).not.toContain(ENDED);
    expect(titles.join()).not.toContain(CANCELLED);
    expect(titles.join()).not.toContain(UPDATED_BEFORE);
  });

  test('tells the colour in words, not in colour alone', async ({ page, week }) => {
    await page.goto(week.portal.origin);
    const card = page.locator('article.alert', { hasText: RED });
    await expect(card).toContainText('Vigilance rouge');
  });

  test('has three doors, and each is open', async ({ page, week }) => {
    await page.goto(week.portal.origin);
    const doors = page.getByRole('region', { name: 'Que voulez-vous faire' }).locator('.door');
    await expect(doors).toHaveCount(3);
    await expect(doors.nth(0).getByRole('link', { name: "S'informer" })).toBeVisible();
    await expect(doors.nth(1).getByRole('link', { name: "S'entraider" })).toBeVisible();
    await expect(doors.nth(2).getByRole('link', { name: 'Signaler un danger' })).toHaveAttribute('href', '/signaler');
  });

  test('says which source is silent, and what that does not mean', async ({ page, week }) => {
    await page.goto(week.portal.origin);
    await expect(page.locator('main')).toContainText(`${SILENT_PUBLISHER} : muette depuis`);
    await expect(page.locator('main')).toContainText("L'absence d'alerte n'est pas l'absence de danger.");
  });
});

test.describe('search', () => {
  for (const typed of ['nimes', 'NÎMES', 'Nîmes ', '30000']) {
    test(`for “${typed}” leads to Nîmes, the only commune that is meant`, async ({ page, week }) => {
      await page.goto(week.portal.origin);
      await page.getByLabel('Votre commune ou code postal').fill(typed);
      await page.getByRole('button', { name: 'Chercher' }).click();
      await expect(page).toHaveURL(/\/commune\/30189\/nimes$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nîmes');
    });
  }

  test('offers every commune that may be meant, “st gilles” read as Saint-Gilles', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/communes?q=st+gilles`);
    await expect(page.getByRole('main').getByRole('link', { name: /^Saint-Gilles .*Gard/ })).toBeVisible();
    await page.getByRole('link', { name: /^Saint-Gilles .*Gard/ }).click();
    await expect(page).toHaveURL(/\/commune\/30258\/saint-gilles$/);
  });

  test('leads from the commune to the alert', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/commune/30189/nimes`);
    await page.getByRole('link', { name: RED }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(RED);
  });

  test('says so when nothing is found, and keeps what was typed', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/communes?q=${encodeURIComponent('<script>zz</script>"')}`);
    await expect(page.getByLabel('Votre commune ou code postal')).toHaveValue('<script>zz</script>"');
    await expect(page.getByText('Aucune commune trouvée')).toBeVisible();
  });
});

test.describe('an alert', () => {
  test('answers what, where, until when, what to do and who says so on the first screen', async ({
    page,
    week,
    viewport,
  }) => {
    await openAlert(page, week.portal.origin, RED);
    const main = page.getByRole('main');
    const answers = {
      what: main.getByRole('heading', { level: 1, name: RED }),
      where: main.getByText('Gard', { exact: false }).filter({ visible: true }).first(),
      until: main.locator('time').first(),
      todo: main.getByText(RED_INSTRUCTION).first(),
      who: main.getByText(PUBLISHER).first(),
    };
    for (const [name, place] of Object.entries(answers)) {
      const box = await place.boundingBox();
      expect(box, name).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), `${name} ends below the first screen`).toBeLessThanOrEqual(
        viewport?.height ?? 0,
      );
    }
  });

  test('says where it comes from: received when, as which document', async ({ page, week, request }) => {
    await openAlert(page, week.portal.origin, RED);
    await expect(page.getByText(/Reçu par Rives le/).first()).toBeVisible();
    const raw = await page.getByRole('link', { name: /Document d'origine/ }).first().getAttribute('href');
    const received = await request.get(new URL(raw ?? '', week.portal.origin).href);
    expect(received.status()).toBe(200);
    expect(await received.text()).toContain('<identifier>EX.GARDON.1</identifier>');
    const cap = await page.getByRole('link', { name: /format CAP/ }).first().getAttribute('href');
    const document = await request.get(new URL(cap ?? '', week.portal.origin).href);
    expect(document.headers()['content-type']).toContain('application/cap+xml');
    expect(await document.text()).toContain('EX.GARDON.1');
  });

  test('is one alert in two languages, each text marked with its own', async ({ page, week }) => {
    const path = await openAlert(page, week.portal.origin, RED);
    await page.goto(`${week.portal.origin}/en${path}`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(RED_ENGLISH);
    await openAlert(page, week.portal.origin, YELLOW_OPEN);
    const french = new URL(page.url()).pathname;
    await page.goto(`${week.portal.origin}/en${french}`);
    await expect(page.locator('[lang="fr"], [lang="fr-FR"]').filter({ hasText: YELLOW_OPEN }).first()).toBeVisible();
  });

  test('without end says so, and that Rives looks again', async ({ page, week }) => {
    await openAlert(page, week.portal.origin, YELLOW_OPEN);
    await expect(page.getByRole('main')).toContainText('Sans échéance indiquée');
    await expect(page.getByRole('main')).toContainText(/Rives cesse de l'afficher le/);
  });

  test('whose area is not known is shown for the whole territory and says so', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/departement/34`);
    await expect(page.locator('article.alert', { hasText: UNRESOLVED })).toContainText('Zone non précisée');
    await openAlert(page, week.portal.origin, UNRESOLVED);
    await expect(page.getByRole('main')).toContainText('Zone non précisée');
  });

  test('that is over stays findable and is marked as over', async ({ page, week }) => {
    const past = '/alertes?etat=passees';
    await openAlert(page, week.portal.origin, ENDED, past);
    await expect(page.getByRole('main')).toContainText('Terminée le');
    await openAlert(page, week.portal.origin, CANCELLED, past);
    await expect(page.getByRole('main')).toContainText('Annulée le');
  });

  test('tells its history: the message that was replaced is there, marked', async ({ page, week }) => {
    await openAlert(page, week.portal.origin, UPDATED);
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { level: 1 })).toContainText(UPDATED);
    await main.locator('details:not([open]) > summary').evaluateAll((all) => {
      for (const summary of all) summary.parentElement?.setAttribute('open', '');
    });
    await expect(main).toContainText('Premier message');
    await expect(main).toContainText('Mise à jour');
    await expect(main).toContainText('Remplacé');
  });

  test('can be shared with its official source', async ({ page, week }) => {
    await openAlert(page, week.portal.origin, RED);
    await expect(page.locator('meta[property="og:title"]')).toHaveAttribute('content', new RegExp(RED));
    await expect(page.locator('meta[property="og:url"]')).toHaveAttribute('content', page.url());
    await expect(page.getByRole('main')).toContainText(`Source officielle : ${PUBLISHER}`);
  });

  test('shows a map only when asked for one', async ({ page, week }) => {
    const elsewhere: string[] = [];
    page.on('request', (r) => {
      if (!r.url().startsWith(week.portal.origin) && !r.url().startsWith('data:')) elsewhere.push(r.url());
    });
    await openAlert(page, week.portal.origin, RED);
    await page.getByRole('link', { name: 'Voir la carte' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Carte');
    await expect(page.locator('main svg').first()).toBeVisible();
    expect(elsewhere).toEqual([]);
  });
});

test.describe('the list', () => {
  test('can be filtered by colour and département with a plain form', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/alertes`);
    await page.getByText('Filtrer').click();
    await page.getByLabel('Couleur').selectOption({ label: 'Rouge et plus' });
    await page.getByLabel('Département').selectOption('30');
    await page.getByRole('button', { name: 'Afficher' }).click();
    await expect(page.getByRole('link', { name: RED })).toBeVisible();
    await expect(page.getByRole('link', { name: YELLOW_OPEN })).toHaveCount(0);
    await expect(page.getByLabel('Couleur')).toHaveValue('rouge');
  });

  test('changes language and comes back to the same page', async ({ page, week }) => {
    await page.goto(`${week.portal.origin}/alertes?couleur=rouge`);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(`${week.portal.origin}/en/alertes?couleur=rouge`);
    await page.getByRole('link', { name: 'Français' }).click();
    await expect(page).toHaveURL(`${week.portal.origin}/alertes?couleur=rouge`);
  });
});

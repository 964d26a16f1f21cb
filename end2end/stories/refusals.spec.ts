// Bad input gives a clear message, and the portal stays up.
import { expect, test } from '../portal/test.ts';

const REFUSED: [path: string, status: number, title: string][] = [
  ['/nulle-part', 404, 'Page introuvable'],
  ['/commune/99999/nulle-part', 404, 'Commune introuvable'],
  ['/commune/%F0%9F%8C%8A/vague', 404, 'Commune introuvable'],
  ['/departement/00', 404, 'Département introuvable'],
  ['/alertes/0', 404, 'Alerte introuvable'],
  [`/alertes/${'9'.repeat(2000)}`, 404, 'Alerte introuvable'],
  ['/alertes?couleur=mauve', 400, 'Demande incomprise'],
  ['/alertes?etat=demain', 400, 'Demande incomprise'],
  ['/alertes?avant=hier', 400, 'Demande incomprise'],
  ['/alertes?departement=ZZ', 400, 'Demande incomprise'],
];

for (const [path, status, title] of REFUSED) {
  test(`${path.slice(0, 60)} answers ${status} and says what to do`, async ({ page, week }) => {
    const answer = await page.goto(week.portal.origin + path);
    expect(answer?.status()).toBe(status);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
  });
}

test('absurd questions are answered, none ends the portal', async ({ week, request }) => {
  const { origin } = week.portal;
  for (const path of [
    `/communes?q=${'a'.repeat(5000)}`,
    '/communes?q=%ff%fe',
    "/communes?q=' OR 1=1 --",
    '/communes?q=a&q=b&q=c',
    '/alertes?etat=passees&etat=passees',
    '/../../etc/passwd',
    '/pkg/../../Cargo.toml',
    '/pkg/%2e%2e/manifest.json',
    '/en/en/en',
    '//',
  ]) {
    const status = (await request.get(origin + encodeURI(decodeSafely(path)))).status();
    expect(status, path).toBeLessThan(500);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await request.fetch(`${origin}/alertes`, { method, data: 'x'.repeat(100_000) });
    expect(answer.status(), method).toBeGreaterThanOrEqual(400);
    expect(answer.status(), method).toBeLessThan(500);
  }
  expect(week.portal.isRunning).toBe(true);
  expect((await request.get(`${origin}/`)).status()).toBe(200);
});

/** Already encoded paths stay as they are. */
function decodeSafely(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

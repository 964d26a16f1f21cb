// Prefecture news waits for a person; sources are paused and asked by hand.
import { Portal } from '../portal/binary.ts';
import { shows } from '../portal/scenario.ts';
import { SourceServer } from '../portal/source.ts';
import { type Colleague, expect, join, test } from './people.ts';

const NEWS = '/actualites.rss';

function news(titles: string[]): string {
  const items = titles.map(
    (title, i) => `<item><title>${title}</title><description>Texte de l'actualité.</description>
<link>https://www.gard.example.fr/${i}</link><guid isPermaLink="false">exercice-${i}</guid>
<pubDate>${new Date(Date.now() - (i + 1) * 60_000).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Actualités</title>
<link>https://www.gard.example.fr/</link><description>Actualités</description>${items.join('')}</channel></rss>`;
}

test('news waits: one is released for the communes that it is about, one dismissed with a reason; the source is paused and asked', async ({ browser }) => {
  const source = await SourceServer.start();
  source.put(NEWS, news(["EXERCICE - Centres d'accueil à Alès", 'EXERCICE - Enquête publique']), 'application/rss+xml');
  const portal = await Portal.start({
    sources: [
      { id: 'actualites', kind: 'rss-news', publisher: 'Préfecture', url: source.url(NEWS), territory: ['30'], publish: 'hold' },
    ],
  });
  const people: Colleague[] = [];
  try {
    const marc = await join(browser, await portal.invite('Marc Oyon', ['communicator']), 'Marc Oyon');
    const sami = await join(browser, await portal.invite('Sami Haddad', ['admin']), 'Sami Haddad');
    people.push(marc, sami);
    const { page } = marc;
    await expect(async () => {
      await page.goto(`${portal.desk}/a-confirmer`);
      await expect(page.getByText('2 messages attendent.')).toBeVisible({ timeout: 1000 });
    }).toPass();
    expect(await portal.text('/alertes')).not.toContain('Centres d');

    await page.getByRole('link', { name: /Centres d'accueil/ }).click();
    await page.getByLabel('Lieux concernés').fill('Alès\nNullepart-sur-Rien');
    await page.getByRole('button', { name: 'Publier ce message' }).click();
    await expect(page.getByRole('alert')).toContainText('Nullepart-sur-Rien');
    await expect(page.getByLabel('Lieux concernés')).toHaveValue(/Nullepart-sur-Rien/);
    await page.getByLabel('Lieux concernés').fill('Alès');
    await page.getByRole('button', { name: 'Publier ce message' }).click();
    await expect(page.getByRole('status')).toContainText('Le message est publié.');
    await shows(portal, '/commune/30007/alertes.atom', ['Centres d']);
    expect(await portal.text('/commune/30189/alertes.atom')).not.toContain('Centres d');

    await page.getByRole('link', { name: /Enquête publique/ }).click();
    await page.getByLabel('Motif').fill('Sans rapport avec la crue.');
    await page.getByRole('button', { name: 'Écarter ce message' }).click();
    await expect(page.getByRole('status')).toContainText('Le message est écarté.');
    await expect(page.getByText("Rien n'attend.")).toBeVisible();
    expect(await portal.text('/alertes')).not.toContain('Enquête publique');

    await page.goto(`${portal.desk}/sources`);
    await expect(page.getByRole('button', { name: /Mettre en pause/ })).toHaveCount(0);
    const at = sami.page;
    await at.goto(`${portal.desk}/sources`);
    await at.getByRole('button', { name: /Mettre en pause/ }).click();
    await expect(at.getByText('En pause').first()).toBeVisible();
    // What is under way may still end; then nobody asks any more.
    await at.waitForTimeout(1500);
    const before = source.asked(NEWS);
    await at.waitForTimeout(2500);
    expect(source.asked(NEWS)).toBe(before);
    await at.getByRole('button', { name: /Interroger maintenant/ }).click();
    await expect.poll(() => source.asked(NEWS)).toBe(before + 1);
    await at.goto(`${portal.desk}/sources`);
    await at.getByRole('button', { name: /Reprendre/ }).click();
    await expect.poll(() => source.asked(NEWS)).toBeGreaterThan(before + 2);
    expect(people.flatMap((p) => p.complaints)).toEqual([]);
  } finally {
    for (const { context } of people) await context.close();
    await portal.remove();
    await source.stop();
  }
});

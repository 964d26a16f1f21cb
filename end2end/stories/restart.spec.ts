// Nothing is lost, whatever ends the process.
import { dated } from '../portal/cap.ts';
import { publish, shows } from '../portal/scenario.ts';
import { alertPath, expect, test } from '../portal/test.ts';

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`after ${signal} everything is there again, even with the source gone`, async ({ page, source, start }) => {
    publish(source, [
      dated({ identifier: 'EX.1', infos: [{ headline: 'Crue durable', level: 'rouge' }] }),
      dated({ identifier: 'EX.0', infos: [{ headline: 'Crue passée', expires: -60 }] }),
    ]);
    const portal = await start({
      sources: [
        { id: 'gard', kind: 'cap-feed', publisher: 'Préfecture', url: source.url('/feed.atom'), territory: ['30'] },
      ],
    });
    await shows(portal, '/alertes', ['Crue durable']);
    await shows(portal, '/alertes?etat=passees', ['Crue passée']);
    const path = await alertPath(portal, 'Crue durable');
    const status = await portal.end(signal);
    if (signal === 'SIGTERM') expect(status).toBe(0);
    source.fail('*', 503);
    await portal.run();
    await page.goto(portal.origin + path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Crue durable');
    await shows(portal, '/alertes?etat=passees', ['Crue passée']);
  });
}

test('SIGTERM ends within a few seconds though a source hangs', async ({ source, start }) => {
  source.hang('/slow.xml');
  const portal = await start({
    sources: [{ id: 'slow', kind: 'cap', publisher: 'Lente', url: source.url('/slow.xml'), territory: ['30'] }],
  });
  await expect.poll(() => source.asked('/slow.xml')).toBeGreaterThan(0);
  const before = Date.now();
  expect(await portal.end('SIGTERM')).toBe(0);
  expect(Date.now() - before).toBeLessThan(12_000);
});

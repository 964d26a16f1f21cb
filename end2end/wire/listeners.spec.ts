// Two listeners: what one serves, the other does not know.
import { expect, test } from '../portal/test.ts';

test('the desk answers on its own address, and knows no page for residents', async ({ request, week }) => {
  const { desk } = week.portal;
  expect((await request.get(`${desk}/healthz`)).status()).toBe(200);
  expect((await request.get(`${desk}/readyz`)).status()).toBe(200);
  for (const path of ['/alertes', '/commune/30189/nimes', '/alertes.atom', '/api/alertes.json']) {
    expect((await request.get(desk + path)).status(), path).toBe(404);
  }
});

test('the public listener knows nothing of the desk', async ({ request, week }) => {
  for (const path of ['/metrics', '/desk', '/staff', '/login', '/reports']) {
    expect((await request.get(week.portal.origin + path)).status(), path).toBe(404);
  }
});

test('metrics tell nothing that could name a reader', async ({ request, week }) => {
  await request.get(`${week.portal.origin}/communes?q=motsecret`);
  const text = await (await request.get(`${week.portal.desk}/metrics`)).text();
  expect(text).toMatch(/^# TYPE /m);
  expect(text).not.toContain('motsecret');
  expect(text).not.toContain('127.0.0.1');
});

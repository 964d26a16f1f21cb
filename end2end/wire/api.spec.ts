// JSON as its own description says.
import type { APIRequestContext } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Portal } from '../portal/binary.ts';
import { RED } from '../portal/scenario.ts';
import { alertPath, expect, test } from '../portal/test.ts';

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; example?: unknown }[];
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

interface Description {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, { get?: Operation }>;
}

async function description(request: APIRequestContext, portal: Portal): Promise<Description> {
  const answer = await request.get(`${portal.origin}/api/openapi.json`);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toContain('json');
  return (await answer.json()) as Description;
}

/** `/` and `~` as JSON pointers write them, then as a URI fragment does. */
function pointer(part: string): string {
  return encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
}

test('every JSON address answers as the OpenAPI description says', async ({ request, week }) => {
  const { portal } = week;
  const told = await description(request, portal);
  expect(told.openapi).toMatch(/^3\.1/);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The package's default export is a CommonJS function.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...told, $id: 'openapi.json' }, undefined, undefined, false);

  const id = (await alertPath(portal, RED)).split('/').pop() ?? '';
  let checked = 0;
  for (const [path, { get }] of Object.entries(told.paths)) {
    for (const [status, { content }] of Object.entries(get?.responses ?? {})) {
      const type = Object.keys(content ?? {}).find((t) => t.includes('json'));
      if (status !== '200' || !type) continue;
      if (content?.[type]?.schema === undefined) continue;
      const query = path === '/api/communes' ? '?q=nimes' : '';
      const url = portal.origin + path.replace(/\{[^}]+\}/, id) + query;
      const answer = await request.get(url);
      expect(answer.status(), url).toBe(200);
      const validate = ajv.compile({
        $ref: `openapi.json#/paths/${pointer(path)}/get/responses/200/content/${pointer(type)}/schema`,
      });
      const valid = validate(await answer.json());
      expect(validate.errors ?? [], url).toEqual([]);
      expect(valid).toBe(true);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThanOrEqual(4);
});

test('every JSON address that pages name is described', async ({ request, week }) => {
  const told = await description(request, week.portal);
  const html = await week.portal.text('/integrations');
  const named = [...html.matchAll(/\/api\/[a-z{}/.]+/g)].map((m) => m[0]);
  expect(named.length).toBeGreaterThan(0);
  for (const path of named.filter((p) => p !== '/api/openapi.json')) {
    expect(Object.keys(told.paths)).toContain(path);
  }
});

test('an unknown alert is 404 in JSON too', async ({ request, week }) => {
  const answer = await request.get(`${week.portal.origin}/api/alertes/0.json`);
  expect(answer.status()).toBe(404);
  expect(answer.headers()['content-type']).toContain('json');
});

test('JSON may be read by pages of other sites', async ({ request, week }) => {
  const answer = await request.get(`${week.portal.origin}/api/alertes.json`, {
    headers: { Origin: 'https://commune.example' },
  });
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
});

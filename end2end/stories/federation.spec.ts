// Signing in through a real identity provider, in a browser: what only a browser shows is that it comes back
// from another site without SameSite=Strict cookies, and that the desk has it ask once more.
import { expect, test } from '@playwright/test';
import { SIRET, startProvider } from '../portal/provider.mjs';

test('the provider runs, tells of itself and asks who somebody is', async ({ page, request }) => {
  const provider = await startProvider(['http://localhost:3001/connexion/federation/retour']);
  try {
    const about = await (
      await request.get(`${provider.issuer}/.well-known/openid-configuration`)
    ).json();
    expect(about.issuer).toBe(provider.issuer);
    expect(about.code_challenge_methods_supported).toContain('S256');
    expect(SIRET).toMatch(/^\d{14}$/);
    const asked = new URLSearchParams({
      client_id: 'poste',
      response_type: 'code',
      scope: 'openid siret',
      redirect_uri: 'http://localhost:3001/connexion/federation/retour',
      state: 's'.repeat(43),
      nonce: 'n'.repeat(43),
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    });
    await page.goto(`${provider.issuer}/auth?${asked}`);
    await expect(page.getByLabel('Identifiant')).toBeVisible();
  } finally {
    provider.stop();
  }
});

// Coming in: by passkey, by password and code without JavaScript, by recovery code.
import { expect, signIn, signOut, test } from './people.ts';

test('an invited person registers a passkey, leaves, and comes in again with it', async ({ team }) => {
  const claire = await team.join('Claire Vidal', ['communicator']);
  expect(claire.recovery.length).toBeGreaterThanOrEqual(8);
  await signOut(claire);
  await signIn(claire, team.portal);
  await expect(claire.page.getByRole('heading', { level: 1 })).toHaveText('Bonjour Claire Vidal');
  expect(team.complaints()).toEqual([]);
});

// A real identity provider for tests: the certified `oidc-provider`, set up as ProConnect is (code flow with
// PKCE, `siret` in a signed userinfo, `acr` and `amr` in the ID token). Plain JavaScript, because the tests
// of the server start it too, with whatever node there is.
//
//   node end2end/portal/provider.mjs RETURN_ADDRESS…
//
// prints one line when it listens: {"issuer": "http://127.0.0.1:…"}. Ends when its input ends.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'poste', secret: 'un-secret-de-test-assez-long-pour-hs256' };
export const SIRET = '17300001600017';

/** Who can sign in, by the login typed; anybody else is somebody whom no desk knows. */
const PEOPLE = {
  claire: { given_name: 'Claire', usual_name: 'Vidal', siret: SIRET },
  ailleurs: { given_name: 'Paul', usual_name: 'Ailleurs', siret: '21300189400012' },
  sansfacteur: { given_name: 'Anne', usual_name: 'Simple', siret: SIRET, amr: ['pwd'] },
  faible: { given_name: 'Luc', usual_name: 'Faible', siret: SIRET, acr: 'eidas0' },
};

const person = (login) => ({
  given_name: login,
  usual_name: 'Inconnu',
  siret: SIRET,
  acr: 'eidas1',
  amr: ['pwd', 'mfa'],
  ...PEOPLE[login],
});

/** @param {string} issuer @param {string[]} returns */
function provider(issuer, returns) {
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: returns,
        grant_types: ['authorization_code'],
        response_types: ['code'],
        userinfo_signed_response_alg: 'RS256',
      },
      {
        // The same without a signature: userinfo as JSON.
        client_id: `${CLIENT.id}-json`,
        client_secret: CLIENT.secret,
        redirect_uris: returns,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    acrValues: ['eidas0', 'eidas1', 'eidas2'],
    scopes: ['openid', 'given_name', 'usual_name', 'siret'],
    claims: {
      openid: ['sub'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      siret: ['siret'],
      acr: null,
      amr: null,
    },
    features: {
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
    },
    pkce: { required: () => true },
    cookies: { keys: ['une-cle-de-test'] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => {
        const { acr: _acr, amr: _amr, ...about } = person(id);
        return { sub: id, ...about };
      },
    }),
    // Consent is given beforehand, as between administrations.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid given_name usual_name siret');
      grant.addOIDCClaims(['acr', 'amr']);
      await grant.save();
      return grant;
    },
  });
  made.on('server_error', (_, error) => console.error(error));
  return made;
}

const PAGE = `<!doctype html><html lang="fr"><title>Identité</title><main><h1>Identité</h1>
<form method="post"><label>Identifiant <input name="login" required></label> <button>Entrer</button></form></main>`;

/** The login page: says who somebody is, and how they proved it. */
async function interaction(made, request, response) {
  if (request.method !== 'POST') {
    await made.interactionDetails(request, response);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE);
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const login = new URLSearchParams(body).get('login') ?? '';
  const { acr, amr } = person(login);
  await made.interactionFinished(request, response, { login: { accountId: login, acr, amr } });
}

/** Starts one on a free port. @param {string[]} returns */
export async function startProvider(returns) {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const made = provider(issuer, returns);
  const callback = made.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) {
      interaction(made, request, response).catch((error) => {
        response.writeHead(400, { 'Content-Type': 'text/plain' }).end(String(error));
      });
    } else {
      callback(request, response);
    }
  });
  return { issuer, stop: () => (server.close(), server.closeAllConnections()) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { issuer } = await startProvider(process.argv.slice(2));
  console.log(JSON.stringify({ issuer }));
  process.stdin.on('end', () => process.exit(0)).resume();
}

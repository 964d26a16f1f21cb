// The push path in stock Firefox with our worker, a sender of Node's own cryptography and the strict service:
// what the service refuses, what the browser shows. The portal's own sender is told in portal.spec.ts.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import { ROOT } from '../portal/binary.ts';
import { shown, Telephone } from './firefox.ts';
import { Sender, type Subscription } from './sender.ts';
import { PushService } from './service.ts';

/** Serves our worker and a page of one heading. */
async function smallSite(): Promise<{ server: Server; origin: string; received: string[] }> {
  const words = { fr: {}, en: {} };
  const setting = { version: '1', name: 'Rives', words, files: [], icon: undefined, wait: 100 };
  const worker = `self.RIVES=${JSON.stringify(setting)};\n${readFileSync(join(ROOT, 'app/scripts/sw.js'), 'utf8')}`;
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'POST') received.push(`${request.url} ${Buffer.concat(chunks)}`);
    const script = request.url === '/sw.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(script ? worker : '<!doctype html><title>Page</title><main><h1>Page</h1></main>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Subscribes; in the first seconds of a browser this can hang, and is then tried again. */
async function subscribe(page: Page, key: string): Promise<Subscription> {
  for (let i = 0; ; i++) {
    const answer = await page.evaluate(async (applicationServerKey) => {
      const registration = await navigator.serviceWorker.register('/sw.js');
      await navigator.serviceWorker.ready;
      const late = new Promise<undefined>((done) => setTimeout(done, 3_000));
      const asked = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
      return (await Promise.race([asked, late]))?.toJSON();
    }, key);
    if (answer) return answer as unknown as Subscription;
    if (i > 5) throw new Error('Firefox does not subscribe');
  }
}

test('Firefox subscribes, shows what is sent, folds a topic while it is off, and is gone once unsubscribed', async () => {
  test.setTimeout(180_000);
  const service = await PushService.start();
  const site = await smallSite();
  const telephone = new Telephone(service, site.origin);
  const sender = new Sender();
  try {
    let page = await telephone.on();
    await page.goto(site.origin);
    const to = await subscribe(page, sender.publicKey);
    const say = (title: string, more = {}) => ({
      web_push: 8030,
      notification: { title, body: 'Montez à l’étage.', lang: 'fr', tag: 'fil1', navigate: `${site.origin}/`, ...more },
    });
    expect(await sender.send(to, say('Crue'))).toBe(201);
    await expect.poll(() => shown(page)).toEqual([{ title: 'Crue', body: 'Montez à l’étage.', tag: 'fil1' }]);
    await expect.poll(() => service.waiting).toBe(0);

    expect(await sender.send(to, say('Essai', { tag: 'essai', data: { receipt: 'r1' } }))).toBe(201);
    await expect.poll(() => site.received).toContain('/suivre/recu {"receipt":"r1"}');

    await telephone.off();
    await expect.poll(() => service.connected).toBe(0);
    for (const title of ['Mise à jour 1', 'Mise à jour 2', 'Mise à jour 3']) {
      expect(await sender.send(to, say(title), { topic: 'fil1', urgency: 'high' })).toBe(201);
    }
    expect(service.waiting).toBe(1);
    page = await telephone.on();
    await page.goto(site.origin);
    await expect.poll(() => service.waiting, { timeout: 30_000 }).toBe(0);
    await expect.poll(async () => (await shown(page)).map((n) => n.title)).toContain('Mise à jour 3');
    expect((await shown(page)).map((n) => n.title)).not.toContain('Mise à jour 2');

    await page.evaluate(async () => {
      await (await (await navigator.serviceWorker.ready).pushManager.getSubscription())?.unsubscribe();
    });
    await expect.poll(() => sender.send(to, say('Trop tard'))).toBe(410);
  } finally {
    await telephone.remove();
    await service.stop();
    site.server.close();
  }
});

test('the service is strict: each broken rule is refused', async () => {
  const service = await PushService.start();
  const sender = new Sender();
  const other = new Sender();
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(service.socket);
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ messageType: 'hello', use_webpush: true }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ messageType: 'register', channelID: 'c', key: sender.publicKey }));
    await once(socket, 'message');
    const [endpoint = ''] = service.endpoints;
    const keys = { p256dh: other.publicKey, auth: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const signed = (claims: object) => ({
      authorization: `vapid t=${sender.token({ aud: service.origin, ...claims })}, k=${sender.publicKey}`,
    });
    const send = (headers: Record<string, string>, payload: object = {}) => sender.send({ endpoint, keys }, payload, headers);
    const now = Math.floor(Date.now() / 1000);
    expect(await send({})).toBe(201);
    expect(await send({ ttl: '' })).toBe(400);
    expect(await send({ topic: 'un sujet' })).toBe(400);
    expect(await send({ topic: 'a'.repeat(33) })).toBe(400);
    expect(await send({ urgency: 'extreme' })).toBe(400);
    expect(await send({ 'content-encoding': 'aesgcm' })).toBe(400);
    expect(await send({ authorization: '' })).toBe(401);
    expect(await send(signed({ aud: 'http://127.0.0.1' }))).toBe(403);
    expect(await send(signed({ exp: now + 90_000 }))).toBe(403);
    expect(await send(signed({ exp: now - 1 }))).toBe(403);
    expect(await send(signed({ sub: 'moi' }))).toBe(403);
    expect(await other.send({ endpoint, keys }, {})).toBe(403);
    expect(await send({}, { long: 'x'.repeat(4_096) })).toBe(413);
    expect(await sender.send({ endpoint: `${service.origin}/push/x`, keys }, {})).toBe(404);
    service.misbehave.push(429, 503);
    expect(await send({})).toBe(429);
    expect(await send({})).toBe(503);
    expect(await send({})).toBe(201);
  } finally {
    socket.terminate();
    await service.stop();
  }
});

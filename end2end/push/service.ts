// A strict push service on loopback: what Firefox connects to, and what senders post to (RFC 8030, 8292).
// It believes nothing: every rule that a real service may enforce is enforced here.
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

interface Channel {
  id: string;
  uaid: string;
  /** The key with which the page subscribed: senders must sign with it (RFC 8292 §4). */
  key: string;
  gone: boolean;
}

interface Message {
  version: string;
  topic: string | undefined;
  ttl: number;
  body: Buffer;
  until: number;
}

/** What was posted, and how it was answered. */
export interface Posted {
  status: number;
  why: string;
  headers: Record<string, string | undefined>;
  size: number;
}

export class PushService {
  /** Everything posted, in order. */
  readonly posted: Posted[] = [];
  /** The next answers, whatever is posted; `hang` never answers. */
  readonly misbehave: (number | 'hang')[] = [];
  readonly #channels = new Map<string, Channel>();
  readonly #waiting = new Map<string, Message[]>();
  readonly #browsers = new Map<string, WebSocket>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#post(request, response));
    const sockets = new WebSocketServer({ server: this.#server });
    sockets.on('connection', (socket) => this.#browser(socket));
  }

  static async start(): Promise<PushService> {
    const service = new PushService();
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  async stop(): Promise<void> {
    for (const socket of this.#browsers.values()) socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What Firefox is told (`dom.push.serverURL`). */
  get socket(): string {
    return `${this.origin.replace('http', 'ws')}/`;
  }

  /** How many browsers are connected. */
  get connected(): number {
    return this.#browsers.size;
  }

  /** How many messages wait for browsers that are off. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, all) => sum + all.length, 0);
  }

  /** The endpoints of everything registered and not taken back. */
  get endpoints(): string[] {
    return [...this.#channels].filter(([, channel]) => !channel.gone).map(([token]) => `${this.origin}/push/${token}`);
  }

  // The browsers' side: the WebSocket protocol of autopush.
  #browser(socket: WebSocket): void {
    let uaid = '';
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('close', () => {
      if (this.#browsers.get(uaid) === socket) this.#browsers.delete(uaid);
    });
    socket.on('message', (data) => {
      const asked = JSON.parse(String(data)) as Record<string, unknown>;
      const channelID = String(asked.channelID ?? '');
      switch (asked.messageType) {
        case 'hello': {
          uaid = String(asked.uaid || randomUUID().replaceAll('-', ''));
          this.#browsers.set(uaid, socket);
          say({ messageType: 'hello', uaid, status: 200, use_webpush: true, broadcasts: {} });
          for (const [id, channel] of this.#mine(uaid)) for (const m of this.#fresh(id)) say(this.#told(channel, m));
          return;
        }
        case 'register': {
          const token = randomUUID();
          this.#channels.set(token, { id: channelID, uaid, key: String(asked.key ?? ''), gone: false });
          const pushEndpoint = `${this.origin}/push/${token}`;
          return say({ messageType: 'register', channelID, status: 200, uaid, pushEndpoint });
        }
        case 'unregister':
          for (const [, channel] of this.#mine(uaid)) if (channel.id === channelID) channel.gone = true;
          return say({ messageType: 'unregister', channelID, status: 200 });
        case 'ack':
          for (const { version } of asked.updates as { version: string }[]) this.#forget(version);
          return;
        case undefined:
          return say({});
      }
    });
  }

  #mine(uaid: string): [string, Channel][] {
    return [...this.#channels].filter(([, channel]) => channel.uaid === uaid);
  }

  #fresh(token: string): Message[] {
    const all = (this.#waiting.get(token) ?? []).filter((m) => m.until > Date.now());
    this.#waiting.set(token, all);
    return all;
  }

  #forget(version: string): void {
    for (const [token, all] of this.#waiting) this.#waiting.set(token, all.filter((m) => m.version !== version));
  }

  #told(channel: Channel, message: Message): object {
    const { version, ttl, body } = message;
    const headers = { encoding: 'aes128gcm' };
    return { messageType: 'notification', channelID: channel.id, version, ttl, data: body.toString('base64url'), headers };
  }

  // The senders' side.
  async #post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const answer = (status: number, why: string, more: Record<string, string> = {}) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]));
      this.posted.push({ status, why, headers, size: body.length });
      response.writeHead(status, { 'content-type': 'text/plain', ...more }).end(why);
    };
    const next = this.misbehave.shift();
    if (next === 'hang') return;
    if (next !== undefined) return answer(next, 'told to', next === 429 || next === 503 ? { 'retry-after': '1' } : {});
    const token = request.url?.replace('/push/', '') ?? '';
    const channel = this.#channels.get(token);
    if (request.method !== 'POST') return answer(405, 'only POST');
    if (!channel) return answer(404, 'no such endpoint');
    if (channel.gone) return answer(410, 'gone');
    const wrong = this.#wrong(request, body, channel);
    if (wrong) return answer(wrong[0], wrong[1]);
    const ttl = Math.min(Number(request.headers.ttl), 2_419_200);
    const topic = request.headers.topic as string | undefined;
    const message = { version: randomUUID(), topic, ttl, body, until: Date.now() + ttl * 1000 };
    const others = this.#fresh(token).filter((m) => topic === undefined || m.topic !== topic);
    this.#waiting.set(token, [...others, message]);
    this.#browsers.get(channel.uaid)?.send(JSON.stringify(this.#told(channel, message)));
    answer(201, '', { location: `${this.origin}/m/${message.version}`, ttl: String(ttl) });
  }

  /** The first rule that the message breaks. */
  #wrong(request: IncomingMessage, body: Buffer, channel: Channel): [number, string] | undefined {
    const { ttl, topic, urgency, 'content-encoding': coding, authorization = '' } = request.headers;
    if (!/^\d{1,8}$/.test(String(ttl ?? ''))) return [400, 'TTL is missing or no number (RFC 8030 §5.2)'];
    if (topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(String(topic))) return [400, 'Topic (RFC 8030 §5.4)'];
    if (urgency !== undefined && !/^(very-low|low|normal|high)$/.test(String(urgency))) return [400, 'Urgency'];
    if (body.length > 4096) return [413, 'over 4096 bytes'];
    if (coding !== 'aes128gcm') return [400, 'Content-Encoding (RFC 8188)'];
    // salt, record size, key length 65, key, then at least a tag and a delimiter
    if (body.length < 16 + 4 + 1 + 65 + 17 || body[20] !== 65 || body[21] !== 4) return [400, 'no aes128gcm header'];
    return this.#wrongKey(String(authorization), channel);
  }

  #wrongKey(authorization: string, channel: Channel): [number, string] | undefined {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/i.exec(authorization) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    if (!signature) return [401, 'no VAPID (RFC 8292 §3)'];
    const subscribed = Buffer.from(channel.key, 'base64url');
    if (!subscribed.equals(Buffer.from(key, 'base64url'))) return [403, 'not the key that the browser subscribed with'];
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${head}.${claims}`);
    const right = verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    if (!right) return [403, 'the signature is wrong'];
    const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    if (alg !== 'ES256') return [403, 'alg'];
    if (aud !== this.origin) return [403, `aud is ${String(aud)}, this is ${this.origin}`];
    const left = Number(exp) - Date.now() / 1000;
    if (!(left > 0 && left <= 86_400)) return [403, `exp is ${left} s away`];
    if (!/^(mailto:|https:\/\/)/.test(String(sub))) return [403, 'sub'];
    return undefined;
  }
}

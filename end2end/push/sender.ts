// A sender of Node's own cryptography: RFC 8291 and RFC 8292 once more, independent of the server's.
import { createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign } from 'node:crypto';

const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url');

export interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export class Sender {
  readonly #key = createECDH('prime256v1');

  constructor() {
    this.#key.generateKeys();
  }

  /** `applicationServerKey`. */
  get publicKey(): string {
    return this.#key.getPublicKey('base64url');
  }

  token(claims: { aud: string; exp?: number; sub?: string }): string {
    const exp = Math.floor(Date.now() / 1000) + 43_200;
    const text = [{ typ: 'JWT', alg: 'ES256' }, { exp, sub: 'mailto:essai@rives.example', ...claims }]
      .map((part) => base64url(JSON.stringify(part)))
      .join('.');
    const point = this.#key.getPublicKey();
    const jwk = { kty: 'EC', crv: 'P-256', d: this.#key.getPrivateKey('base64url'), x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) };
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }

  /** RFC 8291 §3.4: one record. */
  static encrypt({ p256dh, auth }: Subscription['keys'], plain: Buffer): Buffer {
    const browser = Buffer.from(p256dh, 'base64url');
    const once = createECDH('prime256v1');
    const ours = once.generateKeys();
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser, ours]);
    const ikm = hkdfSync('sha256', once.computeSecret(browser), Buffer.from(auth, 'base64url'), info, 32);
    const salt = randomBytes(16);
    const derive = (label: string, length: number) =>
      Buffer.from(hkdfSync('sha256', Buffer.from(ikm), salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
    const cipher = createCipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    const sealed = [cipher.update(Buffer.concat([plain, Buffer.from([2])])), cipher.final(), cipher.getAuthTag()];
    const size = Buffer.from([0, 0, 16, 0]);
    return Buffer.concat([salt, size, Buffer.from([65]), ours, ...sealed]);
  }

  /** Posts; gives the status. */
  async send(to: Subscription, payload: object, headers: Record<string, string> = {}): Promise<number> {
    const answer = await fetch(to.endpoint, {
      method: 'POST',
      headers: {
        authorization: `vapid t=${this.token({ aud: new URL(to.endpoint).origin })}, k=${this.publicKey}`,
        'content-encoding': 'aes128gcm',
        ttl: '600',
        ...headers,
      },
      body: new Uint8Array(Sender.encrypt(to.keys, Buffer.from(JSON.stringify(payload)))),
    });
    return answer.status;
  }
}

// A source of official messages under a test's control: it can change, fail, hang and come back.
import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Document {
  body: string;
  type: string;
}

export class SourceServer {
  readonly #documents = new Map<string, Document>();
  readonly #failing = new Map<string, number>();
  readonly #hanging = new Set<string>();
  readonly #asked = new Map<string, number>();
  readonly #server: Server;
  #open: Set<ServerResponse> = new Set();

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://source').pathname;
      this.#asked.set(path, this.asked(path) + 1);
      if (this.#hanging.has(path)) {
        this.#open.add(response);
        return;
      }
      const status = this.#failing.get(path) ?? this.#failing.get('*');
      const document = this.#documents.get(path);
      if (status !== undefined || document === undefined) {
        response.writeHead(status ?? 404, { 'Content-Type': 'text/plain' }).end('no');
        return;
      }
      const etag = `"${createHash('sha256').update(document.body).digest('hex').slice(0, 16)}"`;
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304, { ETag: etag }).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': document.type, ETag: etag }).end(document.body);
    });
  }

  static async start(): Promise<SourceServer> {
    const source = new SourceServer();
    await new Promise<void>((ready) => source.#server.listen(0, '127.0.0.1', ready));
    return source;
  }

  /** The address of a path on this source. */
  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** Serves a document from now on. */
  put(path: string, body: string, type = 'application/cap+xml'): void {
    this.#documents.set(path, { body, type });
  }

  remove(path: string): void {
    this.#documents.delete(path);
  }

  /** Answers with this status, whatever it has: on one path, or on all (`*`). */
  fail(path: string, status = 503): void {
    this.#failing.set(path, status);
  }

  /** Takes the question and never answers. */
  hang(path: string): void {
    this.#hanging.add(path);
  }

  /** Works again. */
  recover(): void {
    this.#failing.clear();
    this.#hanging.clear();
    for (const response of this.#open) response.destroy();
    this.#open = new Set();
  }

  /** How many times a path was asked for. */
  asked(path: string): number {
    return this.#asked.get(path) ?? 0;
  }

  async stop(): Promise<void> {
    this.recover();
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

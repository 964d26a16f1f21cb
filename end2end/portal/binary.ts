// The real binary on free ports, with a configuration and a data folder of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BINARY = process.env.RIVES_BIN ?? join(ROOT, 'target/debug/rives');

export interface SourceSetting {
  id: string;
  kind: 'cap' | 'cap-feed' | 'rss-news' | 'vigicrues';
  publisher: string;
  url: string;
  territory?: string[];
  poll_interval?: string;
  publish?: 'auto' | 'hold';
  review_after?: string;
  silent_after?: string;
  default_language?: string;
}

/** Who speaks when staff release a message. */
export interface AuthoringSetting {
  sender?: string;
  sender_name?: string;
  territory?: string[];
  contact?: string;
  web?: string;
  emergency_release?: boolean;
}

export const AUTHORITY = 'Préfecture du Gard (exercice)';

const AUTHORING: AuthoringSetting = {
  sender: 'alertes@gard.example.fr',
  sender_name: AUTHORITY,
  territory: ['30'],
  contact: '0 800 00 00 00',
  web: 'https://www.gard.example.fr',
};

export interface PortalSetting {
  name?: string;
  exercise?: boolean;
  /** Origins of push services of the test's own; none: the portal sends no notifications. */
  push?: string[];
  sources?: SourceSetting[];
  /** Replaces single keys of the authority of the Gard; `null`: nobody can write. */
  authoring?: AuthoringSetting | null;
  /** Further keys of `[desk]`. */
  desk?: { session_idle?: string; session_absolute?: string };
  /** Residents help each other: `[exchange]`, its letters by this mail server, if any. */
  exchange?: { mail?: string };
  /** Residents report dangers: `[valve]` and `[reports]`, with keys that the exercise makes itself. */
  reports?: boolean;
  /** How many of the test's own "proxies" say who asks: several people behind one machine. */
  trustedProxies?: number;
  /** An identity provider: `[federation]`. */
  federation?: Record<string, string | string[]>;
  /** Where the desk listens, when somebody else has to know beforehand. */
  deskPort?: number;
  /** Another configuration file than the one made from the settings above. */
  config?: string;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** TOML's basic strings are JSON's for the texts used here. */
function table(pairs: object): string {
  return Object.entries(pairs)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join('');
}

export class Portal {
  readonly folder = mkdtempSync(join(tmpdir(), 'rives-end2end-'));
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(
    /** Where residents read. */
    readonly origin: string,
    /** Where staff work: `localhost`, the only host for which browsers allow passkeys without TLS. */
    readonly desk: string,
    private readonly configuration: string,
    private readonly environment: Record<string, string>,
  ) {}

  static async start(setting: PortalSetting = {}): Promise<Portal> {
    if (!existsSync(BINARY)) {
      throw new Error(`No server at ${BINARY}. Type: cargo build --package rives (or set RIVES_BIN)`);
    }
    const publicAt = `127.0.0.1:${await freePort()}`;
    const deskAt = `127.0.0.1:${setting.deskPort ?? (await freePort())}`;
    const deskOrigin = `http://localhost:${deskAt.split(':')[1]}`;
    const portal = new Portal(
      `http://${publicAt}`,
      deskOrigin,
      setting.config ?? '',
      setting.config
        ? {
            RIVES__PUBLIC__LISTEN: publicAt,
            RIVES__PUBLIC__ORIGIN: `http://${publicAt}`,
            RIVES__DESK__LISTEN: deskAt,
            RIVES__DESK__ORIGIN: deskOrigin,
            RIVES__STORE__URL: '',
          }
        : {},
    );
    const store = `sqlite://${join(portal.folder, 'rives.db')}`;
    const at = (name: string) => join(portal.folder, name);
    const vault = `sqlite://${at('vault.db')}`;
    const valve = { door: vault, public_key: at('report.pub'), identity: at('identity.pub') };
    const reports = { vault, keys: at('report-keys') };
    if (setting.config) {
      portal.environment.RIVES__STORE__URL = store;
      for (const [section, pairs] of Object.entries({ VALVE: valve, REPORTS: reports })) {
        for (const [key, value] of Object.entries(pairs)) portal.environment[`RIVES__${section}__${key.toUpperCase()}`] = value;
      }
    } else {
      const sources = (setting.sources ?? []).map(
        (s) => `[[source]]\n${table({ poll_interval: '1s', publish: 'auto', default_language: 'fr-FR', ...s })}`,
      );
      const text = [
        `[public]\n${table({ listen: publicAt, origin: portal.origin, site_root: join(ROOT, 'target/site'), trusted_proxies: setting.trustedProxies })}`,
        `[desk]\n${table({ listen: deskAt, origin: deskOrigin, ...setting.desk })}`,
        setting.authoring === null ? '' : `[authoring]\n${table({ ...AUTHORING, ...setting.authoring })}`,
        setting.federation ? `[federation]\n${table(setting.federation)}` : '',
        `[store]\n${table({ url: store })}`,
        setting.push
          ? `[push]\n${table({ enabled: true, key_file: join(portal.folder, 'push.key'), subject: 'mailto:essai@rives.example', trial_services: setting.push })}`
          : '',
        setting.exchange
          ? `[exchange]\n${table({ enabled: true, key_file: join(portal.folder, 'exchange.key') })}`
          : '',
        setting.exchange?.mail
          ? `[mail]\n${table({ smtp: setting.exchange.mail, from: 'Rives <entraide@rives.example>' })}`
          : '',
        setting.reports ? `[valve]\n${table({ enabled: true, ...valve })}[reports]\n${table(reports)}` : '',
        `[portal]\n${table({ name: setting.name ?? 'Rives', exercise: setting.exercise ?? true })}`,
        ...sources,
      ].join('\n');
      writeFileSync(join(portal.folder, 'rives.toml'), text);
    }
    await portal.run();
    return portal;
  }

  /** Starts the process and waits until it answers. */
  async run(): Promise<void> {
    const child = spawn(BINARY, ['--config', this.#config, 'serve'], {
      cwd: ROOT,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const keep = (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const deadline = Date.now() + 30_000;
    for (;;) {
      if (child.exitCode !== null) {
        throw new Error(`rives ended with status ${child.exitCode}:\n${this.#log}`);
      }
      const answer = await fetch(`${this.origin}/sources`).catch(() => undefined);
      const desk = await fetch(`${this.desk.replace('localhost', '127.0.0.1')}/healthz`).catch(() => undefined);
      if (answer?.ok && desk?.ok) return;
      if (Date.now() > deadline) {
        throw new Error(`rives does not answer (last status: ${answer?.status}):\n${this.#log}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  get #config(): string {
    return this.configuration || join(this.folder, 'rives.toml');
  }

  get #environment(): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, HOME: process.env.HOME, ...this.environment };
  }

  /** Another command of the binary, on the same configuration: what it prints. */
  async command(...words: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(BINARY, ['--config', this.#config, ...words], {
      cwd: ROOT,
      env: this.#environment,
    });
    return stdout;
  }

  /** The link that opens an account, as whoever runs the machine gets it. */
  async invite(name: string, roles: string[]): Promise<string> {
    const printed = await this.command('staff', 'invite', ...roles.flatMap((r) => ['--role', r]), '--name', name);
    const link = printed.match(/^http\S+\/invitation\/\S+$/m)?.[0];
    if (!link) throw new Error(`no link in: ${printed}`);
    return link;
  }

  get log(): string {
    return this.#log;
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Ends the process and gives its exit status (`null` when the signal ended it). */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return child?.exitCode ?? null;
    }
    const exit = once(child, 'exit');
    child.kill(signal);
    const [status] = (await exit) as [number | null];
    return status;
  }

  /** The process stands still: connections are made and nothing answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Sets a text of the configuration: what an operator changes between two runs. */
  set(key: string, value: string): void {
    const file = join(this.folder, 'rives.toml');
    const line = new RegExp(`^${key} = .*$`, 'm');
    writeFileSync(file, readFileSync(file, 'utf8').replace(line, `${key} = ${JSON.stringify(value)}`));
  }

  /** Ends the process and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The text of a page, as a program without a browser reads it. */
  async text(path: string): Promise<string> {
    return (await fetch(this.origin + path)).text();
  }
}

// Stock Firefox, with its push connection led to a service of ours. Nothing in the browser is replaced.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { PushService } from './service.ts';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path));

/** One telephone: a profile that outlives its browser. */
export class Telephone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'rives-firefox-'));
  #browser: Browser | undefined;

  constructor(
    private readonly service: PushService,
    private readonly origin: string,
  ) {}

  async on(): Promise<Page> {
    if (!FIREFOX) throw new Error('No Firefox here. Type: sudo apt-get install -y firefox-esr');
    this.#browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: FIREFOX,
      headless: true,
      userDataDir: this.#profile,
      protocolTimeout: 60_000,
      extraPrefsFirefox: {
        'dom.push.serverURL': this.service.socket,
        'dom.push.testing.allowInsecureServerURL': true,
        // Automation switches the connection off.
        'dom.push.connection.enabled': true,
        'dom.push.enabled': true,
        'alerts.useSystemBackend': false,
        'intl.accept_languages': 'fr-FR, fr',
      },
    });
    await this.#browser.defaultBrowserContext().overridePermissions(this.origin, ['notifications']);
    return this.#browser.newPage();
  }

  async off(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
  }

  async remove(): Promise<void> {
    await this.off();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

/** The notifications that the device shows. */
export async function shown(page: Page): Promise<{ title: string; body: string; tag: string }[]> {
  return page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

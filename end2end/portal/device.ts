// A browser as a device that keeps pages: its service worker, its caches, its notifications.
import type { CDPSession, Page } from '@playwright/test';

/** Waits until the service worker answers for this page and has kept it. */
export async function keeps(page: Page, path = new URL(page.url()).pathname): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    }
  });
  await page.waitForFunction(async (path) => (await caches.match(path)) !== undefined, path);
}

/** The paths of everything kept. */
export async function keptPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });
}

/** The device follows places, as `/suivre` tells its worker. */
export async function follow(page: Page, places: string[]): Promise<void> {
  await page.evaluate(async (follow) => {
    (await navigator.serviceWorker.ready).active?.postMessage({ follow, lang: 'fr' });
  }, places);
}

export interface Notice {
  title: string;
  body: string;
  tag: string;
  navigate: string;
  silent?: boolean;
  receipt?: string;
}

/** Hands push messages to the worker as a push service would, after decryption. */
export class PushDoor {
  private constructor(
    private readonly devtools: CDPSession,
    private readonly origin: string,
    private readonly registration: string,
  ) {}

  static async of(page: Page): Promise<PushDoor> {
    const origin = new URL(page.url()).origin;
    const devtools = await page.context().newCDPSession(page);
    const known = new Promise<string>((done) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find((r) => r.scopeURL === `${origin}/`);
        if (ours) done(ours.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    return new PushDoor(devtools, origin, await known);
  }

  async raw(data: string): Promise<void> {
    await this.devtools.send('ServiceWorker.deliverPushMessage', {
      origin: this.origin,
      registrationId: this.registration,
      data,
    });
  }

  async deliver({ receipt, silent = false, ...notice }: Notice): Promise<void> {
    const data = receipt ? { data: { receipt } } : {};
    const notification = { lang: 'fr', dir: 'ltr', silent, ...notice, ...data };
    await this.raw(JSON.stringify({ web_push: 8030, notification }));
  }
}

export interface Shown {
  title: string;
  body: string;
  tag: string;
  silent: boolean | null;
  navigate: string;
}

/** The notifications that the device shows. */
export async function notifications(page: Page): Promise<Shown[]> {
  return page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map((n) => ({ title: n.title, body: n.body, tag: n.tag, silent: n.silent, navigate: n.data.navigate }));
  });
}

// The stories, in a real Chromium: with JavaScript and without, on a desk and on a small phone.
import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';

/** The system's Chromium: this project downloads no browser. */
function chromium(): string {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // not this one
    }
  }
  throw new Error('No Chromium here. Type: sudo apt-get install -y chromium');
}

const desk = { width: 1280, height: 800 };
const phone = { width: 360, height: 640 };

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  reporter: [['list']],
  // Two cores: a browser and a server each. Every worker starts its own portal.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    // Smooth scrolling never comes to rest for a click where scripts are off.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'js', testMatch: ['stories/**', 'access/**'], use: { viewport: desk } },
    // A service worker is JavaScript: without it there is nothing to tell of it.
    { name: 'no-js', testMatch: 'stories/**', testIgnore: 'stories/offline*', use: { viewport: desk, javaScriptEnabled: false } },
    { name: 'js, phone', testMatch: ['stories/reading*', 'access/**'], use: { viewport: phone } },
    {
      name: 'no-js, phone',
      testMatch: 'stories/reading*',
      use: { viewport: phone, javaScriptEnabled: false },
    },
    // A story here is several people's, each with a browser.
    { name: 'desk', testMatch: 'desk/**/*.spec.ts', timeout: 120_000, use: { viewport: desk } },
    // Several people's too; without scripts on a small phone.
    { name: 'exchange', testMatch: 'exchange/*.spec.ts', timeout: 120_000, use: { viewport: desk } },
    {
      name: 'exchange, no-js, phone',
      testMatch: 'exchange/*.spec.ts',
      testIgnore: 'exchange/pages*',
      timeout: 120_000,
      use: { viewport: phone, javaScriptEnabled: false },
    },
    { name: 'report', testMatch: 'report/*.spec.ts', use: { viewport: desk } },
    { name: 'report, no-js, phone', testMatch: 'report/*.spec.ts', use: { viewport: phone, javaScriptEnabled: false } },
    // Firefox itself, driven by the tests: no browser of the runner's.
    { name: 'push', testMatch: 'push/*.spec.ts' },
    { name: 'wire', testMatch: 'wire/**', use: { viewport: phone } },
  ],
});

// node portal/icons.mjs: draws style/icon-app.svg as the PNG files of an installed portal.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const style = new URL('../../style/', import.meta.url);
const svg = readFileSync(new URL('icon-app.svg', style), 'utf8');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(new URL(`icon-${size}.png`, style), await page.screenshot({ type: 'png' }));
}
await browser.close();

// npm's web-push at its best: one keep-alive agent, 64 requests at a time. See server/examples/bench_push.rs.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import webpush from 'web-push';

const [setupFile, count] = process.argv.slice(2);
const setup = JSON.parse(readFileSync(setupFile, 'utf8'));
const total = Number(count);
const agent = new https.Agent({ keepAlive: true, maxSockets: 64 });
const options = {
  TTL: 3600,
  urgency: 'high',
  topic: '0193a7c2f1',
  contentEncoding: 'aes128gcm',
  vapidDetails: { subject: setup.subject, publicKey: setup.publicKey, privateKey: setup.privateKey },
  agent,
};
const send = (n) => webpush.sendNotification(setup.devices[n % setup.devices.length], setup.payload, options);

await send(0);
let next = 0;
let sent = 0;
async function lane() {
  while (next < total) {
    const answer = await send(next++);
    if (answer.statusCode === 201) sent += 1;
  }
}
const start = performance.now();
const before = process.cpuUsage();
await Promise.all(Array.from({ length: 64 }, lane));
const { user, system } = process.cpuUsage(before);
const wall = (performance.now() - start) / 1000;
agent.destroy();
if (sent !== total) throw new Error(`only ${sent} of ${total} were taken`);
console.log(JSON.stringify({ sent, cpu_s: (user + system) / 1e6, wall_s: wall }));

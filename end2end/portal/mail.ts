// A mail server that takes everything and delivers nothing: tests read what was sent.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Mail {
  to: string[];
  subject: string;
  text: string;
}

export class MailServer {
  readonly mails: Mail[] = [];
  readonly #server: Server = createServer((socket) => this.#serve(socket));
  readonly #open = new Set<Socket>();

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    await new Promise<void>((ready) => mail.#server.listen(0, '127.0.0.1', ready));
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for the newest letter to somebody whose subject or text matches. */
  async to(address: string, what: RegExp, seconds = 20): Promise<Mail> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = this.mails.filter((m) => m.to.includes(address) && what.test(`${m.subject}\n${m.text}`)).at(-1);
      if (found) return found;
      if (Date.now() > deadline) {
        const sent = this.mails.map((m) => `${m.to.join()}: ${m.subject}`).join('\n');
        throw new Error(`no letter to ${address} matches ${what}; sent were:\n${sent}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #serve(socket: Socket): void {
    this.#open.add(socket.setEncoding('latin1').on('error', () => undefined));
    socket.on('close', () => this.#open.delete(socket));
    let input = '';
    let to: string[] = [];
    let letter: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const take = (line: string) => {
      if (letter) {
        if (line !== '.') return void letter.push(line.replace(/^\.\./, '.'));
        this.mails.push({ to, ...read(letter.join('\n')) });
        [to, letter] = [[], undefined];
        return void say('250 taken');
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return void say('250-mail.test\r\n250 8BITMIME');
      if (verb === 'RCPT') to.push(line.match(/<([^>]*)>/)?.[1] ?? '');
      if (verb === 'DATA') letter = [];
      say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
      if (verb === 'QUIT') socket.end();
    };
    socket.on('data', (chunk) => {
      const lines = (input + chunk.toString()).split('\r\n');
      input = lines.pop() ?? '';
      lines.forEach(take);
    });
    say('220 mail.test');
  }
}

/** A letter of one part, as its reader sees it. */
function read(letter: string): Omit<Mail, 'to'> {
  const end = letter.indexOf('\n\n');
  const head = letter.slice(0, end).replace(/\n[ \t]+/g, ' ');
  const header = (name: string) => head.match(new RegExp(`^${name}: (.*)$`, 'im'))?.[1] ?? '';
  const subject = header('Subject')
    .replace(/\?= (?==\?)/g, '?=')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text.replace(/_/g, ' ')),
    );
  const body = letter.slice(end + 2);
  const encoding = header('Content-Transfer-Encoding').toLowerCase();
  if (encoding === 'base64') return { subject, text: Buffer.from(body, 'base64').toString() };
  if (encoding === 'quoted-printable') return { subject, text: quoted(body.replace(/=\n/g, '')) };
  return { subject, text: Buffer.from(body, 'latin1').toString() };
}

function quoted(text: string): string {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

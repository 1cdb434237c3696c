// Alerts to servers of this machine, well behaved and hostile; what arrives, what is tried again, and that no secret shows.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlertSettings, alertSettingsSchema } from '../../../src/adapters/alerts/alert-settings.ts';
import { findAlertSecrets, openTargets } from '../../../src/adapters/alerts/alert-targets.ts';
import { DeliveryError } from '../../../src/adapters/alerts/delivery-error.ts';
import { DesktopTarget, desktopCommand, hasDesktop } from '../../../src/adapters/alerts/desktop-target.ts';
import { EmailTarget } from '../../../src/adapters/alerts/email-target.ts';
import { pingHeartbeat } from '../../../src/adapters/alerts/heartbeat-ping.ts';
import { TELEGRAM_TEXT_MAX, TelegramApi } from '../../../src/adapters/alerts/telegram-api.ts';
import { TelegramTarget } from '../../../src/adapters/alerts/telegram-target.ts';
import { WEBHOOK_HEADER, WebhookTarget } from '../../../src/adapters/alerts/webhook-target.ts';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import { type LocalHttp, localHttp, telegramSays } from './local-http.ts';
import { type LocalSmtp, localSmtp } from './local-smtp.ts';
import { sampleAlert } from './sample-alert.ts';

const TOKEN = '123456:AAH-secret-token-of-the-bot';
const token = new Secret(TOKEN);

let http: LocalHttp;
beforeEach(async () => {
  http = await localHttp();
});
afterEach(() => http.close());

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('webhook', () => {
  it('posts one JSON object with the header of the secret', async () => {
    await new WebhookTarget({ url: new Secret(`${http.url}/hook`), secret: new Secret('s3cr3t-hook') }).send(
      sampleAlert(),
    );
    const { path, headers, body } = http.heard[0]!;
    expect(path).toBe('/hook');
    expect(headers[WEBHOOK_HEADER]).toBe('s3cr3t-hook');
    expect(headers['idempotency-key']).toBe('a-1');
    expect(JSON.parse(body)).toMatchObject({ version: 1, code: 'stopLost', severity: 'critical' });
    expect(body).not.toContain('s3cr3t-hook');
  });

  it.each([
    [500, 'later'],
    [429, 'later'],
    [404, 'never'],
    [401, 'never'],
    [302, 'never'],
  ])('answered %i, it is tried again %s', async (status, retry) => {
    http.answer = (_heard, response) => {
      response.writeHead(status, { 'retry-after': '7', location: 'http://127.0.0.1:1/other' });
      response.end();
    };
    const error = await failureOf(new WebhookTarget({ url: new Secret(http.url) }).send(sampleAlert()));
    expect(error.retry).toBe(retry);
    expect(error.afterMs).toBe(7000);
    expect(http.heard).toHaveLength(1);
  });

  it('gives up a receiver that never answers, and one that answers without end', async () => {
    http.answer = () => {};
    const target = new WebhookTarget({ url: new Secret(http.url), timeoutMs: 150 });
    expect((await failureOf(target.send(sampleAlert()))).message).toBe('no answer in time');
    http.answer = (_heard, response) => {
      response.writeHead(500);
      const pour = (): void =>
        void (response.write('x'.repeat(65_536)) ? setImmediate(pour) : response.once('drain', pour));
      pour();
    };
    const error = await failureOf(
      new WebhookTarget({ url: new Secret(http.url), timeoutMs: 5000 }).send(sampleAlert()),
    );
    expect(error.message.length).toBeLessThanOrEqual(300);
  });

  it('tells no address and no secret when the receiver repeats them', async () => {
    const url = new Secret(`${http.url}/key-9f8e7d6c`);
    http.answer = (heard, response) => {
      response.writeHead(400);
      response.end(`bad: http://127.0.0.1${heard.path} ${heard.headers[WEBHOOK_HEADER]} ${url.reveal()}`);
    };
    const error = await failureOf(new WebhookTarget({ url, secret: new Secret('hook-secret-1') }).send(sampleAlert()));
    expect(error.message).not.toContain('hook-secret-1');
    expect(error.message).not.toContain(url.reveal());
  });
});

describe('telegram', () => {
  const api = (): TelegramApi => new TelegramApi({ token, url: http.url, timeoutMs: 2000 });

  it('sends plain text to each chat, cut to the length of a message', async () => {
    http.answer = (_heard, response) => telegramSays(response, {});
    await new TelegramTarget(api(), [11, -22]).send(sampleAlert({ happened: 'é'.repeat(9000) }));
    const bodies = http.heard.map(
      ({ body }) => JSON.parse(body) as { chat_id: number; text: string; parse_mode?: string },
    );
    expect(bodies.map(({ chat_id }) => chat_id)).toEqual([11, -22]);
    expect(bodies[0]!.text.length).toBe(TELEGRAM_TEXT_MAX);
    expect(bodies[0]!.parse_mode).toBeUndefined();
    expect(http.heard[0]!.path).toBe(`/bot${TOKEN}/sendMessage`);
  });

  it('does not tell a chat twice when another one failed', async () => {
    let isDown = true;
    http.answer = (heard, response) => {
      const { chat_id } = JSON.parse(heard.body) as { chat_id: number };
      if (chat_id !== 22 || !isDown) return telegramSays(response, {});
      response.writeHead(500);
      response.end(JSON.stringify({ ok: false, description: 'down' }));
    };
    const target = new TelegramTarget(api(), [11, 22]);
    expect((await failureOf(target.send(sampleAlert()))).retry).toBe('later');
    isDown = false;
    await target.send(sampleAlert());
    const chats = http.heard.map(({ body }) => (JSON.parse(body) as { chat_id: number }).chat_id);
    expect(chats).toEqual([11, 22, 22]);
  });

  it('waits as long as Telegram asks, and not for ever', async () => {
    http.answer = (_heard, response) => {
      response.writeHead(429);
      response.end(JSON.stringify({ ok: false, description: 'Too Many', parameters: { retry_after: 99_999_999 } }));
    };
    const error = await failureOf(api().say(1, 'x'));
    expect([error.retry, error.afterMs]).toEqual(['later', 600_000]);
  });

  it.each([
    ['no JSON', '<html>'],
    ['a number', '7'],
    ['an answer without ok', '{"result":[]}'],
    ['deep nonsense', '{"ok":true,"result":[{"update_id":"x"}]}'],
    ['too many', JSON.stringify({ ok: true, result: Array.from({ length: 21 }, (_, k) => ({ update_id: k })) })],
  ])('an answer that is %s is an error that names no token', async (_name, text) => {
    http.answer = (_heard, response) => void response.end(text);
    const error = await failureOf(api().updates(0, 0));
    expect(error.message).not.toContain(TOKEN);
  });

  it('a message of a form that nobody knows keeps its number and says nothing', async () => {
    http.answer = (_heard, response) => telegramSays(response, [{ update_id: 5, message: { date: 'x', chat: [] } }]);
    expect(await api().updates(0, 0)).toEqual([{ update_id: 5, message: undefined }]);
  });

  it('a refusal that repeats the token hides it', async () => {
    http.answer = (heard, response) => {
      response.writeHead(401);
      response.end(JSON.stringify({ ok: false, description: `Unauthorized ${heard.path}` }));
    };
    const error = await failureOf(api().say(1, 'x'));
    expect(error.retry).toBe('never');
    expect(error.message).toContain('[secret]');
    expect(error.message).not.toContain(TOKEN);
  });
});

describe('e-mail', () => {
  let smtp: LocalSmtp;
  beforeEach(async () => {
    smtp = await localSmtp();
  });
  afterEach(() => smtp.close());
  const target = (fields: object = {}): EmailTarget =>
    new EmailTarget({
      ...{ host: '127.0.0.1', port: smtp.port, security: 'none', from: 'pc@example.org', timeoutMs: 300 },
      to: ['a@example.org', 'b@example.org'],
      ...fields,
    });

  it('arrives with headline and body, accents included', async () => {
    await target().send(sampleAlert({ language: 'pt-BR', title: 'Posição aberta' }));
    expect(smtp.lines.filter((line) => line.startsWith('RCPT'))).toHaveLength(2);
    expect(smtp.mails[0]).toMatch(/Subject: =\?UTF-8/);
    expect(smtp.mails[0]).toContain('Message-ID: <a-1@quantumtrader>');
    expect(smtp.mails[0]).toContain('X-Priority: 1');
  });

  it('a title with line breaks makes no further header', async () => {
    await target().send(sampleAlert({ title: 'x\r\nBcc: thief@example.org' }));
    expect(smtp.lines.join()).not.toContain('thief');
    expect(smtp.mails[0]).not.toMatch(/^Bcc:/m);
  });

  it('no password goes to a server without encryption', async () => {
    const password = new Secret('mail-password-1');
    const error = await failureOf(target({ security: 'starttls', login: 'me', password }).send(sampleAlert()));
    expect(error.retry).toBe('later');
    expect(smtp.lines.some((line) => /AUTH/i.test(line))).toBe(false);
    expect(smtp.mails).toEqual([]);
  });

  it.each([
    ['refuses the address', { rcptReply: '550 no such user' }, 'never'],
    ['is full', { rcptReply: '451 later' }, 'later'],
    ['refuses the content', { dataReply: '554 spam' }, 'never'],
    ['greets with nonsense', { greeting: 'hello there' }, 'later'],
    ['says nothing', { silent: true }, 'later'],
  ] as const)('a server that %s', async (_name, behaviour, retry) => {
    smtp.behaviour = behaviour;
    expect((await failureOf(target().send(sampleAlert()))).retry).toBe(retry);
  });

  it('a server that is away is tried again', async () => {
    await smtp.close();
    expect((await failureOf(target().send(sampleAlert()))).retry).toBe('later');
    smtp = await localSmtp();
  });
});

describe('desktop', () => {
  it('of Windows carries the text in the environment, never in the command', () => {
    const { file, args, environment } = desktopCommand(sampleAlert(), 'win32', false)!;
    expect(file).toBe('powershell.exe');
    const script = Buffer.from(args.at(-1)!, 'base64').toString('utf16le');
    expect(script).toContain('$env:QT_ALERT_TEXT');
    expect(script).not.toContain('2-137107-1s');
    expect(environment.QT_ALERT_TEXT).toContain('$(calc)');
    expect(environment.QT_ALERT_SILENT).toBe('1');
    expect(args.join(' ').length).toBeLessThan(8000);
  });

  it('is not there on a server, and no other system is known', () => {
    expect(hasDesktop('linux', { PATH: '/usr/bin' })).toBe(false);
    expect(hasDesktop('darwin', { DISPLAY: ':0' })).toBe(false);
    expect(hasDesktop('win32', {})).toBe(true);
    expect(desktopCommand(sampleAlert(), 'darwin', true)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')(
    'of Linux escapes markup, hides secrets and is ended when it hangs',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'qt-desktop-'));
      const path = process.env.PATH;
      try {
        const program = join(folder, 'notify-send');
        writeFileSync(
          program,
          `#!/bin/sh\nprintf '%s|' "$@" > ${folder}/said\necho "$QT_TELEGRAM_TOKEN" >> ${folder}/said\n`,
        );
        chmodSync(program, 0o755);
        process.env.PATH = `${folder}:${path}`;
        process.env.QT_TELEGRAM_TOKEN = TOKEN;
        await new DesktopTarget({ sound: true, platform: 'linux' }).send(sampleAlert());
        const said = readFileSync(join(folder, 'said'), 'utf8');
        expect(said).toContain('--urgency=critical|--|');
        expect(said).toContain('&lt;b&gt;');
        expect(said).not.toContain(TOKEN);
        writeFileSync(program, '#!/bin/sh\nexec sleep 60\n');
        const hanging = new DesktopTarget({ sound: true, platform: 'linux', timeoutMs: 200 });
        expect((await failureOf(hanging.send(sampleAlert()))).message).toContain('did not end in time');
        process.env.PATH = folder.replace('qt-desktop', 'nothing');
        expect((await failureOf(new DesktopTarget({ sound: true, platform: 'linux' }).send(sampleAlert()))).retry).toBe(
          'never',
        );
      } finally {
        process.env.PATH = path;
        delete process.env.QT_TELEGRAM_TOKEN;
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('heartbeat', () => {
  it('posts the state', async () => {
    await pingHeartbeat(new Secret(`${http.url}/beat`), 'active, flat');
    expect(http.heard[0]).toMatchObject({ path: '/beat', body: 'active, flat' });
  });
});

describe('targets of the settings', () => {
  const settings = (alerts: object): AlertSettings => alertSettingsSchema.parse({ desktop: false, ...alerts });
  const nowhere = { openStore: () => Promise.resolve({ kind: 'absent', reason: 'none' } as const) };

  it('a target without its secret is left out and its secret named', async () => {
    const wanted = settings({
      telegram: { chatIds: [1] },
      webhook: {},
      email: { host: 'h', port: 25, login: 'me', from: 'a@b.c', to: ['d@e.f'] },
      heartbeat: {},
    });
    const source = secretSource({ ...nowhere, environment: { QT_WEBHOOK_URL: 'https://hooks.example.org/abc' } });
    const { secrets, missing } = await findAlertSecrets(wanted, source);
    expect(missing).toEqual(['telegramToken', 'smtpPassword', 'heartbeatUrl']);
    const { targets, telegram, heartbeatUrl } = openTargets(wanted, secrets);
    expect(targets.map(({ target }) => target.name)).toEqual(['webhook']);
    expect([telegram, heartbeatUrl]).toEqual([undefined, undefined]);
  });

  it.each([
    ['an open address', { webhook: { url: 'http://example.org/x' } }],
    [
      'a login without encryption',
      { email: { host: 'h', port: 25, security: 'none', login: 'me', from: 'a@b.c', to: ['d@e.f'] } },
    ],
    ['a group that may command', { telegram: { chatIds: [1], commandIds: [-5] } }],
    ['a token', { telegram: { chatIds: [1], token: 'x' } }],
    ['quiet hours without length', { quietHours: { from: '10:00', to: '10:00' } }],
    ['two addresses in one', { email: { host: 'h', port: 25, from: 'a@b.c', to: ['d@e.f>, <g@h.i'] } }],
  ])('%s is refused', (_name, alerts) => {
    expect(alertSettingsSchema.safeParse(alerts).success).toBe(false);
  });
});

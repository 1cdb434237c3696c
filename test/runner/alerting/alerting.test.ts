// The alerts of a run through their own thread to servers of this machine: what arrives, what is recorded, and what blocks nothing.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../src/adapters/alerts/alert-settings.ts';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import type { AlertOutcome } from '../../../src/runner/alerting/alert-outcome.ts';
import { type Alerting, openAlerting } from '../../../src/runner/alerting/alerting.ts';
import { tryAlerts } from '../../../src/runner/alerting/try-alerts.ts';
import { type LocalHttp, localHttp, telegramSays } from '../../adapters/alerts/local-http.ts';

const TOKEN = '77:token-of-the-run';
const ANA = 111;

const noStore = () => Promise.resolve({ kind: 'absent', reason: 'none' } as const);

let http: LocalHttp;
let home: string;
let outcomes: AlertOutcome[];
let alerting: Alerting;

beforeEach(async () => {
  http = await localHttp();
  home = mkdtempSync(join(tmpdir(), 'qt-alerting-'));
  outcomes = [];
});

afterEach(async () => {
  await alerting.close(500);
  await http.close();
  rmSync(home, { recursive: true });
});

async function open(settings: object, environment: Record<string, string>, isAlive?: () => boolean): Promise<void> {
  alerting = await openAlerting({
    home,
    source: 'wdo live',
    settings: alertSettingsSchema.parse({ language: 'en', desktop: false, ...settings }),
    secrets: secretSource({ environment, openStore: noStore }),
    state: () => `active, token ${TOKEN}`,
    ...(isAlive === undefined ? {} : { isAlive }),
    onOutcome: (outcome) => outcomes.push(outcome),
    limits: { firstPauseMs: 10, tryForMs: 300, tryCriticalForMs: 300 },
    telegramUrl: http.url,
  });
}

async function until(what: () => boolean): Promise<void> {
  for (let k = 0; k < 2000 && !what(); k++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(what()).toBe(true);
}

function recorded(): readonly Record<string, unknown>[] {
  const [file] = readdirSync(join(home, 'alerts')).filter((name) => name.endsWith('.jsonl'));
  const text = readFileSync(join(home, 'alerts', file!), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('alerting of a run', () => {
  it('delivers once what the engine alerts of, and records it', async () => {
    await open({ webhook: { url: `${http.url}/hook` } }, {});
    for (let k = 0; k < 20; k++) alerting.observer.onAlert(1, 'critical', 'stopLost', 'stop 1-2-3s is rejected');
    await until(() => outcomes.length === 1);
    expect(http.heard).toHaveLength(1);
    await alerting.close();
    expect(recorded().map(({ event, kind }) => `${event} ${kind ?? ''}`)).toEqual(['alert ', 'outcome delivered']);
  });

  it('what reaches nobody is recorded, and the failure of a way is told on the other ways', async () => {
    http.answer = (heard, response) => {
      if (heard.path.startsWith('/bot')) return telegramSays(response, {});
      response.writeHead(404);
      response.end(`nothing at ${http.url}${heard.path}`);
    };
    await open(
      { webhook: { url: `${http.url}/hook-5d41402a` }, telegram: { chatIds: [ANA], level: 'warning' } },
      { QT_TELEGRAM_TOKEN: TOKEN },
    );
    alerting.raise({ severity: 'info', code: 'inputBack', text: 'over' });
    await until(() => http.heard.some(({ body }) => body.includes('Alerts do not arrive on one way')));
    await until(() => outcomes.some(({ kind }) => kind === 'undelivered'));
    await alerting.close();
    const text = JSON.stringify([recorded(), outcomes, http.heard.map(({ body }) => body)]);
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('hook-5d41402a');
  });

  it('pings while the engine is alive, and calls for a person when it stops', async () => {
    let isAlive = true;
    const settings = { webhook: { url: `${http.url}/hook` }, heartbeat: { everySeconds: 10 }, silentSeconds: 3 };
    await open(settings, { QT_HEARTBEAT_URL: `${http.url}/beat/secret-uuid` }, () => isAlive);
    await until(() => http.heard.some(({ path }) => path.startsWith('/beat')));
    expect(http.heard.find(({ path }) => path.startsWith('/beat'))!.body).toBe('active, token [secret]');
    isAlive = false;
    await until(() => http.heard.some(({ body }) => body.includes('engineSilent')));
    isAlive = true;
    await until(() => http.heard.some(({ body }) => body.includes('engineBack')));
  }, 15_000);

  it('a secret that is missing leaves its way out and is named', async () => {
    await open({ telegram: { chatIds: [ANA] }, webhook: { url: `${http.url}/hook` } }, {});
    expect(alerting.missing).toEqual(['telegramToken']);
    alerting.raise({ severity: 'info', code: 'inputBack', text: 'over' });
    await until(() => outcomes.length === 1);
    expect(outcomes[0]).toMatchObject({ kind: 'delivered', target: 'webhook' });
  });

  it('a phone is answered while no session runs', async () => {
    const said: string[] = [];
    let update: object | undefined;
    http.answer = (heard, response) => {
      if (heard.path.endsWith('/sendMessage')) said.push((JSON.parse(heard.body) as { text: string }).text);
      const result = heard.path.endsWith('/getUpdates') && update !== undefined ? [update] : [];
      update = undefined;
      setTimeout(() => telegramSays(response, result), 5);
    };
    await open({ telegram: { chatIds: [ANA], commandIds: [ANA] } }, { QT_TELEGRAM_TOKEN: TOKEN });
    const date = Math.floor(Date.now() / 1000);
    update = { update_id: 1, message: { date, chat: { id: ANA }, from: { id: ANA }, text: '/status' } };
    await until(() => said.length === 1);
    expect(said[0]).toContain('no session runs at the moment');
  });

  it('a receiver that hangs delays nothing here', async () => {
    http.answer = () => {};
    await open({ webhook: { url: `${http.url}/hook` } }, {});
    for (let k = 0; k < 200; k++) alerting.raise({ severity: 'critical', code: `c${k}`, text: 'x' });
    await alerting.close(50);
    expect(outcomes.filter(({ kind }) => kind === 'delivered')).toEqual([]);
  });
});

describe('a test of the alerts', () => {
  it('tells for each way whether it took the alert', async () => {
    await open({}, {});
    http.answer = (heard, response) => {
      if (heard.path.startsWith('/bot')) response.writeHead(401);
      response.end('{"ok":false,"description":"Unauthorized"}');
    };
    const settings = alertSettingsSchema.parse({
      ...{ desktop: false, telegram: { chatIds: [ANA] }, webhook: { url: `${http.url}/hook` } },
      ...{
        heartbeat: { url: `${http.url}/beat` },
        email: { host: 'x', port: 1, login: 'me', from: 'a@b.c', to: ['a@b.c'] },
      },
    });
    const environment = { QT_TELEGRAM_TOKEN: TOKEN };
    const { tried, missing } = await tryAlerts(settings, secretSource({ environment, openStore: noStore }), http.url);
    expect(tried.map(({ target, taken }) => `${target} ${taken}`)).toEqual([
      'telegram false',
      'webhook true',
      'heartbeat true',
    ]);
    expect(tried[0]!.reason).toBe('Telegram answered 401: Unauthorized');
    expect(missing).toEqual(['smtpPassword']);
  });
});

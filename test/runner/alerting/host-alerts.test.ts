// What the host writes into its log; what of it people are told, by whom where a session runs, and that nothing is told where nothing is set.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../src/adapters/alerts/alert-settings.ts';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import { type HostAlerts, openHostAlerts } from '../../../src/runner/alerting/host-alerts.ts';
import { silentLog } from '../../../src/runner/host/host-log.ts';
import { type LocalHttp, localHttp } from '../../adapters/alerts/local-http.ts';

const ACCOUNT = '1:2';
const environment = {};

let http: LocalHttp;
let home: string;
let people: HostAlerts;
let hasTrader: boolean;

beforeEach(async () => {
  http = await localHttp();
  home = mkdtempSync(join(tmpdir(), 'qt-host-alerts-'));
  hasTrader = false;
});

afterEach(async () => {
  await people.close();
  await http.close();
  rmSync(home, { recursive: true });
});

async function open(settings: object): Promise<void> {
  people = await openHostAlerts({
    home,
    settings: alertSettingsSchema.parse({ language: 'en', desktop: false, ...settings }),
    secrets: secretSource({ environment, openStore: () => Promise.resolve({ kind: 'absent', reason: 'none' }) }),
    log: silentLog,
    hasTrader: (account) => hasTrader && (account ?? ACCOUNT) === ACCOUNT,
    lostMs: 40,
  });
}

/** Everything that was raised has arrived. */
async function told(): Promise<readonly string[]> {
  await people.close();
  return http.heard.map(({ body }) => {
    const { severity, code, happened } = JSON.parse(body) as { severity: string; code: string; happened: string };
    return `${severity} ${code}: ${happened}`;
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('the alerts of the host', () => {
  beforeEach(() => open({ webhook: { url: `${http.url}/hook` } }));

  it('tell what the guardian does, and nothing else of the log', async () => {
    const { log } = people;
    log.warning('gap', { lost: 5 });
    log.error('guardianAlone', { account: ACCOUNT });
    const stop = { role: 'stop', side: 'sell', type: 'stopLimit', quantity: 2, stopPrice: 5110, price: 5100 };
    log.warning('guardianPlaces', { account: ACCOUNT, ticker: 'WDOU25', ...stop, reason: 'no stop' });
    log.error('guardianExitRefused', { account: ACCOUNT, text: 'margin' });
    expect(await told()).toEqual([
      // what is critical goes first
      'critical guardianAlone: account 1:2',
      'critical guardianExitRefused: account 1:2, text margin',
      'warning guardianPlaces: account 1:2: stop (stopLimit) to sell 2 WDOU25 at 5110, limit 5100: no stop',
    ]);
  });

  it('tell of orders that nobody else can tell of, also while a session runs, and once', async () => {
    hasTrader = true;
    const note = { account: ACCOUNT, clientOrderId: '1-1-1e', halts: false, text: 'words' };
    for (let k = 0; k < 3; k++) {
      for (const code of ['severalCandidates', 'neverArrived', 'storeFailed', 'adopted']) {
        people.log.warning('orderNote', { ...note, code });
      }
    }
    people.log.warning('orderNote', { ...note, clientOrderId: '1-1-2e', code: 'storeFailed' });
    expect(await told()).toEqual([
      'critical severalCandidates: account 1:2, order 1-1-1e: words',
      'critical orderNotDurable: account 1:2, order 1-1-1e: words',
      'warning neverArrived: account 1:2, order 1-1-1e: words',
    ]);
  });

  it('leave to a session what it tells of the same account by a code of its own', async () => {
    const missing = { account: ACCOUNT, clientOrderId: '1-1-1e', code: 'missing', halts: true, text: 'words' };
    const others = { account: ACCOUNT, accountUse: 'exclusive', ticker: 'WDOU25', clOrderId: 'X', traded: 0 };
    const both = (): void => {
      people.log.warning('orderNote', missing);
      people.log.warning('foreignOrder', { ...others, isOpen: true });
      people.log.warning('service', { service: 'routing', state: 'disconnected', detail: 'routing state 0' });
    };
    hasTrader = true;
    both();
    await pause(80);
    people.log.info('service', { service: 'routing', state: 'connected', detail: undefined });
    expect(http.heard).toEqual([]);
    hasTrader = false;
    both();
    people.log.warning('foreignOrder', { ...others, clOrderId: 'Y', isOpen: false });
    people.log.warning('foreignOrder', { ...others, clOrderId: 'Z', accountUse: 'shared', isOpen: true });
    await pause(80);
    expect(await told()).toEqual([
      'critical orderMissing: account 1:2, order 1-1-1e: words',
      'critical othersOrder: account 1:2: order X of WDOU25 is not ours, 0 contracts have traded',
      'warning connectionLost: routing has been away for 0.04 s: routing state 0',
    ]);
  });

  it('tell of a vendor that refuses, not of one that ends with the host', async () => {
    const { log } = people;
    log.warning('service', { service: 'market', state: 'disconnected', detail: 'for a moment' });
    log.info('service', { service: 'market', state: 'connected', detail: undefined });
    log.warning('vendorProcess', { state: { kind: 'waiting', run: 1, restartAtMs: 5, reason: 'it crashed' } });
    log.error('vendorProcess', { state: { kind: 'stopped', reason: 'the password is blocked', fix: 'Unlock it.' } });
    await pause(80);
    log.info('hostStopping', { reason: 'asked to' });
    log.error('vendorProcess', { state: { kind: 'stopped', reason: 'stopped', fix: undefined } });
    const all = await told();
    expect([...all].sort()).toEqual([
      'critical vendorStopped: the password is blocked. Unlock it.',
      'warning vendorRestarts: it crashed',
    ]);
  });
});

describe('without a way to people', () => {
  it('the log is the log itself', async () => {
    await open({ heartbeat: { url: `${http.url}/of-the-session` } });
    expect(people.log).toBe(silentLog);
  });

  it('a heartbeat of its own is called, and that of a session is not', async () => {
    await open({ heartbeat: { url: `${http.url}/of-the-session` }, hostHeartbeat: { url: `${http.url}/of-the-host` } });
    for (let k = 0; k < 2000 && http.heard.length === 0; k++) await pause(10);
    expect(http.heard.map(({ path, body }) => [path, body])).toEqual([['/of-the-host', 'host']]);
  });

  it('nothing is called where the address of the heartbeat is not known', async () => {
    await open({ hostHeartbeat: {} });
    await pause(50);
    expect(http.heard).toEqual([]);
  });
});

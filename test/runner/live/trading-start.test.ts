// When trading begins: gates in words, the resumption when all are open, a pause when the clocks drift, and what a person may not resume over.
import { describe, expect, it } from 'vitest';
import type { OperatorCommand } from '../../../src/core/account/account-event.ts';
import { startPause } from '../../../src/core/risk/start-pause.ts';
import type { TradingLatches } from '../../../src/core/risk/trading-state.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { areOpen, type GateFacts, gateText, liveGates } from '../../../src/runner/live/live-gates.ts';
import { type LiveGate, liveWatchDefaults } from '../../../src/runner/live/live-options.ts';
import { OperatorRefusal } from '../../../src/runner/live/operator-refusal.ts';
import { heldBy, TradingStart } from '../../../src/runner/live/trading-start.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';

const plan = await planRun({ code: codeFromSource(testStrategy(holds)) });
const service = (name: 'market' | 'routing') => ({ service: name, state: 'connected', detail: undefined }) as const;
const vendor = {
  ...{ process: { kind: 'running' as const, run: 1, pid: 7 }, market: service('market'), routing: service('routing') },
  ...{ feed: 'native' as const, counters: undefined, restarts: 0, subscriptions: [] },
  layout: { records: 31, versionBytes: { TConnectorSendOrder: 2 } },
} as const;
const good: GateFacts = {
  options: { mode: 'live', account: '1:A', armed: true, release: 'a'.repeat(64), capitalBrl: 50_000, gates: undefined },
  plan,
  watch: liveWatchDefaults,
  host: { kind: 'told', vendor, facts: { provenance: 'exchange', skewMs: 12, reason: null } },
  history: { parts: [], manifests: [], candles: plan.warmupCandles },
  mutes: [],
  held: undefined,
  isProtectOnly: false,
  diskFreeBytes: 1e12,
  clockOffsetMs: 40,
  marketSilentMs: 10,
  journalBroken: undefined,
  leaving: undefined,
};
const begun: TradingLatches = {
  halted: undefined,
  paused: `${startPause.by}: ${startPause.reason}`,
  lossLimit: undefined,
};
const free: TradingLatches = { ...begun, paused: undefined };

function started(armed = true): {
  readonly start: TradingStart;
  readonly commands: OperatorCommand[];
  readonly told: string[];
} {
  const commands: OperatorCommand[] = [];
  const told: string[] = [];
  const start = new TradingStart({
    armed,
    arming: undefined,
    inject: (command) => commands.push(command),
    onGates: () => {},
    tell: (_severity, code) => told.push(code),
  });
  return { start, commands, told };
}

function refusalOf(act: () => unknown): OperatorRefusal {
  try {
    act();
  } catch (error) {
    if (error instanceof OperatorRefusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const closed = (facts: Partial<GateFacts>): readonly string[] =>
  liveGates({ ...good, ...facts })
    .filter(({ state }) => state !== 'open')
    .map(({ id, state }) => `${id} ${state}`);

describe('the gates', () => {
  it('are all open where nothing is wrong', () => {
    const gates = liveGates(good);
    expect(gates.filter(({ state }) => state !== 'open').map(gateText)).toEqual([]);
    expect(areOpen(gates)).toBe(true);
  });

  it.each<[string, Partial<GateFacts>]>([
    ['armed shut', { options: { ...good.options, armed: false } }],
    ['release shut', { options: { ...good.options, release: null } }],
    ['capital shut', { options: { ...good.options, capitalBrl: 0 } }],
    ['strategy shut', { isProtectOnly: true }],
    ['layout waiting', { host: { ...good.host, vendor: { ...vendor, layout: undefined } } as never }],
    ['warmup waiting', { history: undefined }],
    ['day waiting', { mutes: ['gap: trades are missing'] }],
    ['data waiting', { marketSilentMs: 61_000 }],
    ['data waiting', { marketSilentMs: undefined }],
    ['clock shut', { clockOffsetMs: -1500 }],
    ['disk shut', { diskFreeBytes: 1e9 }],
    ['disk shut', { journalBroken: 'no space left' }],
    ['state shut', { held: 'halted: positionDiffers' }],
    [
      'provenance shut',
      { host: { ...good.host, facts: { provenance: 'simulated', skewMs: 0, reason: null } } as never },
    ],
    [
      'routing waiting',
      {
        host: { ...good.host, vendor: { ...vendor, routing: { ...service('routing'), state: 'connecting' } } } as never,
      },
    ],
  ])('%s', (gate, facts) => {
    expect(closed(facts)).toEqual([gate]);
    const { fix, state } = liveGates({ ...good, ...facts }).find(({ id }) => gate.startsWith(`${id} `))!;
    if (state === 'shut') expect(fix).toBeTruthy();
  });

  it('of a host that is gone close all that it would tell', () => {
    expect(closed({ host: { kind: 'gone', reason: 'no socket' } })).toEqual([
      ...['host waiting', 'layout waiting', 'market waiting', 'routing waiting', 'provenance waiting'],
    ]);
  });

  it('of a killed account name the kill and what releases it, whatever else holds new risk back', () => {
    const host = { ...good.host, killed: { '1:A': 'ana via qt kill: enough' } } as never;
    for (const held of [undefined, 'halted: entryRefused']) {
      const gate = liveGates({ ...good, host, held }).find(({ id }) => id === 'state');
      expect(gate).toMatchObject({ state: 'shut', text: 'the account is killed by ana via qt kill: enough' });
      expect(gate?.fix).toContain('qt resume --killed');
    }
    expect(closed({ host: { ...good.host, killed: { '1:B': 'x: y' } } as never })).toEqual([]);
  });

  it('of the caller go before those of the same name', () => {
    const own: LiveGate = { id: 'release', state: 'shut', text: 'its channel is for paper' };
    expect(closed({ options: { ...good.options, gates: [own] } })).toEqual(['release shut']);
  });
});

describe('trading', () => {
  it('is resumed once when every gate is open, and not while another reason holds it back', () => {
    const { start, commands } = started();
    start.look({ ...good, mutes: ['gap'] }, begun);
    expect(commands).toEqual([]);
    start.look(
      { ...good, held: heldBy({ ...begun, halted: 'positionDiffers' }) },
      { ...begun, halted: 'positionDiffers' },
    );
    expect(commands).toEqual([]);
    start.look(good, begun);
    start.look(good, begun);
    expect(commands.map(({ command, by }) => `${command} ${by}`)).toEqual(['resume gates']);
  });

  it('stays paused where a person has paused it', () => {
    const { start, commands } = started();
    const paused = { ...begun, paused: 'a person: lunch' };
    start.look({ ...good, held: heldBy(paused) }, paused);
    expect(commands).toEqual([]);
    expect(heldBy(paused)).toBe('a person: lunch');
  });

  it('is paused, once, when the clocks drift apart', () => {
    const { start, commands, told } = started();
    start.look(good, free);
    for (let n = 0; n < 3; n++) start.look({ ...good, clockOffsetMs: 2500 }, free);
    expect(commands.map(({ command, by }) => `${command} ${by}`)).toEqual(['pause clock']);
    expect(told).toEqual(['clockDrift']);
  });

  it('is not resumed by a person over a gate that is not theirs to open', () => {
    const { start } = started();
    start.look({ ...good, options: { ...good.options, armed: false }, held: 'halted: x' }, free);
    expect(start.whyNotResumed('1:2', undefined)).toBeUndefined();
    start.look({ ...good, diskFreeBytes: 0 }, free);
    expect(start.whyNotResumed('1:2', undefined)).toContain('disk');
  });

  it('is not resumed by a person while the account is killed, and the refusal names what comes first', () => {
    const { start } = started();
    start.look(good, free);
    const wish = { by: 'ana', typed: undefined, account: '1:A', timeUs: 1, isBegun: true, isGone: false };
    expect(refusalOf(() => start.resumeBy({ ...wish, killed: 'ana via qt kill: enough' }))).toMatchObject({
      message: 'not resumed: the account is killed by ana via qt kill: enough: qt resume --killed first',
      fix: expect.stringContaining('its number is typed'),
    });
    expect(start.resumeBy(wish)).toMatchObject({ by: 'ana' });
  });

  it('is not resumed by a person who could not know what came meanwhile, nor while it is stopping', () => {
    const { start } = started(false);
    start.look(good, free);
    const wish = { by: 'ana', typed: '1:A', account: '1:A', timeUs: 1, isBegun: true, isGone: false };
    expect(refusalOf(() => start.resumeBy({ ...wish, meanwhile: 'kill by bob: stop' }))).toMatchObject({
      message: 'not resumed: kill by bob: stop came meanwhile: ask again',
      fix: expect.stringContaining('qt status'),
    });
    expect(refusalOf(() => start.resumeBy({ ...wish, stopping: 'bob: home' })).message).toContain(
      'stopping: bob: home',
    );
    expect(start.isArmed).toBe(false);
  });

  it('is refused to a person with what opens the gates that are shut', () => {
    const { start } = started();
    start.look({ ...good, diskFreeBytes: 0, clockOffsetMs: 5000 }, free);
    const wish = { by: 'ana', typed: undefined, account: '1:A', timeUs: 1, isBegun: true, isGone: false };
    const { message, fix } = refusalOf(() => start.resumeBy(wish));
    expect(message).toContain('disk: ');
    expect(fix).toContain("clock: Switch the synchronisation of this machine's clock on");
    expect(fix).toContain('disk: Free space on the disk of the home');
  });

  it('arms by a resumption only of a person who types its account', () => {
    const { start } = started(false);
    start.look(good, free);
    expect(start.isArmed).toBe(false);
    expect(start.whyNotResumed('1:2', undefined)).toContain('not armed');
    expect(start.whyNotResumed('1:2', '1:3')).toContain('not on 1:3');
    expect(start.whyNotResumed('1:2', '1:2')).toBeUndefined();
  });
});

// Sessions that run, hang, sleep or are dead, and the host beside them, in; what qt status tells a person, in which order, and its exit code, out.
import { describe, expect, it } from 'vitest';
import type { SeenAccount } from '../../src/cli/broker-desk.ts';
import type { HostSeen } from '../../src/cli/host-seen.ts';
import { deadAsleepLine, deadLines, hungLines, keptLine, latchLines } from '../../src/cli/lost-session-text.ts';
import { sessionLines } from '../../src/cli/session-text.ts';
import { exitCodeOf, needsOf, type Seen } from '../../src/cli/status-needs.ts';
import { statusText } from '../../src/cli/status-text.ts';
import type { RunningSession } from '../../src/runner/live/control-file.ts';
import type { ControlStatus, WorkingOrder } from '../../src/runner/live/control-messages.ts';
import type { DeadSession } from '../../src/runner/live/dead-sessions.ts';

const ACCOUNT = '32003:10001-7';
const CONTRACT = 'WDOV26';
const TODAY = '2026-09-14';

const session: RunningSession = {
  ...{ pid: 77, folder: '/home/runs/20260914T130000Z-demo-eager-aaaaaa', mode: 'demo', strategy: 'eager' },
  ...{ account: ACCOUNT, endpoint: { kind: 'unix', path: '/none' } },
};

function leg(role: 'stop' | 'target', at: number): WorkingOrder {
  const prices = role === 'stop' ? { stopPrice: at, price: at - 10 } : { stopPrice: null, price: at };
  return {
    ...{ clientOrderId: `1-1-${role}`, contract: CONTRACT, side: 'sell', role, type: 'limit' },
    ...{ quantity: 1, filledQuantity: 0, status: 'working', ...prices },
  };
}

const status: ControlStatus = {
  ...{ pid: 77, run: 'r', mode: 'demo', strategy: 'eager', release: null, account: ACCOUNT, sessionDay: TODAY },
  ...{ isProtectOnly: false, armed: true, state: 'active', why: '', muted: [], capitalBrl: 50_000 },
  arming: { timeUtc: '2026-09-14T12:55:00.000Z', by: 'somebody' },
  ...{ sessionResultBrl: 22.5, realisedResultBrl: -12.5, orders: [leg('stop', 5116.5), leg('target', 5126.5)] },
  positions: [
    {
      ...{ contract: CONTRACT, quantity: 1, averagePrice: 5120.5, openResultBrl: 35 },
      market: { price: 5124, timeUtc: '2026-09-14T13:31:02.000Z', ageMs: 2000 },
    },
  ],
  gates: [{ id: 'clock', state: 'shut', text: 'the clock differs by 3 s', fix: 'Synchronise it' }],
  lastAlerts: [
    { timeUtc: '2026-09-14T13:10:00.000Z', severity: 'critical', code: 'stopLate', text: 'the stop came late' },
    ...[1, 2, 3, 4, 5, 6].map((k) => ({
      ...{ timeUtc: `2026-09-14T13:2${k}:00.000Z`, severity: 'warning', code: 'slowDisk', text: `slow ${k}` },
    })),
  ],
  lastDecision: { timeUtc: '2026-09-14T13:31:00.000Z', outcome: 'hold', why: 'the bracket decides' },
  ...{ lastEventAgeMs: 12, slowest: { queueMs: 1, predictionMs: 2, commitMs: 3 }, journalBroken: null },
  counts: { events: 1, decisions: 1, commands: 1, fills: 1 },
};

const told = { isConnected: true, isCurrent: true, asOfUs: 1, ageMs: 0 };

function seenAccount(changes: Partial<SeenAccount> = {}): SeenAccount {
  return {
    ...{ account: ACCOUNT, broker: told, noConnection: null, orders: [], positions: [], guardian: 'watch' },
    ...{ killed: undefined, isSweeping: false, notes: [], ...changes },
  };
}

const holding: Partial<SeenAccount> = {
  positions: [{ strategyId: 'eager', ticker: CONTRACT, net: 1, accountNet: 1, closing: undefined }],
  orders: [
    {
      ...{ clientOrderId: '1-1-2', strategyId: 'eager', by: 'trader', role: 'stop', side: 'sell', type: 'stopLimit' },
      ...{ status: 'working', quantity: 1, filledQuantity: 0, price: 5106.5, stopPrice: 5116.5, ticker: CONTRACT },
    },
  ],
};

function host(changes: Partial<SeenAccount> = {}): HostSeen {
  const on = { state: 'connected', detail: undefined } as const;
  return {
    ...{ state: 'answers', pid: 5, error: null, accounts: [seenAccount(changes)], killed: {}, differences: [] },
    vendor: {
      process: { kind: 'running', run: 1, pid: 6 },
      market: { service: 'market', ...on },
      routing: { service: 'routing', ...on },
    },
  };
}

const noHost: HostSeen = {
  ...{ state: 'none', pid: null, accounts: [], vendor: null, error: 'No host runs for this home' },
  ...{ killed: {}, differences: [] },
};

const dead: DeadSession = {
  ...{ folder: session.folder, mode: 'demo', strategy: 'eager', account: ACCOUNT, day: TODAY, pid: 77 },
  ...{ instrument: 'WDOFUT', lastEventUs: Date.parse('2026-09-14T13:31:02Z') * 1000, own: { net: 1, working: 2 } },
};

const answered = { session, status, error: null };
const hung = { session, status: null, error: 'no answer in 3000 ms' };
const wholeOf = (seen: Partial<Seen>): Seen => {
  return { sessions: [], dead: [], kept: [], deadAsleep: [], host: host(), today: TODAY, ...seen };
};
const exitOf = (seen: Partial<Seen>): number => {
  const whole = wholeOf(seen);
  return exitCodeOf(whole, needsOf(whole));
};
const linesOf = (seen: Partial<Seen>): readonly string[] => statusText(wholeOf(seen), [], 0);

describe('a session that answers', () => {
  it('is told by position, protection, result, host and guardian first, then gates, then alerts, all in local time', () => {
    const lines = sessionLines(session, status, host(), 3);
    expect(lines.slice(0, 7)).toEqual([
      'demo eager (20260914T130000Z-demo-eager-aaaaaa, process 77): active',
      `  holds 1 ${CONTRACT} at 5120.5 (long); open result +35.00 BRL at 5124, traded 10:31:02 -03, 2 s ago`,
      '  stop 1 at 5116.5 working (limit 5106.5), target 1 at 5126.5 working',
      '  realised result of the day -12.50 BRL after costs; with the open position +22.50 BRL',
      '  host: runs (process 5); the library is running, the market connected, orders connected',
      '  the guardian watches: it hears the session, and acts only where a stop is missing',
      `  day ${TODAY}, account ${ACCOUNT}, armed since 2026-09-14 09:55:00 -03 by somebody`,
    ]);
    expect(lines.slice(7, 12)).toEqual([
      '  clock shut: the clock differs by 3 s. Synchronise it',
      '  CRITICAL 2026-09-14 10:10:00 -03 stopLate: the stop came late',
      '  warning 2026-09-14 10:26:00 -03 slowDisk: slow 6',
      '  warning 2026-09-14 10:25:00 -03 slowDisk: slow 5',
      '  4 more alerts: qt status --alerts 7',
    ]);
    expect(lines.join('\n')).not.toMatch(/T\d\d:\d\d/);
  });

  it('says in its first line that there is no host, and that nobody guards what is held', () => {
    const [head, ...rest] = sessionLines(session, status, noHost, 0);
    expect(head).toMatch(/: active, but nothing can be sent, NO HOST$/);
    expect(rest.join('\n')).toContain('no guardian: the host is not there; only stops that rest at the broker protect');
    expect(sessionLines(session, status, { ...noHost, state: 'silent', pid: 5 }, 0)[0]).toMatch(
      /: active, but nothing can be sent, THE HOST DOES NOT ANSWER$/,
    );
  });

  it('says in its first line what the host is cut off from', () => {
    const away = { state: 'disconnected', detail: undefined } as const;
    const vendor = { ...host().vendor!, routing: { service: 'routing', ...away } } as const;
    const head = (seen: HostSeen, account: string | null): string =>
      sessionLines(session, { ...status, account }, seen, 0)[0]!;
    expect(head({ ...host(), vendor }, ACCOUNT)).toMatch(/: active, NO CONNECTION TO THE BROKER$/);
    expect(head({ ...host(), vendor }, null)).toMatch(/: active$/);
    const deaf = { ...vendor, market: { service: 'market', ...away } } as const;
    expect(head({ ...host(), vendor: deaf }, null)).toMatch(/: active, NO MARKET$/);
  });

  it('cries where no stop is there, and does not make up a result without a price', () => {
    const position = { contract: CONTRACT, quantity: -1, averagePrice: 5120.5, openResultBrl: null, market: null };
    const bare = { ...status, positions: [position], orders: [leg('target', 5126.5)], sessionResultBrl: null };
    const text = sessionLines(session, bare, host(), 0).join('\n');
    expect(text).toContain('NO STOP IS THERE, target 1 at 5126.5 working');
    expect(text).toContain('(short); open result unknown: the market has no price yet');
    expect(text).toContain('with the open position not known yet');
  });

  it('tells a target that rests nowhere as watched by the session, and by nobody where that is lost', () => {
    const position = { contract: CONTRACT, quantity: 1, averagePrice: 5120.5, watchedTarget: 5126.5 };
    const orders = [leg('stop', 5116.5)];
    expect(sessionLines(session, { ...status, positions: [position], orders }, host(), 0)[2]).toBe(
      '  stop 1 at 5116.5 working (limit 5106.5), target 5126.5, watched here (not at the broker)',
    );
    const lost = 'no target rests at the broker: it is watched by nobody';
    expect(hungLines(session, 'no answer', host(holding)).join('\n')).toContain(lost);
    expect(deadLines(dead, host(holding)).join('\n')).toContain(lost);
    expect(deadLines(dead, host()).join('\n')).not.toContain(lost);
  });

  it('counts only contracts under stops that the broker has', () => {
    const position = { contract: CONTRACT, quantity: 4, averagePrice: 5120.5, openResultBrl: null, market: null };
    const stop = (changes: Partial<WorkingOrder>): WorkingOrder => ({ ...leg('stop', 5116.5), ...changes });
    const protection = (...orders: WorkingOrder[]): string =>
      sessionLines(session, { ...status, positions: [position], orders }, host(), 0)[2]!;
    expect(protection(stop({ quantity: 4 }))).toBe('  stop 4 at 5116.5 working (limit 5106.5)');
    expect(protection(stop({ quantity: 3 }), stop({ status: 'pendingReplace' }))).not.toContain('STOP');
    expect(protection(stop({}))).toBe('  STOP COVERS 1 OF 4, stop 1 at 5116.5 working (limit 5106.5)');
    const filling = stop({ quantity: 4, filledQuantity: 2, status: 'partiallyFilled' });
    expect(protection(filling)).toBe(
      '  STOP COVERS 2 OF 4, stop 4 at 5116.5 partiallyFilled (limit 5106.5) (2 filled)',
    );
    expect(protection(stop({ quantity: 4, side: 'buy' }))).toContain('NO STOP IS SURE TO BE THERE');
    for (const gone of ['unknown', 'pendingCancel', 'pendingNew'])
      expect(protection(stop({ quantity: 4, status: gone }))).toBe(
        `  NO STOP IS SURE TO BE THERE, stop 4 at 5116.5 ${gone} (limit 5106.5)`,
      );
  });

  it('of an older version is told without what it does not say', () => {
    const { realisedResultBrl: _realised, ...older } = status;
    const positions = [{ contract: CONTRACT, quantity: 1, averagePrice: 5120.5 }];
    const text = sessionLines(session, { ...older, positions }, host(), 0).join('\n');
    expect(text).toContain(`holds 1 ${CONTRACT} at 5120.5 (long)\n`);
    expect(text).toContain('result +22.50 BRL, realised and open together, after costs');
  });
});

describe('a session that is lost', () => {
  it('hangs: it is the session that does not answer, what it holds is told by the host, and how to end it', () => {
    const text = hungLines(session, 'no answer in 3000 ms', host({ ...holding, guardian: 'alone' })).join('\n');
    expect(text).toContain('process 77): does not answer (no answer in 3000 ms)');
    expect(text).toContain(`by the host: holds 1 ${CONTRACT}; works: stop sell 1 ${CONTRACT} at 5116.5 working`);
    expect(text).toContain('the guardian protects alone');
    expect(text).toContain('qt stop --force ends the process 77');
    expect(text).toContain('qt kill');
    expect(text).not.toContain('HOST');
  });

  it('is dead: mode, strategy, run, process, last event, what is held, and what to do', () => {
    const text = deadLines(dead, host({ ...holding, guardian: 'alone' })).join('\n');
    expect(text).toContain(
      'demo eager (20260914T130000Z-demo-eager-aaaaaa): DEAD: the process 77 died without an end; session 2026-09-14, last event 2026-09-14 10:31:02 -03',
    );
    expect(text).toContain(`holds 1 ${CONTRACT}; works: stop sell 1 ${CONTRACT} at 5116.5 working`);
    expect(text).toContain('start it again');
    expect(text).toContain('qt flatten --direct');
  });

  it('is dead, and died while it slept', () => {
    const waiting = 'waiting until 2026-09-15T11:50:00.000Z, session 2026-09-15';
    expect(deadAsleepLine({ ...session, waiting }, host())).toBe(
      'demo eager: DEAD: the process 77 died between sessions, waiting until 2026-09-15 08:50:00 -03, session 2026-09-15; start it again',
    );
  });

  it('is dead, and so is the host: what it held itself is told, and that nobody knows more', () => {
    const text = deadLines(dead, noHost).join('\n');
    expect(text).toContain('last event 2026-09-14 10:31:02 -03, NO HOST');
    expect(text).toContain('by its own journal it held 1 contract of WDOFUT and 2 orders were open when it died');
    expect(text).toContain('what is open at the broker is unknown: qt host start');
  });
});

describe('an account', () => {
  const latch = { by: 'somebody via qt kill', reason: 'enough', atUs: 1, scope: 'ours', closes: true } as const;
  const own = { ...holding, guardian: 'alone' } as const;
  const ofAccount = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => line.includes(`account ${ACCOUNT}`));

  it('of a session that hangs or is dead is told once, with what it holds and what works', () => {
    for (const lost of [{ sessions: [hung] }, { dead: [dead] }]) {
      const lines = linesOf({ ...lost, host: host(own) });
      expect(ofAccount(lines)).toEqual([
        `  account ${ACCOUNT}, by the host: holds 1 ${CONTRACT}; works: stop sell 1 ${CONTRACT} at 5116.5 working; no target rests at the broker: it is watched by nobody`,
      ]);
      expect(lines.filter((line) => line.includes('the guardian protects alone'))).toHaveLength(1);
      expect(lines.filter((line) => line.includes('5116.5'))).toHaveLength(1);
    }
  });

  it('of a session that hangs is told again only for what its lines do not say', () => {
    const killed = linesOf({ sessions: [hung], host: host({ ...own, killed: latch }) });
    expect(ofAccount(killed).slice(1)).toEqual([
      `account ${ACCOUNT}: KILLED by somebody via qt kill: enough; trading again: qt resume --killed`,
    ]);
    const position = { ...holding.positions![0]!, accountNet: 3 };
    const others = { ...holding.orders![0]!, clientOrderId: '2-1-1', strategyId: 'another' };
    const lines = linesOf({
      sessions: [hung],
      host: host({ ...own, positions: [position], orders: [...holding.orders!, others] }),
    });
    expect(lines.slice(lines.indexOf(`account ${ACCOUNT}: 2 orders open`))).toEqual([
      `account ${ACCOUNT}: 2 orders open`,
      `  eager holds 1 ${CONTRACT} (the whole account 3)`,
      expect.stringMatching(/^ {2}2-1-1 stop sell 1 /),
    ]);
    const away = { ...own, broker: { ...told, isConnected: false, isCurrent: false }, noConnection: 'gone' };
    expect(ofAccount(linesOf({ sessions: [hung], host: host(away) })).slice(1)).toEqual([
      expect.stringMatching(/^account \S+: NO CONNECTION TO THE BROKER/),
    ]);
  });

  it('without a session, or beside one that answers, is told with everything that is open', () => {
    expect(ofAccount(linesOf({ host: host(own) }))[0]).toMatch(/: 1 order open; the guardian protects alone/);
    const beside = linesOf({ sessions: [answered], host: host(holding) });
    expect(beside).toContain(`account ${ACCOUNT}: 1 order open`);
    expect(beside.at(-1)).toMatch(/^ {2}1-1-2 stop sell 1 /);
    expect(linesOf({}).at(-1)).toMatch(/: 0 orders open; the guardian watches/);
    const unknown = { broker: { ...told, isCurrent: false, asOfUs: null, ageMs: null } };
    expect(linesOf({ host: host(unknown) }).at(-1)).toMatch(/: unknown orders open; /);
  });
});

describe('numbers', () => {
  it('agree with what they count', () => {
    const textOf = (own: DeadSession['own']): string => deadLines({ ...dead, own }, noHost).join('\n');
    expect(textOf({ net: -1, working: 1 })).toContain('it held -1 contract of WDOFUT and 1 order was open when');
    expect(textOf({ net: 2, working: 0 })).toContain('it held 2 contracts of WDOFUT and 0 orders were open when');
    const kept = keptLine({ ...dead, own: { net: -2, working: 1 } }, noHost);
    expect(kept).toContain('ended HOLDING -2 contracts of WDOFUT and 1 order on');
    const [, , , , , , , , ...alerts] = sessionLines(session, status, host(), 6);
    expect(alerts).toContain('  1 more alert: qt status --alerts 7');
  });
});

describe('the exit code', () => {
  it('is 0 where all answers and what is held is looked after, and 3 where nothing runs', () => {
    expect(exitOf({ sessions: [answered], host: host(holding) })).toBe(0);
    expect(exitOf({})).toBe(0);
    expect(exitOf({ host: noHost })).toBe(3);
  });

  it('is 1 where a session hangs, is dead today, or left something, whenever it died', () => {
    expect(exitOf({ sessions: [hung] })).toBe(1);
    expect(exitOf({ dead: [dead] })).toBe(1);
    expect(exitOf({ deadAsleep: [session] })).toBe(1);
    const yesterday = { ...dead, day: '2026-09-11' };
    expect(exitOf({ dead: [yesterday] })).toBe(0);
    expect(exitOf({ dead: [yesterday], host: host(holding) })).toBe(1);
  });

  it('is 1 where something is open and nobody looks after it, or nothing can be sent', () => {
    expect(exitOf({ host: host({ ...holding, guardian: 'alone' }) })).toBe(1);
    const asleep = { ...answered, status: { ...status, state: 'waiting' as const } };
    expect(exitOf({ sessions: [asleep], host: host(holding) })).toBe(1);
    expect(exitOf({ sessions: [asleep] })).toBe(0);
    const other = { ...answered, status: { ...status, strategy: 'another' } };
    expect(exitOf({ sessions: [other], host: host(holding) })).toBe(1);
    expect(exitOf({ sessions: [other, answered], host: host(holding) })).toBe(0);
    const away = { ...holding, broker: { ...told, isConnected: false, isCurrent: false } };
    expect(exitOf({ sessions: [answered], host: host(away) })).toBe(1);
  });

  it('is 1 where a session is halted, protects only, cannot write its journal, or holds what no stop covers', () => {
    const exitWith = (changes: Partial<ControlStatus>): number =>
      exitOf({ sessions: [{ ...answered, status: { ...status, ...changes } }], host: host(holding) });
    expect(exitWith({ state: 'reducing', why: 'paused by somebody' })).toBe(0);
    expect(exitWith({ state: 'halted' })).toBe(1);
    expect(exitWith({ isProtectOnly: true })).toBe(1);
    expect(exitWith({ journalBroken: 'the disk is full' })).toBe(1);
    expect(exitWith({ orders: [leg('target', 5126.5)] })).toBe(1);
    expect(exitWith({ orders: [{ ...leg('stop', 5116.5), status: 'unknown' }] })).toBe(1);
    // on its way, or taken away for the exit
    expect(exitWith({ orders: [{ ...leg('stop', 5116.5), status: 'pendingNew' }] })).toBe(0);
    const exit: WorkingOrder = { ...leg('target', 5126.5), role: 'exit', type: 'market', price: null };
    expect(exitWith({ orders: [{ ...leg('stop', 5116.5), status: 'pendingCancel' }, exit] })).toBe(0);
  });

  it('is 1 where an account is killed, our count is not that of the broker, or a session ended holding and no host answers', () => {
    const latch = { by: 'somebody via qt kill', reason: 'enough', atUs: 1, scope: 'ours', closes: true } as const;
    expect(exitOf({ host: { ...noHost, killed: { [ACCOUNT]: latch } } })).toBe(1);
    const difference = { account: ACCOUNT, ticker: CONTRACT, ours: 1, broker: 0 };
    const apart = { ...host(holding), differences: [difference] };
    expect(exitOf({ sessions: [answered], host: apart })).toBe(1);
    expect(exitOf({ kept: [dead], host: noHost })).toBe(1);
    const seen: Seen = { sessions: [answered], dead: [], kept: [], deadAsleep: [], host: apart, today: TODAY };
    expect(needsOf(seen)).toEqual([`we count 1 ${CONTRACT} on ${ACCOUNT}, the broker has 0`]);
    expect(sessionLines(session, status, apart, 0)[1]).toContain(`BOOKS DIFFER: we count 1 ${CONTRACT}`);
    expect(keptLine(dead, noHost)).toContain('ended HOLDING 1 contract of WDOFUT and 2 orders on');
    expect(latchLines({ ...noHost, killed: { [ACCOUNT]: latch } })[0]).toContain(
      'KILLED by somebody via qt kill: enough',
    );
  });

  it('is 1 where the host is missing beside a session, or does not answer', () => {
    expect(exitOf({ sessions: [answered], host: noHost })).toBe(1);
    expect(exitOf({ host: { ...noHost, state: 'silent', pid: 5 } })).toBe(1);
  });
});

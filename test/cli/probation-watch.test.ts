// The release of a channel that is new there: what it breaks holds its session back, rolls the channel back and is told, once, whoever judges and however often.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JOURNAL_FILE } from '../../src/adapters/journal/journal-tables.ts';
import { runFingerprint } from '../../src/adapters/journal/run-fingerprint.ts';
import { createRunFolder, writeRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { RunJournal } from '../../src/adapters/journal/run-journal.ts';
import { defaultProbation, type ProbationSettings } from '../../src/adapters/machine/probation-settings.ts';
import { probationDays, probationLines } from '../../src/cli/probation-text.ts';
import { ProbationWatch } from '../../src/cli/probation-watch.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import type { RiskLimits } from '../../src/core/risk/risk-limits.ts';
import { verdictOf } from '../../src/promotion/parity/parity-certificate.ts';
import { CERTIFICATE_FILE, CERTIFICATE_SIGNATURE_FILE } from '../../src/promotion/parity/read-certificates.ts';
import { endProbation } from '../../src/promotion/probation/end-probation.ts';
import { probationState } from '../../src/promotion/probation/probation-state.ts';
import { tellOfBreak } from '../../src/promotion/probation/tell-of-break.ts';
import { readHistoryFile } from '../../src/promotion/release/channel-file.ts';
import { channelHistory, pointChannel, readChannel } from '../../src/promotion/release/channels.ts';
import { channelPath, historyPath } from '../../src/promotion/release/release-folders.ts';
import { rollback } from '../../src/promotion/release/rollback.ts';
import { signatureText } from '../../src/promotion/release/signature.ts';
import { FAILED_FILE } from '../../src/runner/live/failed-run.ts';
import { sampleRunInfo } from '../adapters/journal/run-samples.ts';
import { TempHome } from '../promotion/support/sample-release.ts';

const EVERY_MS = 5;
const DAY = '2027-03-02';
const DAY_BEFORE = '2027-03-01';
let temp: TempHome;
let told: string[];
let watches: ProbationWatch[];
beforeEach(() => {
  temp = new TempHome();
  told = [];
  watches = [];
});
afterEach(() => {
  for (const watch of watches) watch.close();
  temp.remove();
});

const channel = () => ({ home: temp.home, strategy: 'sample', stage: 'demo' }) as const;
const named = (): string | undefined => readChannel(temp.home, 'sample', 'demo')?.release;
const build = (code: string): string => temp.build(`export const strategy = '${code}';\n`).id;
const point = (release: string, again?: { readonly reason: string; readonly by: string }): void => {
  pointChannel({ ...channel(), release, at: '2027-03-01T10:00:00Z', by: 'ana', trustedKeys: [temp.key], again });
};

function watchOf(
  release: string,
  settings: Partial<ProbationSettings> = {},
  limits?: () => RiskLimits,
): ProbationWatch {
  const tell = (severity: string, code: string, text: string): void => {
    told.push(`${severity} ${code} ${text}`);
  };
  const watch = new ProbationWatch({
    ...{
      ...channel(),
      release: () => release,
      settings: { ...defaultProbation, ...settings },
      tell,
      everyMs: EVERY_MS,
      limits,
    },
    nowMs: () => Date.parse(`${DAY}T14:00:00Z`),
  });
  watches.push(watch);
  return watch;
}

/** An order of one contract that has filled on the day, at a time of UTC. */
function filled(clientOrderId: string, side: 'buy' | 'sell', price: number, at: string): object {
  const order = { clientOrderId, strategyId: 'sample', instrumentId: 0, side, quantity: 1 };
  return {
    request: { ...order, type: 'market', role: 'entry' },
    ...{ status: 'filled', sentUs: Date.parse(`${DAY}T${at}Z`) * 1000 },
    fills: [{ ...order, kind: 'fill', fillId: 'f', price, costsE4: 0, exchangeTimeUs: 1, aggressor: true }],
  };
}

function begin(watch: ProbationWatch, sessionDay = DAY, more: object = {}): void {
  const batch = new EventBatch(2);
  batch.pushPayload({ kind: 'epochStart', sessionDay, ...more } as never, 1);
  watch.onEvent(batch, 0);
}

/** A session that the release took to its close, or that ended an hour before it. */
function ran(
  release: string,
  day: string,
  { isWhole = true, mode = 'demo' as 'demo' | 'paper', suffix = '0a1b2c', at = '12:00:00', decisions = 9 } = {},
): string {
  const { closeUs } = sessionOf('WDO', day)!;
  const ended = new Date(closeUs / 1000 + (isWhole ? 60_000 : -3_600_000)).toISOString();
  const startedAtUtc = `${day}T${at}.000Z`;
  const folder = createRunFolder(temp.home, { startedAtUtc, mode, strategy: 'sample', suffix });
  const session = { day, account: '1:2', continues: null, isProtectOnly: false };
  const info = sampleRunInfo({ mode, strategy: 'sample', release, startedAtUtc });
  const composition = {
    ...{ strategyFile: null, instrument: 'WDOJ27', thresholds: null, modelFolder: null, engine: {}, session },
  };
  writeRunInfo(folder, { ...info, finishedAtUtc: ended, composition, counts: { decisions } });
  return folder;
}

/** The signed certificate of a run with an empty journal, whose replay differs where it is said so. */
function certify(folder: string, day: string, release: string, isIdentical: boolean): void {
  if (!existsSync(join(folder, JOURNAL_FILE))) {
    new RunJournal(folder, { mode: 'bulk', events: { mode: 'demo', strategy: 'sample' } }).close();
  }
  const firstDifference = { index: 1, timeUs: 1, path: 'outcome.kind', expected: '1', actual: '2' };
  const parts = {
    replay: { isIdentical, decisions: 0, notices: [], firstDifference: isIdentical ? null : firstDifference },
    backtest: {
      ...{ isIdentical: true, market: 'datasets', decisions: { run: 0, backtest: 0, same: 0, otherInputs: 0 } },
      ...{ runE4: 0, backtestE4: 0, causes: [], differences: [], moreDifferences: 0, notices: [] },
    },
    violations: [],
  };
  const certificate = {
    ...{ kind: 'parityCertificate', schemaVersion: 1, run: basename(folder), mode: 'demo', strategy: 'sample' },
    ...{ release, model: null, provenance: 'exchange', days: [day], isFinished: true },
    ...{ journal: runFingerprint(folder), ...parts, verdict: verdictOf(parts) },
    slippage: { entries: 0, entryTicks: null, modelEntryTicks: null, exits: 0, exitTicksWorse: null },
    versions: { program: '1.0.0', node: process.versions.node },
  };
  const text = JSON.stringify(certificate);
  writeFileSync(join(folder, CERTIFICATE_FILE), text);
  writeFileSync(join(folder, CERTIFICATE_SIGNATURE_FILE), signatureText(Buffer.from(text), temp.key));
}

const state = (release: string, day?: string) =>
  probationState({ ...channel(), release, day, sessions: defaultProbation.sessions });

describe('the days of a probation', () => {
  it('are those that the release took to their close at the stage, without a failure', () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    expect(state(a)).toEqual({ kind: 'on', day: 1, of: 1 });
    ran(b, '2027-02-22');
    ran(a, '2027-02-23', { mode: 'paper' });
    ran(a, '2027-02-24', { isWhole: false });
    expect(state(a)).toEqual({ kind: 'on', day: 1, of: 1 });
    writeFileSync(join(ran(a, '2027-02-25'), FAILED_FILE), '{}');
    expect(state(a)).toEqual({ kind: 'on', day: 1, of: 1 });
    // switched to before the close, or paused all day
    ran(a, '2027-02-22', { suffix: '0a1b2e', at: '20:56:00' });
    ran(a, '2027-02-26', { decisions: 0 });
    expect(state(a)).toEqual({ kind: 'on', day: 1, of: 1 });
    ran(a, '2027-02-24', { suffix: '0a1b2d' });
    expect(state(a)).toEqual({ kind: 'proven' });
    // on that very day it was new
    expect(state(a, '2027-02-24')).toEqual({ kind: 'on', day: 1, of: 1 });
    expect(probationState({ ...channel(), release: a, sessions: 3 })).toEqual({ kind: 'on', day: 2, of: 3 });
    expect(probationState({ ...channel(), release: a, sessions: 0 })).toEqual({ kind: 'none' });
    expect(state(b)).toEqual({ kind: 'none' });
  });
});

describe('what people read of it', () => {
  it('names the day of the probation, what broke, and nothing of a proven release', () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    const asked = (release: string) => ({ home: temp.home, strategy: 'sample', release });
    expect(probationLines(asked(a), 2)).toEqual(['on probation at demo, day 1 of 2']);
    expect(probationLines(asked(b), 2)).toEqual([]);
    ran(a, DAY_BEFORE);
    expect(probationLines(asked(a), 2)).toEqual(['on probation at demo, day 2 of 2']);
    expect(probationLines(asked(a), 1)).toEqual([]);
    point(b);
    const breach = { kind: 'loss', text: 'too much', figure: 1, limit: 0 } as const;
    endProbation({ ...channel(), release: b, breach, day: DAY, at: '2027-03-02T14:00:00Z', rollsBack: true });
    // also where no session runs: a machine that only makes releases
    expect(probationLines(asked(b), probationDays(temp.home))).toEqual([
      `broke its probation at demo: in the session of ${DAY}: too much`,
    ]);
  });
});

describe('a release that breaks its probation', () => {
  it('is rolled back and told once; its session is held back, and so is every later one', async () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    const watch = watchOf(b);
    begin(watch);
    await vi.waitFor(() => expect(watch.heldBack()).toBeUndefined());
    await wait(EVERY_MS * 4);
    watch.onAlert(1, 'critical', 'dailyLoss', 'daily loss limit: -2500 BRL of 50000 BRL capital');
    expect(watch.heldBack()).toContain('daily loss limit: -2500 BRL');
    const said = watch.heldBack();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(named()).toBe(a);
    const entry = channelHistory(temp.home, 'sample', 'demo').at(-1)!;
    expect(entry).toMatchObject({
      release: a,
      by: 'automatic',
      action: 'rollback',
      broken: b,
      at: `${DAY}T14:00:00.000Z`,
    });
    expect(entry.reason).toContain(`in the session of ${DAY}: its limit of losses was reached`);
    expect(told[0]).toContain(`critical releaseRolledBack ${b.slice(0, 12)} of sample@demo broke its probation`);
    expect(told[0]).toContain(`the channel is back at ${a.slice(0, 12)}, which undoes files.code/strategy.mjs: `);
    await wait(EVERY_MS * 6);
    // one reason: a session is paused once for it
    expect([told.length, watch.heldBack()]).toEqual([1, said]);
    watch.close();
    // started again with the release that broke, by its id
    const again = watchOf(b);
    begin(again);
    await vi.waitFor(() => expect(again.heldBack()).toContain('daily loss limit'));
    begin(again, '2027-03-03');
    await vi.waitFor(() => expect(again.heldBack()).toContain('daily loss limit'));
    await wait(EVERY_MS * 4);
    expect([told.length, channelHistory(temp.home, 'sample', 'demo').length, named()]).toEqual([1, 3, a]);
  });

  it('without an earlier one stays, is held back and told so, until a person puts it back: then it is new again', async () => {
    const a = build('a');
    point(a);
    const watch = watchOf(a);
    begin(watch);
    watch.onAlert(1, 'critical', 'strategyThrew', 'strategy sample threw: boom');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toContain('critical releaseNotRolledBack');
    expect(told[0]).toContain(
      '1 errors, 0 are allowed: strategyThrew: strategy sample threw: boom; the channel stays: sample has no earlier release',
    );
    expect([named(), state(a).kind]).toEqual([a, 'broken']);
    expect(watch.heldBack()).toContain('boom');
    expect(() => point(a)).toThrow('broke its probation');
    point(a, { reason: 'mended the feed', by: 'Bia' });
    expect(state(a)).toEqual({ kind: 'on', day: 1, of: 1 });
    // in the session that runs as well: what it did before is forgiven, what it does next is not
    await vi.waitFor(() => expect(watch.heldBack()).toBeUndefined());
    await wait(EVERY_MS * 4);
    expect(state(a).kind).toBe('on');
    watch.onAlert(1, 'critical', 'strategyThrew', 'strategy sample threw: once more');
    await vi.waitFor(() => expect(state(a).kind).toBe('broken'));
    expect(watch.heldBack()).toContain('once more');
  });

  it('stays where machine.json says so, and where somebody has moved the channel meanwhile', async () => {
    const [a, b, c] = [build('a'), build('b'), build('c')];
    point(a);
    point(b);
    const watch = watchOf(b, { rollBack: false });
    begin(watch);
    watch.onAlert(1, 'critical', 'stopLate', 'no stop');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect([told[0]!.includes('machine.json says so'), named()]).toEqual([true, b]);
    watch.close();
    point(c);
    const breach = { kind: 'error', text: 'late', figure: 1, limit: 0 } as const;
    const at = '2027-03-02T15:00:00Z';
    endProbation({ ...channel(), release: a, breach, day: DAY, at, rollsBack: true });
    expect(named()).toBe(c);
    expect(channelHistory(temp.home, 'sample', 'demo').at(-1)).toMatchObject({ action: 'kept', release: c, broken: a });
  });

  it('that was proven before, or what an earlier release of the day did, rolls nothing back', async () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    ran(b, DAY_BEFORE);
    const watch = watchOf(b);
    begin(watch);
    watch.onAlert(1, 'critical', 'strategyThrew', 'boom');
    await wait(EVERY_MS * 6);
    expect([watch.heldBack(), told, named()]).toEqual([undefined, [], b]);
    let runs = a;
    const tell = (...words: readonly string[]): void => {
      told.push(words.join(' '));
    };
    const switched = new ProbationWatch({
      ...channel(),
      release: () => runs,
      settings: defaultProbation,
      tell,
      everyMs: 1e6,
    });
    watches.push(switched);
    begin(switched);
    switched.onAlert(1, 'critical', 'dailyLoss', 'by the first');
    runs = build('c');
    point(runs);
    begin(switched);
    switched.close();
    expect([switched.heldBack(), told, named()]).toEqual([undefined, [], runs]);
  });

  it('is not judged by what the release before it lost that day, also after a restart; by what it loses itself it is', async () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    ran(a, DAY);
    // the release that is judged took over at noon, and was started again at one
    ran(b, DAY, { suffix: '0a1b2d', at: '15:00:00' });
    ran(b, DAY, { suffix: '0a1b2e', at: '16:00:00' });
    const loss = (id: string, at: string, points: number) => [
      filled(`${id}e`, 'buy', 5000, at),
      filled(`${id}x`, 'sell', 5000 - points, at),
    ];
    const judged = async (orders: readonly object[], netBrl: number): Promise<string | undefined> => {
      const watch = watchOf(b, {}, () => ({ dailyLossLimit: 0.02 }) as never);
      begin(watch, DAY, { capitalBrl: 50_000, instruments: [{ symbol: 'WDOJ27' }], carried: { orders } });
      watch.onAlert(1, 'critical', 'dailyLoss', `daily loss limit: ${netBrl} BRL of 50000 BRL capital`);
      await wait(EVERY_MS * 4);
      watch.close();
      return named();
    };
    // 100 points of one contract: 1000 BRL
    expect(await judged(loss('1', '13:00:00', 100), -1000)).toBe(b);
    expect(await judged([filled('1e', 'buy', 5000, '13:00:00')], -1000)).toBe(b);
    expect(told).toEqual([]);
    expect(await judged([...loss('1', '13:00:00', 50), ...loss('2', '15:30:00', 100)], -1500)).toBe(a);
    expect(told).toHaveLength(1);
  });

  it('is told after a crash between the history and the channel, or before anybody was told; two judges roll back once', () => {
    const [a, b, c] = [build('a'), build('b'), build('c')];
    for (const each of [a, b, c]) point(each);
    const breach = { kind: 'loss', text: 'too much', figure: 1, limit: 0 } as const;
    const ended = { ...channel(), release: c, breach, day: DAY, at: '2027-03-02T14:00:00Z', rollsBack: true };
    endProbation(ended);
    endProbation({ ...ended, at: '2027-03-02T14:00:01Z' });
    expect([named(), readHistoryFile(historyPath(temp.home, 'sample', 'demo')).length]).toEqual([b, 4]);
    // the rename of the channel never came
    writeFileSync(
      channelPath(temp.home, 'sample', 'demo'),
      JSON.stringify({ release: c, at: '2027-03-01T10:00:00Z', by: 'ana' }),
    );
    endProbation({ ...ended, at: '2027-03-02T14:00:02Z' });
    expect(named()).toBe(b);
    const words: string[] = [];
    const tell = (code: string): void => {
      words.push(code);
    };
    for (let k = 0; k < 3; k++) tellOfBreak(channel(), tell);
    expect(words).toEqual(['releaseRolledBack']);
    expect(rollback({ ...channel(), at: ended.at, by: 'ana', trustedKeys: [temp.key] }).to).toBe(a);
  });

  it('which nobody can write down is told once, and holds its session back all the same', async () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    const watch = watchOf(b);
    begin(watch);
    await wait(EVERY_MS * 4);
    const history = historyPath(temp.home, 'sample', 'demo');
    writeFileSync(history, 'broken\n');
    watch.onAlert(1, 'critical', 'dailyLoss', 'daily loss limit');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toContain('could not be judged');
    expect(told[0]).toContain('critical probationUnknown');
    await wait(EVERY_MS * 6);
    expect([told.length, named()]).toEqual([1, b]);
    expect(watch.heldBack()).toContain('daily loss limit');
  });

  it('while another moves the channel is held back and judged a moment later; only what stays busy is told', async () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    let nowMs = Date.parse(`${DAY}T14:00:00Z`);
    const watch = new ProbationWatch({
      ...{ ...channel(), release: () => b, settings: defaultProbation, everyMs: EVERY_MS, nowMs: () => nowMs },
      tell: (severity, code) => told.push(`${severity} ${code}`),
    });
    watches.push(watch);
    begin(watch);
    const lock = new DatabaseSync(`${channelPath(temp.home, 'sample', 'demo')}.lock.sqlite`);
    lock.exec('BEGIN IMMEDIATE');
    watch.onAlert(1, 'critical', 'dailyLoss', 'daily loss limit');
    for (let seconds = 0; seconds < 9; seconds += 3) {
      nowMs += 3000;
      await wait(300);
    }
    expect([told, named()]).toEqual([[], b]);
    expect(watch.heldBack()).toContain('daily loss limit');
    nowMs += 6000;
    await vi.waitFor(() => expect(told).toEqual(['critical probationUnknown']));
    lock.close();
    nowMs += 2000;
    await vi.waitFor(() => expect(told).toEqual(['critical probationUnknown', 'critical releaseRolledBack']));
    expect(named()).toBe(a);
  });

  it('that nobody can ask about opens nothing until it can be judged, and is said to be unknown, not broken', () => {
    const a = build('a');
    point(a);
    const file = historyPath(temp.home, 'sample', 'demo');
    const text = readFileSync(file);
    writeFileSync(file, 'broken\n');
    const watch = watchOf(a);
    begin(watch);
    const why = watch.heldBack();
    expect(why).toContain(`the probation of ${a} could not be judged: `);
    begin(watch);
    expect([told, watch.heldBack()]).toEqual([[`critical probationUnknown ${why}`], why]);
    writeFileSync(file, text);
    begin(watch);
    expect(watch.heldBack()).toBeUndefined();
    // between sessions too: the certificate of the day before may say that it broke
    writeFileSync(file, 'broken\n');
    const next = watchOf(a);
    next.idle();
    writeFileSync(file, text);
    begin(next, '2027-03-03');
    expect([told.length, next.heldBack()]).toEqual([2, why]);
  });

  it('by the certificate of its first session is rolled back between sessions; a later one, an unsigned one and a good one say nothing', () => {
    const [a, b] = [build('a'), build('b')];
    point(a);
    point(b);
    const watch = watchOf(b);
    // a session that did not sleep before it begins judges too
    const judged = (): readonly [string | undefined, number] => {
      watch.certified();
      watch.begins();
      return [named(), told.length];
    };
    const first = ran(b, DAY_BEFORE);
    certify(first, DAY_BEFORE, b, true);
    certify(ran(b, DAY), DAY, b, false);
    expect(judged()).toEqual([b, 0]);
    certify(first, DAY_BEFORE, b, false);
    const signature = join(first, CERTIFICATE_SIGNATURE_FILE);
    const bytes = readFileSync(signature);
    rmSync(signature);
    expect(judged()).toEqual([b, 0]);
    writeFileSync(signature, bytes);
    expect(judged()).toEqual([a, 1]);
    expect(told[0]).toContain(
      `in the session of ${DAY_BEFORE}: the replay of ${basename(first)} differs at outcome.kind`,
    );
    expect(judged()).toEqual([a, 1]);
  });
});

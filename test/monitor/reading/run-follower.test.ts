// A recorded day beside what its engine said of itself: every number that the monitor reads again, at any moment, against the run's own.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EventLogReader } from '../../../src/adapters/journal/event-log-reader.ts';
import { readRunInfo, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../../src/adapters/journal/run-info.ts';
import {
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  isPriceOfMarket,
  Kind,
} from '../../../src/core/market/event-record.ts';
import { openRunSource } from '../../../src/monitor/reading/run-follower.ts';
import { listRuns, runFolderOf } from '../../../src/monitor/reading/run-list.ts';
import type { Measured } from '../../../src/monitor/view/measured.ts';
import type { NowView } from '../../../src/monitor/view/now-view.ts';
import type { RunSource } from '../../../src/monitor/view/run-source.ts';
import type { SimulatedRun } from '../../../src/runner/simulated-run.ts';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder } from '../../cli/support/qt.ts';
import { planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';
import { WrittenAgain } from '../recorded-run.ts';

const home = temporaryFolder('monitor-reading');
const MINUTE_US = 60_000_000;
let run: SimulatedRun;
let folder: string;
let source: RunSource;
let sql: DatabaseSync;

beforeAll(async () => {
  await storeDays(home, 3);
  const plan = await planOf();
  run = await runDay(home, plan, { mode: 'paper' });
  await plan.model?.predictor.close();
  folder = run.folder!;
  source = openRunSource(home, folder);
  await source.follow();
  sql = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
  expect(run.collector.fills.length).toBeGreaterThan(3);
});

afterAll(() => {
  source.close();
  sql.close();
});

function rows(text: string): readonly Record<string, unknown>[] {
  return sql.prepare(text).all();
}

function given<T>(measured: Measured<T>): T {
  if (measured.kind === 'absent') throw new Error(`absent: ${measured.why} ${measured.detail}`);
  return measured.value;
}

interface Minute {
  openUs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** From the trades of the log alone, by the exchange's minute. */
function minutesOfTrades(): readonly Minute[] {
  const minutes = new Map<number, Minute>();
  const log = new EventLogReader(folder);
  for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) {
    for (let k = 0; k < group.length; k++) {
      if (group.kindAt(k) !== Kind.trade) continue;
      if (!isPriceOfMarket((group.flagsAt(k) >> CONDITION_SHIFT) & CONDITION_MASK)) continue;
      const openUs = Math.floor(group.exchangeTimeUsAt(k) / MINUTE_US) * MINUTE_US;
      const price = group.f64[group.f64At(k) + F64_A]!;
      const found = minutes.get(openUs) ?? { openUs, open: price, high: price, low: price, close: price, volume: 0 };
      found.high = Math.max(found.high, price);
      found.low = Math.min(found.low, price);
      found.close = price;
      found.volume += group.f64[group.f64At(k) + F64_B]!;
      minutes.set(openUs, found);
    }
  }
  log.close();
  return [...minutes.values()].sort((a, b) => a.openUs - b.openUs);
}

describe('what is read of a run', () => {
  it('has the candles that its trades make', () => {
    const candles = source.candles({}).map(({ openUs, open, high, low, close, volume }) => {
      return { openUs, open, high, low, close, volume };
    });
    expect(candles.length).toBeGreaterThan(500);
    expect(candles).toEqual(minutesOfTrades().slice(0, candles.length));
    const { fromUs, toUs } = { fromUs: candles[10]!.openUs, toUs: candles[20]!.openUs };
    expect(source.candles({ fromUs, toUs })).toHaveLength(11);
  });

  it('has the result that the engine had, at the end and at each fill', async () => {
    const { equityUs, equityE4, fills } = run.collector;
    const last = equityE4.at(-1)! / 10_000;
    const session = await source.session();
    expect(given(source.now().result.netBrl)).toBe(last);
    expect(given(session.result.netBrl)).toBe(last);
    const costs = fills.reduce((sum, { fill }) => sum + fill.costsE4, 0) / 10_000;
    expect(given(session.result.costsBrl)).toBeCloseTo(costs, 9);
    const curve = new Map(source.equity({}).map(({ timeUs, netBrl }) => [timeUs, netBrl]));
    for (const { moment } of rows(
      "SELECT DISTINCT time_us AS moment FROM order_update WHERE kind = 'fill'",
    ) as readonly { moment: number }[]) {
      expect(curve.get(moment)).toBe(equityE4[equityUs.lastIndexOf(moment)]! / 10_000);
    }
  });

  it('shows each moment as the engine saw it: price, position and result at its decisions', async () => {
    const { equityUs, equityE4 } = run.collector;
    const decisions = rows('SELECT id, seq, time_us, inputs FROM decision ORDER BY id');
    let held = 0;
    for (const { id, time_us: timeUs, inputs } of decisions.filter((_, k) => k % 9 === 0)) {
      const { price, position } = JSON.parse(String(inputs)) as {
        price: number | null;
        position: { quantity: number; averagePrice: number | null };
      };
      const view = await source.at(timeUs as number);
      expect(view.isReplay).toBe(true);
      expect(view.atUs).toBeLessThanOrEqual(timeUs as number);
      expect(given(view.decision).id).toBe(id);
      expect(view.price.kind === 'known' ? view.price.value : null).toBe(price);
      const [position0] = given(view.positions);
      expect(position0?.quantity ?? 0).toBe(position.quantity);
      expect(position0?.averagePrice ?? null).toBe(position.averagePrice);
      expect(given(view.result.netBrl)).toBe(equityE4[equityUs.lastIndexOf(timeUs as number)]! / 10_000);
      if (position0 === undefined) continue;
      held += 1;
      expect(position0.isCovered).toBe(true);
      expect(view.lines.map(({ kind }) => kind).sort()).toEqual(['average', 'stop', 'target']);
    }
    expect(held).toBeGreaterThan(0);
  });

  it('lists what the journal has, page by page', () => {
    const pages: number[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page = source.decisions({ before: before ?? undefined, limit: 100 });
      pages.push(...page.rows.map(({ id }) => id));
      before = page.before;
    }
    expect(pages).toEqual(rows('SELECT id FROM decision ORDER BY id DESC').map(({ id }) => id));
    const [first] = source.decisions({ limit: 1, before: 101 }).rows;
    const stored = rows('SELECT * FROM decision WHERE id = 100')[0]!;
    expect(first).toMatchObject({ seq: stored.seq, timeUs: stored.time_us, outcome: stored.outcome_kind });
    expect(first!.gates).toEqual(JSON.parse(String(stored.gates)));
    const alerts = source.alerts({ limit: 500 }).rows;
    expect(alerts.map(({ code }) => code)).toEqual(rows('SELECT code FROM alert ORDER BY id DESC').map((a) => a.code));
    expect(source.fills({ limit: 500 }).rows).toHaveLength(run.collector.fills.length);
  });

  it('has every order with its whole life', () => {
    const orders = source.orders({ limit: 500 }).rows;
    const sent = rows("SELECT client_order_id AS id, time_us FROM command WHERE kind = 'submit' ORDER BY id DESC");
    expect(orders).toHaveLength(sent.length);
    for (const { id, time_us: sentUs } of sent) {
      const order = orders.find(({ clientOrderId }) => clientOrderId === id)!;
      const told = rows(`SELECT body FROM order_update WHERE client_order_id = '${String(id)}' ORDER BY id`).map(
        ({ body }) => JSON.parse(String(body)) as { kind: string; status?: string; quantity: number },
      );
      expect(order.sentUs).toBe(sentUs);
      expect(order.status).toBe(told.findLast(({ kind }) => kind === 'orderUpdate')!.status);
      const filled = told.filter(({ kind }) => kind === 'fill').reduce((sum, { quantity }) => sum + quantity, 0);
      expect(order.filledQuantity).toBe(filled);
      expect(order.steps.filter(({ kind }) => kind === 'fill' || kind === 'update')).toHaveLength(told.length);
    }
  });

  it('counts holds as the run did, whole and by quarters of an hour', async () => {
    expect((await source.session()).counts.holds).toEqual(run.collector.holdReasons);
    const summed: Record<string, number> = {};
    for (const { holds, fromUs, toUs } of source.holds({})) {
      expect(toUs - fromUs).toBe(15 * MINUTE_US);
      for (const [code, count] of Object.entries(holds)) summed[code] = (summed[code] ?? 0) + count;
    }
    expect(summed).toEqual(run.collector.holdReasons);
  });

  it('has the regimes that the run had', () => {
    const bands = source.now().regimes.map(({ fromUs, toUs, kind }) => ({ fromUs, toUs, kind }));
    expect(bands).toEqual(run.collector.regimes);
  });

  it('sets slippage beside the plan of the decision', async () => {
    const entries = source.fills({ limit: 500 }).rows.filter(({ role }) => role === 'entry');
    const planned = new Map(
      rows("SELECT seq, json_extract(outcome, '$.entryPrice') AS price FROM decision WHERE outcome_kind = 'enter'").map(
        ({ seq, price }) => [seq, price as number],
      ),
    );
    const commands = new Map(rows('SELECT client_order_id AS id, seq FROM command').map(({ id, seq }) => [id, seq]));
    for (const { clientOrderId, price, side, slippagePoints } of entries) {
      const worse = (price - planned.get(commands.get(clientOrderId))!) * (side === 'buy' ? 1 : -1);
      expect(slippagePoints).toBe(worse);
    }
    const contracts = entries.reduce((sum, { quantity }) => sum + quantity, 0);
    const row = (await source.session()).slippage.find(({ role }) => role === 'entry')!;
    expect(row).toMatchObject({ fills: entries.length, contracts, assumedPoints: 0.5 });
  });

  it('has the inputs of the last decision beside their training', () => {
    const features = given(source.now().features);
    const { features: values } = given(source.now().decision);
    expect(Object.fromEntries(features.map(({ feature, value }) => [feature, value]))).toEqual(values);
    for (const { value, trainedLow, trainedHigh, isOutsideTraining } of features) {
      expect(isOutsideTraining).toBe(value! < trainedLow! || value! > trainedHigh!);
    }
  });

  it('tells all of it to a client that has seen nothing, and nothing to one that has seen all', () => {
    let place = { candles: 0, decisions: 0, orderSteps: 0, fills: 0, alerts: 0 };
    const counts: Record<string, Set<number>> = {};
    for (;;) {
      const told = source.since(place, 50);
      if (told.parts.length === 0) break;
      for (const { kind, row } of told.parts) {
        counts[kind] ??= new Set();
        counts[kind].add(row.id);
      }
      place = told.place;
    }
    expect(place).toEqual(source.place());
    const sizes = Object.fromEntries(Object.entries(counts).map(([kind, ids]) => [kind, ids.size]));
    const session = source.orders({ limit: 500 }).rows.length;
    expect(sizes).toEqual({
      ...{ candle: source.candles({}).length, decision: run.collector.decisions, order: session },
      ...{ fill: run.collector.fills.length, alert: run.collector.alerts.length },
    });
  });
});

/** What is of the file and not of the moment. */
function ofMoment(view: NowView): Partial<NowView> {
  const { run: _run, isReplay: _isReplay, notes: _notes, health, ...rest } = view;
  return { ...rest, health: health.filter(({ id }) => id !== 'runner') };
}

describe('a run that is being written', () => {
  it('shows at once what was flushed, and shows it again when the moment is asked for', async () => {
    const again = temporaryFolder('monitor-written');
    const written = new WrittenAgain(folder, again);
    const live = openRunSource(again, written.folder);
    const captured: NowView[] = [];
    const lists: unknown[] = [];
    const listsOf = (atUs?: number): unknown => ({
      orders: live.orders({ limit: 500, atUs }).rows,
      fills: live.fills({ limit: 500, atUs }).rows,
      candles: live.candles({ atUs }),
      equity: live.equity({ atUs }),
      holds: live.holds({ atUs }),
    });
    for (let step = 1; step <= 12; step++) {
      const timeUs = written.writeTo(Math.floor((written.length * step) / 13));
      written.journal.flush();
      await live.follow();
      const view = live.now();
      expect(view.run.state.kind).toBe('running');
      expect(view.notes).toEqual([]);
      expect(view.atUs).toBe(timeUs);
      captured.push(view);
      lists.push(listsOf());
    }
    expect(captured.some(({ positions }) => given(positions).length > 0)).toBe(true);
    written.writeTo(written.length);
    written.end();
    expect(readdirSync(written.folder)).not.toContain('journal.sqlite-wal');
    await live.follow();
    await vi.waitFor(() => expect(live.now().run.state.kind).toBe('ended'), 3000);
    expect(ofMoment(live.now())).toEqual(ofMoment(source.now()));
    // forwards, and back again
    for (const k of [0, 1, 5, 11, 8, 3]) {
      const view = await live.at(captured[k]!.atUs!);
      expect(ofMoment(view)).toEqual(ofMoment(captured[k]!));
      expect(listsOf(captured[k]!.atUs!)).toEqual(lists[k]);
    }
    const fresh = openRunSource(again, written.folder);
    expect(ofMoment(await fresh.at(captured[7]!.atUs!))).toEqual(ofMoment(captured[7]!));
    fresh.close();
    live.close();
  });

  it('takes an event only with the commands of the events before it', async () => {
    const again = temporaryFolder('monitor-order');
    const written = new WrittenAgain(folder, again);
    const live = openRunSource(again, written.folder);
    for (let index = 500; index < written.length; index += 500) {
      written.writeTo(index);
      // also in the middle of what the writer holds back
      if (index % 3 === 0) written.journal.flush();
      await live.follow();
    }
    written.writeTo(written.length);
    written.end();
    await live.follow();
    expect(ofMoment(live.now())).toEqual(ofMoment(source.now()));
    live.close();
  });
});

describe('a run that is damaged', () => {
  function copied(name: string): { readonly home: string; readonly folder: string } {
    const other = temporaryFolder(name);
    const to = join(other, 'runs', basename(folder));
    cpSync(folder, to, { recursive: true });
    return { home: other, folder: to };
  }

  async function shown(of: { readonly home: string; readonly folder: string }): Promise<NowView> {
    const damaged = openRunSource(of.home, of.folder);
    await damaged.follow();
    const view = damaged.now();
    const moment = ofMoment(await source.at(view.atUs ?? 0));
    if (view.seq !== null) expect(view.price).toEqual(moment.price);
    damaged.close();
    return view;
  }

  it('is shown up to a torn end, as it was then', async () => {
    const other = copied('monitor-torn');
    truncateSync(join(other.folder, 'events-0001.bin'), 2_000_005);
    const view = await shown(other);
    expect(view.notes).toHaveLength(1);
    expect(view.notes[0]).toContain('were cut off and left out');
    expect(view.seq).toBeGreaterThan(20_000);
    expect(ofMoment(view).positions).toEqual(ofMoment(await source.at(view.atUs!)).positions);
  });

  it('is shown up to the damage in its log', async () => {
    const other = copied('monitor-damaged');
    const file = join(other.folder, 'events-0001.bin');
    const bytes = readFileSync(file);
    bytes[1_500_000] = bytes[1_500_000]! ^ 0xff;
    writeFileSync(file, bytes);
    const view = await shown(other);
    expect(view.notes).toEqual([expect.stringContaining('what follows in the log is left out')]);
    expect(view.seq).toBeGreaterThan(10_000);
  });

  it('shows its market where the journal cannot be read, and its decisions where the log is gone', async () => {
    const noJournal = copied('monitor-no-journal');
    writeFileSync(join(noJournal.folder, 'journal.sqlite'), 'not a database');
    const market = await shown(noJournal);
    expect(market.notes.join()).toContain('Cannot read the journal');
    expect(given(market.price)).toBe(given(source.now().price));
    const noLog = copied('monitor-no-log');
    rmSync(join(noLog.folder, 'events-0001.bin'));
    const other = openRunSource(noLog.home, noLog.folder);
    await other.follow();
    expect(other.now().notes.join()).toContain('Cannot open the event log');
    expect(other.now().result.netBrl.kind).toBe('absent');
    expect(other.decisions({ limit: 5 }).rows).toHaveLength(5);
    other.close();
  });

  it('reads a row that holds something else for a fault of the journal, and goes on', async () => {
    const other = copied('monitor-row');
    const database = new DatabaseSync(join(other.folder, 'journal.sqlite'));
    database.exec("UPDATE decision SET gates = '{' WHERE id = 300");
    database.exec("UPDATE command SET body = '[1' WHERE id = 3");
    database.close();
    const view = await shown(other);
    expect(view.notes.join()).toContain('Cannot read the journal');
    // a command is missing: what is held is not known, and is not shown as nothing
    expect(view.positions).toMatchObject({ kind: 'absent', why: 'unreadable' });
    expect(view.result.netBrl).toMatchObject({ kind: 'absent', why: 'unreadable' });
    expect(view.risk).toEqual([]);
    const read = openRunSource(other.home, other.folder);
    const page = read.decisions({ limit: 2, before: 301 });
    expect(page).toMatchObject({ rows: [{ id: 299 }], leftOut: 1, before: 299 });
    const place = { ...read.place(), decisions: 298 };
    const told = read.since(place, 2);
    expect(told.parts.flatMap(({ kind, row }) => (kind === 'decision' ? [row.id] : []))).toEqual([299]);
    expect(told.place.decisions).toBe(300);
    read.close();
  });

  it('is shown as far as the journal of a killed backtest goes, with nothing half', async () => {
    const killedHome = temporaryFolder('monitor-killed');
    cpSync(join(home, 'datasets'), join(killedHome, 'datasets'), { recursive: true });
    const outcome = await outcomeOf(startNode(join(repositoryRoot, 'test/runner/killed-run.ts'), [killedHome]));
    expect(outcome.stdout).toContain('seen');
    const [summary] = listRuns(killedHome, { limit: 10 });
    expect(summary!.state.kind).toBe('dead');
    const killed = openRunSource(killedHome, runFolderOf(killedHome, summary!.run));
    await killed.follow();
    const view = killed.now();
    for (const { steps } of killed.orders({ limit: 100 }).rows) expect(steps[0]!.kind).toBe('sent');
    expect(view.run.state.kind).toBe('dead');
    expect(killed.place().decisions).toBe(view.decision.kind === 'known' ? view.decision.value.id : 0);
    killed.close();
  });
});

describe('the list of runs', () => {
  it('says of each what became of its process', () => {
    const other = temporaryFolder('monitor-list');
    const info = readRunInfo(folder);
    const add = (name: string, changes: Partial<RunInfo>): void => {
      mkdirSync(join(other, 'runs', name), { recursive: true });
      writeRunInfo(join(other, 'runs', name), { ...info, ...changes });
    };
    const gone = { finishedAtUtc: null, digest: null };
    add('20250101T000000Z-paper-a-000001', {});
    add('20250102T000000Z-paper-a-000002', { ...gone, pid: process.pid, startedAtUtc: new Date().toISOString() });
    // the number of a process that began long after the run
    add('20250103T000000Z-paper-a-000003', { ...gone, pid: process.pid, startedAtUtc: '2025-01-03T00:00:00.000Z' });
    add('20250104T000000Z-paper-a-000004', { ...gone, pid: 2 ** 22 + 1 });
    mkdirSync(join(other, 'runs', '20250105T000000Z-paper-a-000005'));
    writeFileSync(join(other, 'runs', '20250105T000000Z-paper-a-000005', 'run.json'), '{');
    const kinds = listRuns(other, { limit: 10 }).map(({ state }) => state.kind);
    expect(kinds).toEqual([
      'unreadable',
      'dead',
      process.platform === 'linux' ? 'dead' : 'running',
      'running',
      'ended',
    ]);
    const [page] = listRuns(other, { limit: 1, before: '20250103T000000Z-paper-a-000003' });
    expect(page!.run).toBe('20250102T000000Z-paper-a-000002');
    expect(listRuns(join(other, 'nothing'), { limit: 5 })).toEqual([]);
  });

  it('opens no folder outside of it, however the name is written', () => {
    const name = basename(folder);
    expect(runFolderOf(home, name)).toBe(folder);
    for (const bad of [
      '',
      '.',
      '..',
      `../runs/${name}`,
      `./${name}`,
      `${name}/`,
      `${name}\0`,
      'datasets',
      `..%2f${name}`,
    ]) {
      expect(() => runFolderOf(home, bad)).toThrow(/no run of this name/);
    }
  });
});

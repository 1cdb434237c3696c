// The recorded events of a run through engines that are, and are not, the one it ran in; and events, rows and models that were changed.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunInfo, writeRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../src/adapters/journal/run-info.ts';
import { UserError } from '../../src/adapters/user-error.ts';
import { F64_A, F64_RECEIVED, F64_SEQ, Kind, RECORD_BYTES } from '../../src/core/market/event-record.ts';
import { ruleRegime } from '../../src/core/regime/rule-regime.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import type { Recomputing } from '../../src/runner/prediction-check.ts';
import { type ReplayOptions, type ReplayResult, replay } from '../../src/runner/replay.ts';
import { makeEngine, planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun } from '../../src/runner/simulated-run.ts';
import { changeEvents } from '../cli/support/event-log-bytes.ts';
import { copyModel, negateModel } from '../cli/support/model-copy.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { engineSettingsOf, planOf, runDay, storeDays } from './synthetic-run.ts';

describe('the replay of a run', () => {
  const home = temporaryFolder('runner-replay');
  let plan: RunPlan;
  let run: SimulatedRun;

  beforeAll(async () => {
    await storeDays(home, 3);
    plan = await planOf();
    run = await runDay(home, plan);
    expect(run.collector.orders.length).toBeGreaterThan(0);
  });

  afterAll(async () => {
    await plan.model?.predictor.close();
  });

  /** Replays a folder in the engine of the run. */
  const again = (folder: string, options: Partial<ReplayOptions> = {}): Promise<ReplayResult> =>
    replay({ folder, engine: makeEngine(plan, engineSettingsOf(run)), ...options });

  const copyOfRun = (name: string, changes: Partial<RunInfo> = {}): string => {
    const copy = join(home, name);
    cpSync(run.folder!, copy, { recursive: true });
    writeRunInfo(copy, { ...readRunInfo(copy), ...changes });
    return copy;
  };

  const inJournal = (folder: string, sql: string): void => {
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec(sql);
    database.close();
  };

  const recomputedBy = ({ model, strategy }: RunPlan): ReadonlyMap<string, Recomputing> =>
    new Map([[strategy.name, { predictor: model!.predictor, thresholds: model!.manifest.thresholds.fitted! }]]);

  /** Replays in an engine whose strategy was changed. */
  const replayed = (change: Partial<Strategy>, settings: object = {}): Promise<ReplayResult> => {
    const strategy = { ...plan.strategy, ...change };
    const changed: RunPlan = { ...plan, strategy, setup: { ...plan.setup, strategy } };
    return replay({ folder: run.folder!, engine: makeEngine(changed, { ...engineSettingsOf(run), ...settings }) });
  };

  it('is identical in the engine that it ran in, any number of times', async () => {
    for (let time = 0; time < 2; time++) {
      const { identical, decisions, firstDifference, notices } = await replayed({});
      expect({ identical, firstDifference, notices }).toEqual({ identical: true, firstDifference: null, notices: [] });
      expect(decisions).toBe(run.collector.decisions);
    }
  });

  it('differs where candles last a minute longer', async () => {
    const { identical, firstDifference, decisions } = await replayed({ candle: '2m' });
    expect(identical).toBe(false);
    expect(decisions).toBe(firstDifference!.index);
    expect(firstDifference!.index).toBe(0);
  });

  it('differs where a trend must be stronger', async () => {
    const { identical, firstDifference } = await replayed({ regime: ruleRegime({ adxEnter: 30 }) });
    expect(identical).toBe(false);
    expect(firstDifference!.path).toMatch(/^inputs\.regime\./);
  });

  it('differs where the strategy wants another stop, in what is entered and not before', async () => {
    const decide: Strategy['decide'] = (context) => {
      const wanted = plan.strategy.decide(context);
      return wanted.kind === 'direction' ? { ...wanted, bracket: { ...wanted.bracket, stopPoints: 9 } } : wanted;
    };
    const { identical, firstDifference } = await replayed({ decide });
    expect(identical).toBe(false);
    expect(firstDifference!.path).toMatch(/^outcome\.(quantity|stopPrice)$/);
  });

  it('differs where costs leave no room for a trade', async () => {
    const { identical, firstDifference } = await replayed({}, { roundTripCostsE4: 100_000_000 });
    expect(identical).toBe(false);
    expect(firstDifference).toMatchObject({ path: 'outcome.kind', expected: 'enter', actual: 'hold' });
  });

  describe('with its predictions computed again', () => {
    it('is identical, and says how many there were', async () => {
      const { identical, predictions, notices } = await again(run.folder!, { recomputing: recomputedBy(plan) });
      expect({ identical, notices }).toEqual({ identical: true, notices: [] });
      expect(predictions).toMatchObject({ flipped: 0 });
      expect(predictions!.checked).toBeGreaterThan(100);
      expect(predictions!.maxDeviation).toBeLessThanOrEqual(1e-6);
      expect((await again(run.folder!)).predictions).toBeNull();
    });

    it('differs in the first prediction of another model, and counts the gates it flips', async () => {
      const folder = join(home, 'negated');
      copyModel(folder);
      negateModel(folder);
      const negated = await planRun({ code: plan.code, modelFolder: folder });
      const result = await again(run.folder!, { recomputing: recomputedBy(negated) });
      await negated.model!.predictor.close();
      const { identical, firstDifference, predictions, decisions } = result;
      expect({ identical, decisions }).toEqual({ identical: false, decisions: run.collector.decisions });
      expect(firstDifference!.path).toBe('prediction.direction');
      expect(firstDifference!.actual).toBeCloseTo(-(firstDifference!.expected as number), 6);
      expect(predictions!.flipped).toBeGreaterThan(0);
    });
  });

  describe('of events that were changed behind their checksums', () => {
    it('differs where a price changed that no decision saw', async () => {
      const folder = copyOfRun('agent');
      changeEvents(folder, (records, group) => {
        // the quantity at a level of the book, which this strategy does not look at
        const at = recordOf(records, Kind.bookChange);
        if (group === 2) records[at + (F64_A + 1) * 8 + 5]! ^= 1;
        return records;
      });
      const { identical, decisions, firstDifference, notices } = await again(folder);
      expect({ identical, decisions }).toEqual({ identical: false, decisions: run.collector.decisions });
      expect(firstDifference).toMatchObject({ path: 'events', expected: readRunInfo(folder).eventsSha256 });
      expect(notices).toEqual([expect.stringContaining('The events are not those of the run')]);
    });

    it('names the seq of an event that was lost', async () => {
      const folder = copyOfRun('lost');
      changeEvents(folder, (records, group) => (group === 3 ? records.subarray(RECORD_BYTES) : records));
      const { identical, firstDifference } = await again(folder);
      const seq = firstDifference!.expected as number;
      expect(identical).toBe(false);
      expect(firstDifference).toMatchObject({ path: `events[${seq}].seq`, actual: seq + 1 });
    });

    it('names the event from which time goes back', async () => {
      const folder = copyOfRun('back');
      let seq = 0;
      changeEvents(folder, (records, group) => {
        const at = RECORD_BYTES * 50;
        if (group !== 3) return records;
        seq = records.readDoubleLE(at + F64_SEQ * 8);
        records.writeDoubleLE(records.readDoubleLE(at + F64_RECEIVED * 8) - 60e6, at + F64_RECEIVED * 8);
        return records;
      });
      expect((await again(folder)).firstDifference!.path).toBe(`events[${seq}].receivedTimeUs`);
    });

    it('says what the engine cannot do with an event, and where', async () => {
      const folder = copyOfRun('thrown');
      changeEvents(folder, (records) => {
        const text = records.indexOf('"symbol":"WDO');
        if (text >= 0) records.write('"symbol":"XXX', text);
        return records;
      });
      const { identical, firstDifference, thrown } = await again(folder);
      expect(identical).toBe(false);
      expect(firstDifference).toMatchObject({ index: 0, path: 'events[0]', expected: null });
      expect(firstDifference!.actual).toContain('XXX');
      expect(thrown).toBeInstanceOf(Error);
    });

    it('is never identical nor a mistake of the program, whichever bit it was', async () => {
      let random = 1;
      const next = (below: number): number => {
        random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((random / 2 ** 32) * below);
      };
      for (let round = 0; round < 8; round++) {
        const folder = copyOfRun(`bit-${round}`);
        const target = next(8);
        changeEvents(folder, (records, group) => {
          if (group === target) records[next(records.length)]! ^= 1 << next(8);
          return records;
        });
        const outcome = await again(folder, { ignoreChecksum: true }).catch((error: unknown) => error);
        if (!(outcome instanceof UserError)) expect(outcome).toMatchObject({ identical: false });
      }
    });
  });

  describe('of a run that was not finished', () => {
    const unfinished = { finishedAtUtc: null, digest: null, eventsSha256: undefined };
    const notClosed = "DELETE FROM meta WHERE key = 'closed'";

    it('says how many decisions lie beyond its journal', async () => {
      const folder = copyOfRun('cut-off', unfinished);
      const seq = 'SELECT seq FROM decision ORDER BY id DESC LIMIT 1 OFFSET 3';
      // in the order of the journal nothing stands behind the rows that were not durable
      const tables = ['decision', 'command', 'order_update', 'prediction', 'operator', 'alert'];
      const cuts = tables
        .filter((name) => name !== 'decision')
        .map((name) => `DELETE FROM ${name} WHERE seq > (${seq});`);
      inJournal(folder, `${notClosed}; ${cuts.join(' ')} DELETE FROM decision WHERE seq > (${seq});`);
      const { identical, decisions, notices } = await again(folder);
      expect({ identical, decisions }).toEqual({ identical: true, decisions: run.collector.decisions - 3 });
      expect(notices).toEqual([expect.stringContaining('not finished')]);
      expect(notices[0]).toContain('3 decisions, 0 commands, 0 alerts of the replay lie beyond it');
    });

    it('differs where decisions were taken out that later rows prove', async () => {
      const folder = copyOfRun('taken-out', unfinished);
      inJournal(folder, `${notClosed}; DELETE FROM decision WHERE id > (SELECT max(id) / 2 FROM decision)`);
      const { identical, firstDifference } = await again(folder);
      expect(identical).toBe(false);
      expect(firstDifference).toMatchObject({ path: 'extra', expected: null });
    });

    it('differs where decisions are gone from a journal that was closed in order', async () => {
      const folder = copyOfRun('closed', unfinished);
      inJournal(folder, 'DELETE FROM decision WHERE id = (SELECT max(id) FROM decision)');
      expect((await again(folder)).firstDifference).toMatchObject({ path: 'extra' });
    });
  });

  it('says of a run of an earlier version that its events have no hash', async () => {
    const { identical, notices } = await again(copyOfRun('earlier', { eventsSha256: undefined }));
    expect({ identical, notices }).toEqual({ identical: true, notices: [expect.stringContaining('no hash')] });
  });

  it('names column and row of a journal that holds something else', async () => {
    const folder = copyOfRun('other-row');
    inJournal(folder, `UPDATE decision SET gates = '{"gate":1}' WHERE id = 5`);
    await expect(again(folder)).rejects.toMatchObject({ code: 'journal-invalid', field: 'gates' });
  });
});

function recordOf(records: Buffer, kind: number): number {
  for (let at = 0; at < records.length; at += RECORD_BYTES) if (records[at] === kind) return at;
  return 0;
}

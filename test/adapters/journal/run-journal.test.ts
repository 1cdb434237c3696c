// Journals runs and reads them back: all of it, in order, durable when it must be, also after the writer was killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalledEvent } from '../../../src/adapters/journal/restore-fields.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../../../src/core/engine/decision-record.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { arbitraryPayload } from './arbitrary-events.ts';
import { journalEvent, START_US, sampleCommand, sampleDecision, sampleFill, tradesBatch } from './plain-samples.ts';
import { errorOf, sampleRun, temporaryFolder } from './run-samples.ts';

const DURABLE = { mode: 'durable', events: { run: 'test' } } as const;
const outcomes: readonly DecisionRecord['outcome'][] = [
  { kind: 'hold', code: 'staleData', reason: 'no trade for 3 s' },
  { kind: 'flat', reason: 'close' },
  {
    kind: 'enter',
    side: 'sell',
    quantity: 2,
    entryPrice: 5400.5,
    stopPrice: 5405.5,
    targetPrice: 5390.5,
    reason: 'a "b" ç',
  },
];

function lastLoggedSeq(folder: string): number {
  const log = openRun(folder).eventLog();
  let seq = 0;
  for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) seq = group.seqAt(group.length - 1);
  log.close();
  return seq;
}

describe.each(['durable', 'bulk'] as const)('run journal in mode %s', (mode) => {
  it('gives back decisions, commands, fills and alerts as they were, in order', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, { mode, events: null });
    const decisions = Array.from({ length: 700 }, (_, k) =>
      sampleDecision(k % 500, { outcome: outcomes[k % 3]!, epoch: Math.floor(k / 500) }),
    );
    const commands = Array.from({ length: 40 }, (_, k) => sampleCommand(k));
    const fills = Array.from({ length: 30 }, (_, k) => sampleFill(k));
    for (const record of decisions) journal.decision(record);
    for (let k = 0; k < commands.length; k += 2) journal.commands(commands.slice(k, k + 2));
    for (const [k, fill] of fills.entries()) journalEvent(journal, fill, k);
    journal.alert(5, START_US, 'critical', 'halted', 'position differs');
    journal.close();
    const run = openRun(folder);
    expect([...run.decisions()]).toStrictEqual(decisions);
    expect([...run.commands()]).toStrictEqual(commands);
    expect([...run.fills()]).toStrictEqual(fills);
    expect([...run.alerts()]).toEqual([
      { seq: 5, timeUs: START_US, severity: 'critical', code: 'halted', text: 'position differs' },
    ]);
    expect([...run.decisions(698)]).toStrictEqual(decisions.slice(698));
    expect([...run.decisions(700)]).toEqual([]);
    run.close();
  });

  it('leaves one file, complete, beside run.json', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, { mode, events: null });
    journal.decision(sampleDecision(0));
    journal.close();
    journal.close();
    expect(readdirSync(folder).sort()).toEqual(['journal.sqlite', 'run.json']);
  });

  it('closes beside a reader without losing anything', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, { mode, events: null });
    journal.decision(sampleDecision(0));
    journal.flush();
    const run = openRun(folder);
    const rows = run.decisions();
    rows.next();
    journal.decision(sampleDecision(1));
    journal.close();
    run.close();
    const again = openRun(folder);
    expect([...again.decisions()]).toHaveLength(2);
    again.close();
  });
});

describe('run journal', () => {
  it('keeps every order update, fill, prediction and operator command of the event stream, and no other event', () => {
    const kinds = ['orderUpdate', 'fill', 'predictionReady', 'predictionTimedOut', 'operatorCommand', 'gap'] as const;
    const event = fc.oneof(
      ...kinds.map((kind) => (arbitraryPayload[kind] as fc.Arbitrary<object>).map((fields) => ({ kind, ...fields }))),
    ) as fc.Arbitrary<JournalledEvent>;
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), (events) => {
        const folder = sampleRun();
        const journal = new RunJournal(folder, { mode: 'bulk', events: null });
        for (const [k, payload] of events.entries()) journalEvent(journal, payload, k + 1);
        journal.close();
        const run = openRun(folder);
        const read = [...run.orderEvents(), ...run.predictions(), ...run.operatorCommands()];
        run.close();
        read.sort((a, b) => a.seq - b.seq);
        const expected = events
          .map((payload, k) => ({ seq: k + 1, timeUs: START_US + k + 1, event: payload }))
          .filter((row) => row.event.kind !== 'gap');
        expect(read).toStrictEqual(expected);
      }),
      { seed: 5, numRuns: propertyRuns(20) },
    );
  });

  it('refuses a number that JSON has no word for, where JSON itself would write null', () => {
    const journal = new RunJournal(sampleRun(), DURABLE);
    const inputs = { ...sampleDecision(0).inputs, price: Number.NaN };
    expect(() => journal.decision(sampleDecision(0, { inputs }))).toThrow('NaN has no place in a journal');
    journal.close();
  });

  it('has commands and everything before them on disk when commands() returns, and nothing after', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    const trades = tradesBatch(10);
    const run = openRun(folder);
    for (let index = 0; index < 9; index++) journal.event(trades, index);
    journalEvent(journal, sampleFill(0), 10);
    journal.decision(sampleDecision(0));
    expect([...run.decisions()]).toHaveLength(0);
    expect(lastLoggedSeq(folder)).toBe(0);
    journal.commands([sampleCommand(0), sampleCommand(3)]);
    journal.decision(sampleDecision(1));
    expect([...run.commands()]).toStrictEqual([sampleCommand(0), sampleCommand(3)]);
    expect([...run.decisions()]).toStrictEqual([sampleDecision(0)]);
    expect([...run.fills()]).toStrictEqual([sampleFill(0)]);
    expect(lastLoggedSeq(folder)).toBe(10);
    journal.commands([]);
    expect([...run.decisions()]).toHaveLength(1);
    journal.flush();
    expect([...run.decisions()]).toHaveLength(2);
    run.close();
    journal.close();
  });

  it('commits by itself every 256 rows', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    const run = openRun(folder);
    for (let k = 0; k < 300; k++) journal.decision(sampleDecision(k));
    expect([...run.decisions()]).toHaveLength(256);
    run.close();
    journal.close();
  });

  it('waits for the disk at every commit in mode durable', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    const database = (journal as unknown as { database: { database: DatabaseSync } }).database.database;
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    journal.close();
  });

  it('stays failed after a failed write, and keeps what it had acknowledged', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    journal.commands([sampleCommand(0)]);
    const other = new DatabaseSync(join(folder, 'journal.sqlite'));
    other.exec("CREATE TRIGGER full BEFORE INSERT ON alert BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END");
    other.close();
    journal.decision(sampleDecision(0));
    const error = errorOf(() => journal.alert(1, 0, 'info', 'a', 'b'));
    expect(error).toMatchObject({ code: 'journal-not-writable', message: expect.stringContaining('disk is full') });
    expect(errorOf(() => journal.commands([sampleCommand(1)]))).toBe(error);
    expect(errorOf(() => journal.decision(sampleDecision(1)))).toBe(error);
    journal.close();
    const run = openRun(folder);
    expect([...run.commands()]).toStrictEqual([sampleCommand(0)]);
    expect([...run.decisions()]).toEqual([]);
    run.close();
  });

  it('is written by one run only', () => {
    const folder = sampleRun();
    new RunJournal(folder, DURABLE).close();
    expect(errorOf(() => new RunJournal(folder, DURABLE)).code).toBe('journal-exists');
    expect(errorOf(() => new RunJournal(join(folder, 'absent'), DURABLE)).code).toBe('journal-not-writable');
  });
});

describe('a killed writer', () => {
  it('leaves every acknowledged command, with the decisions, fills and events before it', {
    timeout: 30_000,
  }, async () => {
    const folder = sampleRun();
    const script = join(dirname(fileURLToPath(import.meta.url)), 'crash-writer.ts');
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let acknowledged = -1;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      if (acknowledged === 60) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(acknowledged).toBeGreaterThanOrEqual(60);

    const run = openRun(folder);
    const commands = [...run.commands()];
    expect(commands.length).toBeGreaterThan(acknowledged);
    commands.forEach((command, round) => {
      expect(command).toStrictEqual({ ...sampleCommand(round), seq: round * 52 + 51 });
    });
    const decisions = [...run.decisions()].filter((record) => record.strategyId === 'wdo-regime');
    expect(decisions.map((record) => record.index)).toEqual(commands.map((_, round) => round));
    expect([...run.fills()]).toHaveLength(commands.length);
    expect(run.info.finishedAtUtc).toBeNull();
    run.close();
    expect(lastLoggedSeq(folder)).toBeGreaterThanOrEqual(acknowledged * 52 + 51);
  });
});

describe('run reader', () => {
  it('says what is wrong with a folder that is no run, or a journal that is none', () => {
    expect(errorOf(() => openRun(temporaryFolder())).code).toBe('run-missing');
    const folder = sampleRun();
    expect(errorOf(() => openRun(folder)).code).toBe('journal-missing');
    writeFileSync(join(folder, 'journal.sqlite'), 'x'.repeat(5000));
    expect(errorOf(() => openRun(folder))).toMatchObject({
      code: 'journal-invalid',
      file: join(folder, 'journal.sqlite'),
    });
  });

  it('names table, row and column of a text that cannot be read', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    journal.decision(sampleDecision(0));
    journal.close();
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec("UPDATE decision SET gates = '[{'");
    database.close();
    const run = openRun(folder);
    const error = errorOf(() => [...run.decisions()]);
    expect(error).toMatchObject({ code: 'journal-invalid', field: 'gates' });
    expect(error.message).toContain('table decision, row 1, column gates');
    run.close();
  });

  it('refuses a journal of another version', () => {
    const folder = sampleRun();
    new RunJournal(folder, DURABLE).close();
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec("UPDATE meta SET value = '2' WHERE key = 'schemaVersion'");
    database.close();
    expect(errorOf(() => openRun(folder))).toMatchObject({ code: 'journal-invalid', field: 'schemaVersion' });
  });
});

describe('conditions of trading', () => {
  it('and who armed it are read back as they changed', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    journal.gate({ timeUs: START_US, id: 'host', state: 'waiting', text: 'it does not answer' });
    journal.gate({ timeUs: START_US + 1, id: 'host', state: 'open', text: 'it runs' });
    journal.arming({ timeUs: START_US, account: '1:A', by: 'qt live by ana' });
    journal.close();
    const run = openRun(folder);
    expect([...run.gates()].map(({ state, timeUs }) => [state, timeUs - START_US])).toEqual([
      ['waiting', 0],
      ['open', 1],
    ]);
    expect([...run.armings()]).toEqual([{ timeUs: START_US, account: '1:A', by: 'qt live by ana' }]);
    run.close();
  });

  it('are none in a journal of before, nor are the times of its commands', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    journalEvent(journal, sampleFill(0), 0);
    journal.commands([sampleCommand(0)]);
    journal.close();
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec('DROP TABLE gate; DROP TABLE arming; ALTER TABLE command DROP COLUMN time_us');
    database.exec('ALTER TABLE trading_state DROP COLUMN best_net_e4');
    database.close();
    const run = openRun(folder);
    expect([[...run.gates()], [...run.armings()], run.tradingLatches()]).toEqual([[], [], undefined]);
    expect([...run.timedCommands()]).toStrictEqual([{ command: sampleCommand(0), timeUs: undefined }]);
    run.close();
  });
});

// Digests runs, from memory and from their journals; expects equal digests of equal runs and of those only.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, freezeForText } from '../../../src/adapters/journal/canonical-json.ts';
import { DigestJournal } from '../../../src/adapters/journal/digest-journal.ts';
import { exactJson } from '../../../src/adapters/journal/exact-json.ts';
import { NullJournal } from '../../../src/adapters/journal/null-journal.ts';
import { RunDigest } from '../../../src/adapters/journal/run-digest.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import type { Journal } from '../../../src/core/engine/journal.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { journalEvent, sampleCommand, sampleDecision, sampleFill, tradesBatch } from './plain-samples.ts';
import { sampleRun } from './run-samples.ts';

const SOURCES = { data: ['a'.repeat(64)], model: 'b'.repeat(64) };

function drive(journal: Journal): void {
  const trades = tradesBatch(3);
  for (let k = 0; k < 10; k++) {
    journal.event(trades, k % 3);
    journalEvent(journal, sampleFill(k), k);
    journal.decision(sampleDecision(k));
    journal.commands([sampleCommand(k)]);
    journal.alert(k, 0, 'info', 'a', 'b');
  }
  journal.close();
}

describe('digest of a run', () => {
  it('is the same live, in memory and from the journal read back', () => {
    const folder = sampleRun();
    const live = new DigestJournal(new RunJournal(folder, { mode: 'bulk', events: { run: 'a' } }));
    drive(live);
    const memory = new MemoryJournal();
    const second = new DigestJournal(memory);
    drive(second);
    const read = new RunDigest();
    const run = openRun(folder);
    for (const fill of run.fills()) read.fill(fill);
    for (const command of run.commands()) read.command(command);
    for (const record of run.decisions()) read.decision(record);
    run.close();
    expect(second.digest.hex(SOURCES)).toBe(live.digest.hex(SOURCES));
    expect(read.hex(SOURCES)).toBe(live.digest.hex(SOURCES));
    expect(memory).toMatchObject({ events: 20, isClosed: true });
    expect([memory.decisions, memory.sent, memory.fills, memory.alerts].map((kept) => kept.length)).toEqual([
      10, 10, 10, 10,
    ]);
  });

  it('changes with any decision, command, fill, order of them, data or model', () => {
    const digests = new Set<string>();
    const digestOf = (act: (digest: RunDigest) => void, sources: Parameters<RunDigest['hex']>[0] = SOURCES) => {
      const digest = new RunDigest();
      act(digest);
      digests.add(digest.hex(sources));
    };
    digestOf(() => {});
    digestOf(() => {}, { ...SOURCES, model: null });
    digestOf(() => {}, { ...SOURCES, data: [] });
    digestOf((digest) => digest.decision(sampleDecision(0)));
    digestOf((digest) => digest.decision(sampleDecision(0, { inputDigest: 'x' })));
    digestOf((digest) => digest.command(sampleCommand(0)));
    digestOf((digest) => {
      for (const k of [0, 1]) digest.fill(sampleFill(k));
    });
    digestOf((digest) => {
      for (const k of [1, 0]) digest.fill(sampleFill(k));
    });
    expect(digests.size).toBe(8);
  });

  it('stays as it is from version to version', () => {
    const digest = new DigestJournal(new NullJournal());
    drive(digest);
    expect(digest.digest.hex(SOURCES)).toMatchInlineSnapshot(
      `"42bad28a55d773c3aa1e9db1fc4532c9d6a0e15a374fbb91f4f99c1f14b05624"`,
    );
  });
});

describe('canonical JSON', () => {
  it('is one text for equal values whatever the order of keys', () => {
    const value = { b: 1, a: [{ d: undefined, c: -0 }, 'é"', null, true], é: 1e21 };
    expect(canonicalJson(value)).toBe('{"a":[{"c":0},"é\\"",null,true],"b":1,"é":1e+21}');
    expect(canonicalJson({ é: 1e21, a: value.a, b: 1 })).toBe(canonicalJson(value));
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow('Infinity has no place');
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1, numRuns: propertyRuns(200) },
    );
  });

  it('of many keys is what it is of few: sorted, whatever stands in them', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.nat({ max: 30 }).map(String), fc.constant('__proto__'));
    const field = fc.oneof(
      { weight: 8, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      fc.constantFrom(null, -0, undefined, true, 'a"b', { b: 1, a: [2] }),
    );
    fc.assert(
      fc.property(fc.dictionary(key, field, { minKeys: 8, maxKeys: 40 }), (value) => {
        const text = naiveText(value);
        expect(canonicalJson(value)).toBe(text);
        // the same keys in another order, and with other values between
        const turned = Object.fromEntries(Object.entries(value).reverse());
        canonicalJson(Object.fromEntries(Object.keys(value).map((each) => [each, 1])));
        expect(canonicalJson(turned)).toBe(text);
        const frozen = freezeForText(turned);
        expect([canonicalJson({ frozen }), canonicalJson({ frozen })]).toEqual(Array(2).fill(`{"frozen":${text}}`));
      }),
      { seed: 3, numRuns: propertyRuns(300) },
    );
  });

  it('of many keys refuses what it refuses of few', () => {
    const keys = Array.from({ length: 20 }, (_, k) => [`key${k}`, k] as const);
    for (const wrong of [Number.NaN, Number.NEGATIVE_INFINITY, () => 1, Symbol('s')]) {
      expect(() => canonicalJson(Object.fromEntries([...keys, ['z', wrong]]))).toThrow(
        'has no place in canonical JSON',
      );
    }
  });

  it('of an object that is frozen for it does not change, since the object cannot', () => {
    const value = freezeForText(Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`key${k}`, k])));
    expect(() => Object.assign(value, { key3: 4 })).toThrow(TypeError);
  });
});

/** Definition: sorted keys, JSON of each, nothing for what is undefined. */
function naiveText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naiveText).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${naiveText(field)}`).join()}}`;
}

describe('exact JSON', () => {
  it('reads back as the same value, -0 included', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const anything = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        number,
        fc.constant(-0),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, (value) => {
        expect(JSON.parse(exactJson(value))).toStrictEqual(value);
      }),
      { seed: 2, numRuns: propertyRuns(300) },
    );
  });

  it('refuses what has no place in a journal', () => {
    expect(() => exactJson([Number.NaN])).toThrow('NaN has no place');
    expect(() => exactJson([undefined])).toThrow('undefined has no place');
  });
});

// Changes one thing in a sequence of decisions or commands; expects the comparison to name it.

import { describe, expect, it } from 'vitest';
import { compareCommands } from '../../../src/adapters/journal/compare-commands.ts';
import { compareDecisions } from '../../../src/adapters/journal/compare-decisions.ts';
import type { DecisionInputs, DecisionRecord } from '../../../src/core/engine/decision-record.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { START_US, sampleCommand, sampleDecision } from './plain-samples.ts';

const expected = Array.from({ length: 5 }, (_, k) => sampleDecision(k));

function changed(change: Partial<DecisionRecord>): DecisionRecord[] {
  return expected.map((record) => (record.index === 3 ? { ...record, ...change } : record));
}

function withInputs(change: Partial<DecisionInputs>): DecisionRecord[] {
  return changed({ inputs: { ...expected[3]!.inputs, ...change } });
}

describe('comparison of decisions', () => {
  it('finds equal sequences identical and counts them', () => {
    expect(compareDecisions(expected, structuredClone(expected))).toEqual({
      identical: true,
      decisions: 5,
      firstDifference: null,
    });
    expect(compareDecisions([], [])).toEqual({ identical: true, decisions: 0, firstDifference: null });
  });

  it('takes absent for undefined and 0 for -0', () => {
    const plain = JSON.parse(JSON.stringify(expected)) as DecisionRecord[];
    expect(compareDecisions(expected, plain).identical).toBe(true);
  });

  const features = expected[3]!.inputs.features;
  const gates = expected[3]!.gates;
  it.each([
    ['inputs.features.emaSlope_20', withInputs({ features: { ...features, emaSlope_20: 2 } })],
    ['inputs.features.volatility_20', withInputs({ features: { ...features, volatility_20: 0 } })],
    ['inputs.features.added', withInputs({ features: { ...features, added: 1 } })],
    ['inputs.regime', withInputs({ regime: null })],
    ['inputs.regime.kind', withInputs({ regime: { ...expected[3]!.inputs.regime!, kind: 'trend_up' } })],
    [
      'inputs.prediction.members[0].weight',
      withInputs({
        prediction: {
          ...expected[3]!.inputs.prediction!,
          members: [{ file: 'a.onnx', weight: 2, direction: 0.3, magnitude: undefined }],
        },
      }),
    ],
    ['gates.probability.limit', changed({ gates: [gates[0]!, { ...gates[1]!, limit: 0.54 }] })],
    ['gates.probability', changed({ gates: [gates[0]!] })],
    ['gates.regimeConfidence', changed({ gates: [gates[1]!, gates[0]!] })],
    ['outcome.code', changed({ outcome: { kind: 'hold', code: 'muted', reason: 'P(up) 0.5 is below 0.55' } })],
    ['inputDigest', changed({ inputDigest: 'f'.repeat(32) })],
    ['epoch', changed({ epoch: 2 })],
    ['trigger', changed({ trigger: 'clock' })],
  ])('names %s', (path, actual) => {
    const result = compareDecisions(expected, actual);
    expect(result).toMatchObject({ identical: false, decisions: 3 });
    expect(result.firstDifference).toMatchObject({ index: 3, timeUs: START_US + 180_000_000, path });
  });

  it('names the cause before its effects', () => {
    const inputs = { ...expected[3]!.inputs, price: 1 };
    const actual = changed({ inputs, gates: [], outcome: { kind: 'flat', reason: '' }, inputDigest: '' });
    expect(compareDecisions(expected, actual).firstDifference).toMatchObject({
      path: 'inputs.price',
      expected: 5432.5,
      actual: 1,
    });
  });

  it('tells missing from extra decisions, in the middle and at the end', () => {
    const without = expected.filter((record) => record.index !== 2);
    expect(compareDecisions(expected, without).firstDifference).toMatchObject({ index: 2, path: 'missing' });
    expect(compareDecisions(without, expected).firstDifference).toMatchObject({
      index: 2,
      timeUs: expected[2]!.timeUs,
      path: 'extra',
      actual: expected[2],
    });
    expect(compareDecisions(expected, expected.slice(0, 4)).firstDifference).toMatchObject({
      index: 4,
      path: 'missing',
    });
    expect(compareDecisions(expected.slice(0, 4), expected).firstDifference).toMatchObject({ index: 4, path: 'extra' });
  });

  it('looks no further than the first difference', () => {
    let asked = 0;
    function* counted(): Generator<DecisionRecord> {
      for (const record of withInputs({ price: 1 })) {
        asked += 1;
        yield record;
      }
    }
    compareDecisions(expected, counted());
    expect(asked).toBe(4);
  });
});

describe('comparison of commands', () => {
  const commands = Array.from({ length: 5 }, (_, k) => sampleCommand(k));

  it('finds equal sequences identical and names what differs otherwise', () => {
    expect(compareCommands(commands, structuredClone(commands))).toEqual({
      identical: true,
      commands: 5,
      firstDifference: null,
    });
    const actual = structuredClone(commands) as OrderCommand[];
    const second = actual[2] as Extract<OrderCommand, { kind: 'submit' }>;
    actual[2] = { ...second, request: { ...second.request, price: 5433 } };
    expect(compareCommands(commands, actual)).toEqual({
      identical: false,
      commands: 2,
      firstDifference: { index: 2, seq: 102, path: 'commands[2].request.price', expected: 5432.5, actual: 5433 },
    });
  });

  it('tells missing from extra commands', () => {
    const without = commands.filter((_, k) => k !== 1);
    expect(compareCommands(commands, without).firstDifference).toMatchObject({ index: 1, seq: 101, path: 'missing' });
    expect(compareCommands(without, commands).firstDifference).toMatchObject({ index: 1, seq: 101, path: 'extra' });
    expect(compareCommands(commands, []).firstDifference).toMatchObject({ index: 0, path: 'missing' });
    expect(compareCommands([], commands).firstDifference).toMatchObject({ index: 0, path: 'extra' });
  });
});

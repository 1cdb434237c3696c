// Rows to train on: nothing of the future in the inputs, nothing of another session in the labels.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { barInputs } from '../../../src/research/training/bar-inputs.ts';
import { splitSessions } from '../../../src/research/training/split-sessions.ts';
import { type TrainingDay, type TrainingRows, trainingRows } from '../../../src/research/training/training-rows.ts';
import { toySessions } from './toy-sessions.ts';

const rules = {
  features: barInputs,
  regime: ruleRegime(),
  warmupCandles: 100,
  horizonCandles: 5,
  neutralPoints: 1,
};
const sessions = toySessions(8, 150, 3);
const rows = trainingRows(sessions, rules);

/** Moves all prices of a candle. */
function shifted(candle: Candle, points: number): Candle {
  const { open, high, low, close } = candle;
  return { ...candle, open: open + points, high: high + points, low: low + points, close: close + points };
}

function rowsOfDay(of: TrainingRows, day: string) {
  const width = of.matrix.columns.length;
  return Array.from({ length: of.matrix.rows }, (_, i) => i)
    .filter((i) => of.days[of.day[i]!] === day)
    .map((i) => ({
      inputs: [...of.matrix.values.subarray(i * width, (i + 1) * width)],
      regime: of.regime[i],
      label: of.forwardReturn[i],
      decidedUs: of.decidedUs[i],
    }));
}

describe('trainingRows', () => {
  it('gives every candle a row or a reason for none', () => {
    const { notReady, regimeUndefined, noLabel } = rows.leftOut;
    expect(rows.matrix.rows + notReady + regimeUndefined + noLabel).toBe(8 * 150);
    expect(rows.matrix.rows).toBeGreaterThan(300);
    expect(rows.matrix.values.every((value) => Math.fround(value) === value)).toBe(true);
  });

  it('knows every label before its session ends', () => {
    for (let i = 0; i < rows.matrix.rows; i++) {
      const { session } = sessions[rows.day[i]!]!;
      expect(rows.knownUs[i]).toBe(rows.decidedUs[i]! + 5 * 60_000_000);
      expect(rows.knownUs[i]).toBeLessThanOrEqual(session.closeUs);
    }
  });

  it('does not change a session when later candles change', () => {
    const cut = 100;
    const changed: TrainingDay[] = sessions.map((day, number) => {
      if (number < 5) return day;
      const candles = day.candles.map((candle, i) => (number > 5 || i > cut ? shifted(candle, 40) : candle));
      return { ...day, candles };
    });
    const other = trainingRows(changed, rules);
    for (const { session } of sessions.slice(0, 5)) {
      expect(rowsOfDay(other, session.day)).toEqual(rowsOfDay(rows, session.day));
    }
    const until = sessions[5]!.candles[cut]!.closeTimeUs;
    const inputs = (of: TrainingRows) =>
      rowsOfDay(of, sessions[5]!.session.day)
        .filter((row) => row.decidedUs! <= until)
        .map((row) => [row.inputs, row.regime]);
    expect(inputs(rows).length).toBeGreaterThan(10);
    expect(inputs(other)).toEqual(inputs(rows));
  });

  it('depends on nothing before the warm-up candles', () => {
    const changed = sessions.map((day, number) => {
      const candles = day.candles.map((candle, i) =>
        number === 0 || (number === 1 && i < 50) ? shifted(candle, -60) : candle,
      );
      return { ...day, candles };
    });
    const third = sessions[2]!.session.day;
    expect(rowsOfDay(trainingRows(changed, rules), third)).toEqual(rowsOfDay(rows, third));
  });

  it('begins a contract without the candles of the one before', () => {
    const alone = trainingRows(sessions.slice(4), rules);
    const first = sessions[4]!.session.day;
    expect(rowsOfDay(alone, first)).toEqual(rowsOfDay(rows, first));
    expect(rowsOfDay(rows, first)[0]!.decidedUs).toBeGreaterThan(sessions[4]!.candles[40]!.closeTimeUs);
  });

  it('refuses sessions out of order', () => {
    expect(() => trainingRows([sessions[1]!, sessions[0]!], rules)).toThrow(/comes after/);
  });
});

describe('splitSessions', () => {
  it('keeps the last sessions for validation and leaves out those between', () => {
    const split = splitSessions(rows, { validationShare: 0.25, embargoSessions: 1 });
    if (split.kind === 'refused') throw new Error(split.reason);
    const days = sessions.map(({ session }) => session.day);
    expect([split.training.from, split.training.to]).toEqual([days[0], days[4]]);
    expect([split.validation.from, split.validation.to]).toEqual([days[6], days[7]]);
    const last = split.training.rows[split.training.rows.length - 1]!;
    expect(rows.knownUs[last]).toBeLessThan(rows.decidedUs[split.validation.rows[0]!]!);
    expect(split.training.rows.some((row) => split.validation.rows.includes(row))).toBe(false);
  });

  it('refuses when there are too few sessions', () => {
    expect(splitSessions(rows, { validationShare: 0.5, embargoSessions: 4 })).toMatchObject({ kind: 'refused' });
    expect(splitSessions(rows, { validationShare: 0, embargoSessions: 0 })).toMatchObject({ kind: 'refused' });
  });
});

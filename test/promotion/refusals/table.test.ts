// Every row of docs/refusals.md has one test, every test a row, and the stages of its gate are those of the table of gates.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askedAt, GATE_TABLE } from '../../../src/promotion/gates/gate-table.ts';
import { STAGES } from '../../../src/promotion/release/stage.ts';
import { rows } from './support/refusal-table.ts';

const TEST = /\brefuses\((\d+),/g;

it('rows and tests are the same, each once', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  const tested = files.flatMap((name) =>
    [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(TEST)].map(([, number]) => Number(number)),
  );
  const numbers = rows.map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
  expect(numbers.length).toBeGreaterThanOrEqual(30);
  expect(tested.sort((a, b) => a - b)).toEqual(numbers);
});

it('stages of gates are those at which they stop a promotion', () => {
  for (const { number, by, at } of rows) {
    if (!by.startsWith('gate ') || at === 'building') continue;
    const id = by.slice('gate '.length);
    expect(Object.keys(GATE_TABLE), `row ${number}`).toContain(id);
    const stopsAt = [false, true].map((isMissing) =>
      STAGES.filter((stage) => askedAt({ id, isMissing }, stage) === 'required').join(', '),
    );
    // a model that was changed is asked from demo on: on paper nobody looks for the data of its training
    if (id === 'trainingData') stopsAt.push('demo, live');
    // everywhere it writes down what it found, and it asks for the exchange at live
    if (id === 'provenance') stopsAt.push('live');
    expect(stopsAt, `row ${number}`).toContain(at);
  }
});

/** Figures of the release as it is, and the notebook run again, which takes as long as a training: they have tests of their own. */
const MEASURED = ['performance', 'stressLatency', 'stressGap', 'stressWorstDays', 'notebookRerun'];

it('each gate has a row, but those that only measure', () => {
  const named = new Set(rows.map(({ by }) => by.replace('gate ', '')));
  expect(Object.keys(GATE_TABLE).filter((id) => !named.has(id) && !MEASURED.includes(id))).toEqual([]);
});

// Cells of a notebook of this repository in; the time from a question to the language service until its answer, and its memory, out.

import { resolve } from 'node:path';
import { LanguageClient } from '../src/kernel/language/language-client.ts';
import type { BenchOptions } from './bench.ts';
import { secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const QUESTIONS = 60;
const QUICK_QUESTIONS = 3;
const MS_PER_S = 1000;
const BYTES_PER_MB = 1e6;
const WARM_GOAL_MS = 150;
const PATIENT_MS = 120_000;

const CELLS = [
  `import { ema, type Candle } from 'quantumtrader';\nimport { openStore, planRun } from 'quantumtrader/research';`,
  `const store = openStore('.');\nlet count = 1;`,
  'function largest(candles: readonly Candle[]): number { return Math.max(...candles.map(({ high }) => high)) }',
];

/** A question for which the cell has changed since the one before, as when somebody types. */
interface Question {
  readonly name: string;
  readonly note: string;
  readonly ask: (client: LanguageClient, number: number) => Promise<unknown>;
}

const typed = (number: number): string => `const value${number} = count + ${number};\nstore.pa`;

const questions: readonly Question[] = [
  {
    name: 'complete',
    note: 'members of a variable of an earlier cell',
    ask: (client, number) => client.complete(typed(number), typed(number).length),
  },
  {
    name: 'complete-names',
    note: 'names of earlier cells and globals',
    ask: (client, number) => client.complete(`const value${number} = 1;\nst`, `const value${number} = 1;\nst`.length),
  },
  {
    name: 'inspect',
    note: 'a method with its documentation',
    ask: (client, number) => client.inspect(`${typed(number)}rts`, typed(number).length),
  },
  { name: 'check', note: 'type errors of a cell', ask: (client, number) => client.check(`${typed(number)}rts(1)`) },
];

export async function kernelLanguage({ quick }: BenchOptions): Promise<readonly Figure[]> {
  const folder = resolve(import.meta.dirname, '../notebooks');
  const client = new LanguageClient({ folder, limitMs: PATIENT_MS });
  try {
    const firstS = await secondsOf(() => client.complete(typed(0), typed(0).length));
    for (const [index, code] of CELLS.entries()) client.ran(index + 1, code);
    const figures = [
      figure('kernel-language.first', firstS * MS_PER_S, 'ms', { note: 'from no thread to the first completion' }),
    ];
    for (const question of questions) figures.push(await measured(client, question, quick));
    const { heapBytes = 0 } = (await client.memory()) ?? {};
    const note = 'heap of its thread after all questions, garbage included';
    return [...figures, figure('kernel-language.memory', heapBytes / BYTES_PER_MB, 'MB', { note })];
  } finally {
    await client.dispose();
  }
}

async function measured(client: LanguageClient, { name, note, ask }: Question, quick: boolean): Promise<Figure> {
  const count = quick ? QUICK_QUESTIONS : QUESTIONS;
  await ask(client, -1);
  const times: number[] = [];
  for (let number = 0; number < count; number++) times.push((await secondsOf(() => ask(client, number))) * MS_PER_S);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!;
  return figure(`kernel-language.${name}`, at(0.5), 'ms', {
    goal: { kind: 'most', value: WARM_GOAL_MS },
    note: `${note}; half of ${count} questions took less, the cell edited before each; 9 of 10 less than ${at(0.9).toFixed(0)} ms`,
  });
}

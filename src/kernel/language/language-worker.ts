// The thread of the language service: the folder of a notebook and questions in, answers by their number out.

import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { CellLanguage } from './cell-language.ts';
import { completenessOf } from './completeness.ts';
import type {
  FromLanguage,
  LanguageQuestion,
  LanguageValue,
  LanguageWorkerData,
  ToLanguage,
} from './language-messages.ts';

const port = parentPort!;
const tell = (message: FromLanguage): void => port.postMessage(message);
const { folder, own } = workerData as LanguageWorkerData;
let language: CellLanguage | undefined;
let isWarming = false;

function theLanguage(): CellLanguage {
  language ??= new CellLanguage(folder, own);
  return language;
}

function answerTo(question: LanguageQuestion): LanguageValue | undefined {
  switch (question.kind) {
    case 'complete':
      return theLanguage().complete(question.code, question.cursor);
    case 'inspect':
      return theLanguage().inspect(question.code, question.cursor, question.detail);
    case 'isComplete':
      return completenessOf(question.code);
    case 'check':
      return theLanguage().check(question.code);
    case 'memory':
      return { heapBytes: getHeapStatistics().used_heap_size };
  }
}

/** The compiler has faults too; one question without an answer is all that they may cost. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What was asked meanwhile comes first. */
function warmSoon(): void {
  if (isWarming) return;
  isWarming = true;
  setImmediate(() => {
    isWarming = false;
    attempt(() => theLanguage().warm());
  });
}

type Asked = Extract<ToLanguage, { readonly kind: 'ask' }>;

function answer({ id, untilMs }: Asked, work: () => LanguageValue | undefined): void {
  const isLate = Date.now() > untilMs;
  tell({ kind: 'answer', id, value: isLate ? undefined : attempt(work) });
}

/** Checks of cells that run: who types waits for none of them. */
const checks: (() => void)[] = [];

function checkSoon(asked: Asked, code: string): void {
  const errors = attempt(() => theLanguage().typeErrors(code));
  checks.push(() => answer(asked, () => errors?.()));
  if (checks.length === 1) setImmediate(nextCheck);
}

function nextCheck(): void {
  checks[0]?.();
  checks.shift();
  if (checks.length > 0) setImmediate(nextCheck);
}

port.on('message', (message: ToLanguage) => {
  switch (message.kind) {
    case 'ask': {
      const { question } = message;
      if (question.kind === 'check' && question.typesOnly) return checkSoon(message, question.code);
      return answer(message, () => answerTo(question));
    }
    case 'ran':
      attempt(() => theLanguage().ran(message.cell, message.code, message.isWhole));
      return warmSoon();
    case 'warm':
      return warmSoon();
  }
});
tell({ kind: 'ready' });

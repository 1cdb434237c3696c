// The bytes of a bundle, its model and its days in; what they took in a process of their own out, or why that is not known.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../gates/run-tool.ts';
import { sha256Of } from '../release/plain-file.ts';
import { type MeasureAnswer, type MeasureRequest, measureAnswerSchema } from './measure-request.ts';

export interface MeasureBundle extends Omit<MeasureRequest, 'code' | 'codeSha256' | 'scratchHome' | 'budgetMs'> {
  readonly code: Uint8Array;
}

/** No further day is begun after it: a real day of ticks is one, days of candles are all. */
const BUDGET_MS = 3000;
/** A first day that takes longer is no bundle to trade with. */
const TIMEOUT_MS = 300_000;
const MAIN = join(import.meta.dirname, 'measure-main.ts');

/** Nothing of it is left, and nothing of it is in the ledger: the days were validated before, and no result of them is shown. */
export async function measureBundle({ code, ...days }: MeasureBundle): Promise<MeasureAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-performance-'));
  try {
    const [codeFile, requestFile, answerFile] = ['strategy.mjs', 'request.json', 'answer.json'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    const scratchHome = join(folder, 'home');
    mkdirSync(scratchHome);
    writeFileSync(codeFile, code);
    const request: MeasureRequest = {
      ...days,
      ...{ code: codeFile, codeSha256: sha256Of(code), scratchHome, budgetMs: BUDGET_MS },
    };
    writeFileSync(requestFile, JSON.stringify(request));
    const { exitCode, output } = await runTool(MAIN, [requestFile, answerFile], folder, TIMEOUT_MS);
    if (existsSync(answerFile)) return measureAnswerSchema.parse(JSON.parse(readFileSync(answerFile, 'utf8')));
    return { code: 'failed', message: `it ended with ${exitCode ?? 'no code'}: ${output.trim().slice(-300)}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

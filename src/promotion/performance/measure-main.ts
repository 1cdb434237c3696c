// A process of its own: the file of a request in; the bundle loaded as a release is, run over its days, and the file of the answer out.

import { readFileSync, writeFileSync } from 'node:fs';
import { openStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { EngineCode } from '../../runner/engine-code.ts';
import { planRun } from '../../runner/run-plan.ts';
import { rememberVerified } from '../../runner/verified-code.ts';
import { importBundle } from '../release/import-bundle.ts';
import { sha256Of } from '../release/plain-file.ts';
import { messageOf } from '../release/release-error.ts';
import { measureDays } from './measure-days.ts';
import { type MeasureAnswer, measureRequestSchema } from './measure-request.ts';
import type { PerformanceFigures } from './performance-figures.ts';

async function measured(file: string): Promise<PerformanceFigures> {
  const request = measureRequestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { code: codeFile, codeSha256, modelFolder, manifestSha256, instrument, home, scratchHome, ...run } = request;
  const bytes = readFileSync(codeFile);
  if (sha256Of(bytes) !== codeSha256) throw new Error('the bundle is not the one that was asked for');
  const code = (await importBundle(bytes, 'code/strategy.mjs')) as unknown as EngineCode;
  rememberVerified(code, { release: codeSha256, sha256: codeSha256 });
  const plan = await planRun({ code, instrument, modelFolder, manifestSha256 });
  try {
    return await measureDays({ ...run, plan, store: openStore(home), home: scratchHome, release: codeSha256 });
  } finally {
    await plan.model?.predictor.close();
  }
}

const [requestFile, answerFile] = process.argv.slice(2) as [string, string];
let answer: MeasureAnswer;
try {
  answer = { figures: await measured(requestFile) };
} catch (error) {
  answer = { code: error instanceof UserError ? error.code : 'failed', message: messageOf(error) };
}
writeFileSync(answerFile, JSON.stringify(answer));

// A home with a release in; every function of the checkout's core and simulation that a paper run of it calls, on standard output.
import { Session } from 'node:inspector/promises';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { releasedCode } from '../../../src/cli/released-code.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { simulatedRun } from '../../../src/runner/simulated-run.ts';

const [home, release, from, to] = process.argv.slice(2) as [string, string, string, string];
const PURE = /\/src\/(core|simulation)\//;

const session = new Session();
session.connect();
await session.post('Profiler.enable');
// from here on: what importing the modules called is not counted
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
const { code, id, modelFolder, thresholds, manifestSha256 } = await releasedCode(home, release, 'paper');
const plan = await planRun({ code, modelFolder, thresholds, manifestSha256 });
const run = await simulatedRun({
  ...{ mode: 'paper', home, store: openStore(home), plan, strategyFile: null, release: id, from, to },
  ...{ seed: 1, capitalBrl: 50_000, record: true },
});
const { result } = await session.post('Profiler.takePreciseCoverage');
await plan.model?.predictor.close();
const called: string[] = [];
for (const { url, functions } of result) {
  if (!url.startsWith('file:') || !PURE.test(url)) continue;
  for (const { functionName, ranges } of functions) {
    if (ranges[0]!.count > 0) called.push(`${url.slice(url.search(PURE) + 1)} ${functionName}`);
  }
}
process.stdout.write(JSON.stringify({ digest: run.digest, called: called.sort() }));

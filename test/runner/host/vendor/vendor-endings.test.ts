import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { dayOfTrades, tradesOf } from './trade-records.ts';
import { isAlive, SECRETS, vendorStage, WDO, writeTape } from './vendor-stage.ts';

const random = new Random(11, 'endings');
const day = dayOfTrades(20_000, () => random.float());
const prepare = (folder: string): void => writeTape(join(folder, 'day.tape'), day);

/** Side by side: a round is little but the start of a process. */
const AT_ONCE = 5;

it(`stops cleanly in the midst of a burst, ${propertyRuns(10)} times, and leaves no process`, async () => {
  const once = async (round: number): Promise<void> => {
    const stage = await vendorStage([['tape FOLDER/day.tape', 'rate 50000']], { prepare });
    stage.service.want(WDO, 'ticker');
    stage.service.start(SECRETS);
    await stage.until('the burst', () => (stage.service.tape(WDO)?.length ?? 0) > 100 * (round % 100));
    await stage.close();
    expect(stage.states.at(-1)).toEqual({ kind: 'stopped', reason: 'stopped', fix: undefined });
    expect(stage.output).toEqual([]);
    const rows = tradesOf(stage.service.tape(WDO)!.rows);
    expect(rows).toEqual(day.slice(0, rows.length));
    for (const pid of stage.pids) expect(isAlive(pid)).toBe(false);
  };
  for (let round = 0; round < propertyRuns(10); round += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => once(round + i)));
  }
});

/** A library whose end never comes, as that of a vendor whose threads live on. */
const ENDLESS = `
#include <unistd.h>
__attribute__((destructor)) static void never(void) { for (;;) pause(); }
`;

it('ends by itself when the host is killed, though an exit in good order would never come about', async () => {
  const made = mkdtempSync(join(tmpdir(), 'qt-endless-'));
  const endless = join(made, 'endless.so');
  writeFileSync(join(made, 'endless.c'), ENDLESS);
  execFileSync('gcc', ['-shared', '-fPIC', '-o', endless, join(made, 'endless.c')]);
  const main = join(fileURLToPath(import.meta.url), '../orphan-host.ts');
  const host = spawn(process.execPath, [main, endless], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid, folder } = await new Promise<{ readonly pid: number; readonly folder: string }>((resolve) => {
    host.stdout.once('data', (text: Buffer) => resolve(JSON.parse(text.toString())));
  });
  expect(isAlive(pid)).toBe(true);
  host.kill('SIGKILL');
  const end = performance.now() + 10_000;
  while (isAlive(pid) && performance.now() < end) await new Promise((wake) => setTimeout(wake, 20));
  const hangs = isAlive(pid);
  if (hangs) process.kill(pid, 'SIGKILL');
  expect(hangs).toBe(false);
  for (const each of [folder, made]) rmSync(each, { recursive: true, force: true });
});

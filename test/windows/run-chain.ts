// What of a real day is to be played in; the whole chain on Node for Windows under wine, and what it found, out.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedWindowsDll } from '../support/simulated-dll.ts';
import { type Windows, windowsPath } from '../support/windows.ts';
import type { ChainPlan, ChainResult } from './chain-main.ts';

export type WindowsChain = Pick<ChainPlan, 'source' | 'sourcePath' | 'limit' | 'rate' | 'transport'>;

/** Throws what the process printed where it did not come to its end. */
export async function runWindowsChain(windows: Windows, chain: WindowsChain, patienceMs: number): Promise<ChainResult> {
  const resultPath = join(tmpdir(), `qt-windows-${process.pid}-${chain.source}-${chain.transport}.json`);
  const plan: ChainPlan = {
    ...chain,
    sourcePath: windowsPath(chain.sourcePath),
    dllPath: windowsPath(await simulatedWindowsDll()),
    resultPath: windowsPath(resultPath),
  };
  try {
    const script = join(import.meta.dirname, 'chain-main.ts');
    const { exitCode, output } = await windows.node(script, [JSON.stringify(plan)], { timeout: patienceMs });
    if (exitCode !== 0) throw new Error(`the chain on Windows ended with ${exitCode}: ${output}`);
    return JSON.parse(readFileSync(resultPath, 'utf8')) as ChainResult;
  } finally {
    rmSync(resultPath, { force: true });
  }
}

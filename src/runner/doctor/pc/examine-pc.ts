// This computer in; one result for each check out, told as they come.

import { MEASURED_CHECKS } from './measured-checks.ts';
import type { PcCheck, PcOutcome, PcResult, PcTools } from './pc-check.ts';
import { POWER_CHECKS } from './power-checks.ts';
import { WINDOWS_CHECKS } from './windows-checks.ts';

export const PC_CHECKS: readonly PcCheck[] = [...POWER_CHECKS, ...WINDOWS_CHECKS, ...MEASURED_CHECKS];

export async function examinePc(
  tools: PcTools,
  told: (result: PcResult) => void,
  checks: readonly PcCheck[] = PC_CHECKS,
): Promise<readonly PcResult[]> {
  const results: PcResult[] = [];
  for (const check of checks) {
    const { id, title } = check;
    const result = { id, title, ...(await outcomeOf(check, tools)) };
    results.push(result);
    told(result);
  }
  return results;
}

async function outcomeOf(check: PcCheck, tools: PcTools): Promise<PcOutcome> {
  if (check.isOfWindows && tools.platform !== 'win32')
    return { state: 'not on Windows', found: 'nothing was looked at' };
  try {
    return await check.run(tools);
  } catch (error) {
    return { state: 'unknown', found: error instanceof Error ? error.message : String(error) };
  }
}

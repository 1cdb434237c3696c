// The limits of a strategy and those of the machine in; a gate that says whether they are all there, and inside the machine's, out.

import { existsSync } from 'node:fs';
import { tighterLimits } from '../../adapters/machine/machine-limits.ts';
import { machineFile, readMachineSettings } from '../../adapters/machine/machine-settings.ts';
import { type RiskLimits, riskLimitFields, wider } from '../../core/risk/risk-limits.ts';
import type { CheckedGate } from '../release/gate.ts';

/** A strategy may leave these open. */
const OPTIONAL: ReadonlySet<keyof RiskLimits> = new Set(['maxNetExposureBrl', 'lossStreakTrades']);

/**
 * The value is the number of limits that are missing or wider than those of machine.json, the limit 0. The machine would tighten them, but then the
 * strategy trades otherwise than it was validated. Throws the UserErrors of a machine.json that is wrong.
 */
export function riskLimitsGate(home: string, limits: RiskLimits): CheckedGate {
  const isThere = existsSync(machineFile(home));
  const machine = isThere ? tighterLimits(readMachineSettings(home).limits) : {};
  const missing = riskLimitFields.filter((field) => !OPTIONAL.has(field) && !Number.isFinite(limits[field]));
  const beyond = wider({ ...limits, ...machine }, limits);
  const value = missing.length + beyond.length;
  const base = { id: 'riskLimits', value, limit: 0 } as const;
  if (value === 0) {
    const where = isThere
      ? 'are inside those of machine.json'
      : 'are whole; there is no machine.json here to hold them against';
    return { ...base, passed: true, reason: `The limits ${where}`, fix: '' };
  }
  const faults = [
    ...missing.map((field) => `${field} is missing`),
    ...beyond.map((field) => `${field} is ${limits[field]}, machine.json allows ${machine[field]}`),
  ];
  const fix = 'Set the limits of the strategy to those of the machine or tighter ones, and validate again';
  return { ...base, passed: false, reason: `Of the limits ${faults.join(', ')}`, fix };
}

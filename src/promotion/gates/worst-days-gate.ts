// A home, the results of validated days and the capital asked with in; a gate that says whether the worst days together lose what may be lost, out.

import { existsSync } from 'node:fs';
import { machineFile, readMachineSettings } from '../../adapters/machine/machine-settings.ts';
import { e4ToBrl } from '../../core/account/money.ts';
import { readPromotionSettings } from '../promotion-settings.ts';
import type { CheckedGate } from '../release/gate.ts';

const WORST_DAYS = 20;
export const FIX_SIZE =
  'Validate on more days, trade less often or for more; or sign for it, with a size that bears the loss';

/**
 * Results by day in BRL * 10,000. The limit is a share of the capital asked with, or of that of machine.json where it is less: a loss is not made
 * small by a capital that nobody has. Throws the UserErrors of a machine.json or promotion.json that is wrong.
 */
export function worstDaysGate(home: string, dailyNetE4: readonly number[], askedBrl: number): CheckedGate {
  const worst = [...dailyNetE4].sort((a, b) => a - b).slice(0, WORST_DAYS);
  const value = e4ToBrl(worst.reduce((sum, net) => sum + net, 0));
  const machineBrl = existsSync(machineFile(home)) ? readMachineSettings(home).capitalBrl : undefined;
  const isLess = machineBrl !== undefined && machineBrl < askedBrl;
  const limit = -readPromotionSettings(home).worstDaysLoss * (isLess ? machineBrl : askedBrl);
  const of = isLess ? `, of the ${brlText(machineBrl)} of machine.json` : '';
  const base = { id: 'stressWorstDays', value, limit } as const;
  const reason = `Its ${worst.length} worst days together made ${brlText(value)}; ${brlText(limit)} is the most they may lose${of}`;
  return value >= limit
    ? { ...base, passed: true, reason, fix: '' }
    : { ...base, passed: false, reason, fix: FIX_SIZE };
}

export function brlText(value: number): string {
  return `R$ ${value.toFixed(2)}`;
}

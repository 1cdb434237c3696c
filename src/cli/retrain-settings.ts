// A home, a strategy and what was typed in; the settings of a retraining, of machine.json where it has them, out.

import { existsSync } from 'node:fs';
import { machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { type RetrainingSettings, retrainingSettings } from '../adapters/machine/retraining-settings.ts';
import { UserError } from '../adapters/user-error.ts';

/** What was typed goes before what is written. */
export interface RetrainChoices {
  readonly days?: number | undefined;
  readonly validationDays?: number | undefined;
  readonly rolls?: number | undefined;
  readonly kind?: string | undefined;
  readonly instrument?: string | undefined;
  readonly timeLimit?: string | undefined;
}

/** Sessions to train on where nothing says how many. */
const DAYS = 120;

/** Without a strategy that of machine.json. UserErrors: `retraining-not-set`, `bad-option`, and those of machine.json. */
export function retrainSettings(
  home: string,
  strategy: string | undefined,
  choices: RetrainChoices,
): RetrainingSettings {
  const typed = Object.entries(choices).filter(([, value]) => value !== undefined);
  const parsed = retrainingSettings.safeParse({ ...writtenSettings(home, strategy), ...Object.fromEntries(typed) });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const field = path.join('.');
  throw new UserError({
    code: 'bad-option',
    message: `${field} ${message}`,
    field,
    fix: 'Give what docs/machine.md says of it under Retraining; qt retrain --help shows the options',
  });
}

function writtenSettings(home: string, strategy: string | undefined): object {
  const file = machineFile(home);
  const written = strategy === undefined || existsSync(file) ? readMachineSettings(home).retraining : undefined;
  if (strategy !== undefined) return written?.strategy === strategy ? written : { strategy, days: DAYS };
  if (written !== undefined) return written;
  throw new UserError({
    code: 'retraining-not-set',
    message: `${file}: retraining: is missing: nothing says what to train`,
    file,
    field: 'retraining',
    fix: 'Name the strategy: qt retrain wdo-regime; or write it as docs/machine.md says: {"strategy": "wdo-regime", "days": 120}',
  });
}

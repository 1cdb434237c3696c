// A home in; what its promotion.json asks of a release beyond the fixed gates, or the defaults, out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../adapters/user-error.ts';

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Days of paper sessions that a release needs for demo, and of demo sessions for live. */
  paperSessions: z.int().min(1).max(250).default(5),
  demoSessions: z.int().min(1).max(250).default(5),
  /** Fraction of the opening capital that the worst days together may lose. */
  worstDaysLoss: z.number().gt(0).max(1).default(0.2),
  /** 99 of 100 decisions take no longer, microseconds; and what the process may hold in memory, MB. */
  decisionP99Us: z.number().gt(0).max(60_000_000).default(50_000),
  memoryMb: z.number().gt(0).max(1_000_000).default(1500),
});

export type PromotionSettings = Readonly<Omit<z.infer<typeof schema>, 'schemaVersion'>>;

/** Throws UserError `promotion-settings-invalid` with the field. */
export function readPromotionSettings(home: string): PromotionSettings {
  const file = join(home, 'promotion.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{"schemaVersion":1}';
  const fix = 'Correct it, or remove it: then the defaults hold (docs/releases.md)';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UserError({ code: 'promotion-settings-invalid', message: `${file} is not JSON`, file, fix, cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  const message = `${file}: ${field === '' ? '' : `${field}: `}${issue.message}`;
  throw new UserError({ code: 'promotion-settings-invalid', message, file, field, fix });
}

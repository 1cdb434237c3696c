// The folder of a model in; the backtest that its author saw with it, as it was recorded beside it, out.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parsePartKind } from '../datasets/candle-kind.ts';
import { parseJsonFile } from './parse-json-file.ts';

/** Beside model.json, which it cannot stand in: the digest of a run is also over the sha256 of that. */
export const BACKTEST_FILE = 'backtest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in lower-case hex');
const schema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of model.json. */
  modelSha256: sha256,
  strategy: z.string().min(1),
  /** As it was asked for: a contract or a continuous name. */
  instrument: z.string().min(1),
  kind: z.string().transform((text, context) => {
    const kind = parsePartKind(text);
    if (kind !== undefined) return kind;
    context.addIssue('expected a kind of parts, such as trades');
    return z.NEVER;
  }),
  from: z.iso.date(),
  to: z.iso.date(),
  capitalBrl: z.number().positive(),
  seed: z.int(),
  /** Of decisions, commands and fills. */
  digest: sha256,
});

export type BacktestRecord = Readonly<z.infer<typeof schema>>;

/** Undefined where there is none. Throws UserError `model-file-invalid`. */
export function readBacktestRecord(folder: string): BacktestRecord | undefined {
  const file = join(folder, BACKTEST_FILE);
  return existsSync(file) ? parseJsonFile(readFileSync(file, 'utf8'), schema, file) : undefined;
}

// What is to be recorded, kept in a file so that a host that was killed goes on with it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { CaptureWish } from './capture-wish.ts';

/** Wishes one host takes. */
export const WISHES_MAX = 64;

export const symbolSchema = z.string().regex(/^[A-Z0-9][A-Z0-9.$]{0,31}$/, 'is no ticker');
export const bookSchema = z.enum(['price', 'offers', 'none']);
const fileSchema = z.strictObject({
  version: z.literal(1),
  wishes: z
    .array(z.strictObject({ symbol: symbolSchema, book: bookSchema, untilDay: z.iso.date().optional() }))
    .max(WISHES_MAX),
});

/** UserError `capture-wishes-wrong`. */
export function readWishes(root: string): readonly CaptureWish[] {
  const file = fileOf(root);
  if (!existsSync(file)) return [];
  try {
    const { wishes } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return wishes.map(({ symbol, book, untilDay }) => ({ symbol, book, untilDay }));
  } catch (cause) {
    throw new UserError({
      code: 'capture-wishes-wrong',
      message: `The list of what is recorded ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      file,
      fix: 'Remove the file and give the recordings again with qt capture; nothing that was recorded is in it',
      cause,
    });
  }
}

export function writeWishes(root: string, wishes: readonly CaptureWish[]): void {
  replaceDurably(fileOf(root), `${JSON.stringify({ version: 1, wishes }, null, 2)}\n`);
}

function fileOf(root: string): string {
  return join(root, '.wishes.json');
}

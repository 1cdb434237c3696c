// The number of the last message of the bot that was taken, kept in a file of the home, so that none is acted on twice.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';

const schema = z.strictObject({ version: z.literal(1), offset: z.int() });

export interface OffsetStore {
  read(): number;
  /** On the disk when it returns; throws what the disk says. */
  write(offset: number): void;
}

/** A file that cannot be read counts as none: the age of messages protects then. */
export function telegramOffsetFile(home: string): OffsetStore {
  const path = join(home, 'alerts', 'telegram.json');
  return {
    read: () => {
      if (!existsSync(path)) return 0;
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8'))).offset;
      } catch {
        return 0;
      }
    },
    write: (offset) => replaceDurably(path, `${JSON.stringify({ version: 1, offset })}\n`),
  };
}

// Whole imports of files with damaged lines, of any format: they end with parts that can be read again, or with nothing stored.

import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInMappings } from '../../../../src/adapters/datasets/formats/csv-mappings.ts';
import { importFiles } from '../../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../../src/adapters/datasets/store.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';
import type { FileCase } from '../fuzz-files.ts';
import type { LineCase } from '../line-case.ts';
import { faultOfMessage } from '../message-faults.ts';
import { mutateLine } from '../mutate-line.ts';

const EXAMPLES = fileURLToPath(new URL('../../../../datasets/examples/', import.meta.url));
const LINES = 8;

async function importDamaged(path: string, fuzzed: LineCase, skipBadLines: boolean): Promise<string | undefined> {
  const home = mkdtempSync(join(dirname(path), 'home-'));
  const store = openStore(home, { acceptRefused: true });
  const { format, symbol, mapping } = fuzzed;
  const name = mapping?.name ?? '';
  const given = builtInMappings.includes(name) ? name : `${EXAMPLES}${name}.json`;
  const instrument = mapping?.instrument === undefined ? symbol : undefined;
  try {
    const result = await importFiles({
      ...{ home, format, files: [path], skipBadLines, instrument },
      mapping: mapping === undefined ? undefined : given,
    });
    for (const part of store.instruments().flatMap((each) => store.parts(each))) {
      await store.readPart(part.instrument, part.kind, part.day);
    }
    const sentences = [...result.notices, ...result.badLines.map(({ message }) => message)];
    return sentences.map(faultOfMessage).find((fault) => fault !== undefined);
  } catch (error) {
    if (!(error instanceof UserError) || store.instruments().length === 0) throw error;
    return `${error.message}, and it left ${store.instruments().join(', ')} behind`;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export function importCase(cases: readonly LineCase[]): FileCase {
  return {
    name: 'whole imports',
    format: undefined,
    share: 0.02,
    make: (random) => {
      const fuzzed = random.choice(cases);
      const others = Array.from({ length: LINES }, (_, k) => fuzzed.line(k));
      const damage = { delimiter: fuzzed.delimiter, others };
      const lines = others.map((line) => (random.chance(0.2) ? mutateLine(line, random, damage) : line));
      const count = lines
        .join('\n')
        .split(/\r?\n/)
        .filter((line) => line !== '').length;
      const text = [...fuzzed.head(count), ...lines, ...(fuzzed.tail?.(count) ?? [])].join('\n');
      const skip = random.chance(0.7);
      return {
        ...{ name: fuzzed.fileName, bytes: Buffer.from(`${text}\n`, 'latin1'), what: fuzzed.name },
        read: (path) => importDamaged(path, fuzzed, skip),
      };
    },
  };
}

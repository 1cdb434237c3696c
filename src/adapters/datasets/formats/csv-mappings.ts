// The name of a built-in mapping or the path of a mapping file to the mapping.

import { existsSync, readFileSync } from 'node:fs';
import { BUILT_IN_MAPPINGS } from './csv-built-in.ts';
import { type CsvMapping, mappingError, parseMapping } from './csv-mapping.ts';

const BUILT_IN: ReadonlyMap<string, unknown> = new Map(BUILT_IN_MAPPINGS.map(({ mapping }) => [mapping.name, mapping]));

export const builtInMappings: readonly string[] = [...BUILT_IN.keys()];

/** A UserError `bad-mapping` when there is neither such a name nor such a file, or when the file is wrong. */
export function loadMapping(nameOrFile: string): CsvMapping {
  const builtIn = BUILT_IN.get(nameOrFile);
  if (builtIn !== undefined) return parseMapping(builtIn, nameOrFile);
  if (!existsSync(nameOrFile)) {
    const known = builtInMappings.join(', ');
    throw mappingError(nameOrFile, undefined, `there is no such file, and the built-in mappings are ${known}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(nameOrFile, 'utf8'));
  } catch (cause) {
    throw mappingError(
      nameOrFile,
      undefined,
      `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  }
  return parseMapping(value, nameOrFile);
}

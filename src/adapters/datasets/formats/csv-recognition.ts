// The first lines of a file to the built-in mapping that describes it, or to what its columns seem to be.

import type { FileHead, Recognition } from '../importing/import-format.ts';
import { shownNames } from '../text/shown-text.ts';
import { BUILT_IN_MAPPINGS } from './csv-built-in.ts';

const DELIMITERS: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  [',', 'commas'],
  ['|', 'bars'],
];

/** Undefined for files without lines or with lines of a single field. */
export function recogniseCsv({ lines }: FileHead): Recognition | undefined {
  const first = lines.find((line) => line.trim() !== '');
  if (first === undefined) return undefined;
  const builtIn = BUILT_IN_MAPPINGS.find(({ header }) => header.trimEnd() === first.trimEnd());
  if (builtIn !== undefined) {
    const { name } = builtIn.mapping;
    return { confidence: 0.95, why: `the header is that of the built-in mapping ${name}`, mapping: name };
  }
  const [delimiter, title] = DELIMITERS.reduce((best, next) =>
    countOf(first, next[0]) > countOf(first, best[0]) ? next : best,
  );
  if (countOf(first, delimiter) === 0) return undefined;
  const columns = first.split(delimiter).map((name) => name.trim());
  return {
    confidence: 0.1,
    why: `text delimited by ${title}, which needs --mapping; its first line has ${shownNames(columns)}`,
  };
}

function countOf(line: string, delimiter: string): number {
  return line.split(delimiter).length - 1;
}

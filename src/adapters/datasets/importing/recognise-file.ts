// A file in; the format it is written in out, with what was seen, or an error that says why that is not clear.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { readFileHead } from '../text/file-head.ts';
import { shownText } from '../text/shown-text.ts';
import { FORMATS, IMPORT_FORMATS } from './formats.ts';
import type { FileHead, ImportFormat } from './import-format.ts';

/** Below this a format only says that it might be able to read the file if it were told more. */
const LEAST_CONFIDENCE = 0.5;
/** Two formats closer than this are both possible. */
const CLEAR_LEAD = 0.1;
const SHOWN_CHARACTERS = 80;

export interface RecognisedFormat {
  /** Its name on the command line. */
  readonly format: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly why: string;
  /** Name of the built-in mapping that the file asks for. */
  readonly mapping?: string;
}

export interface Recognised {
  readonly best: RecognisedFormat;
  /** All formats that the file may be, the surest first. */
  readonly all: readonly RecognisedFormat[];
}

/** UserErrors: `format-unknown`, `format-unclear`, and those of reading the file. */
export async function recogniseFile(file: string, formats: readonly ImportFormat[] = FORMATS): Promise<Recognised> {
  const head = await readFileHead(file);
  const all = recogniseHead(head, formats);
  const [best, second] = all;
  if (best === undefined || best.confidence < LEAST_CONFIDENCE) throw unknownError(file, head);
  if (second !== undefined && best.confidence - second.confidence < CLEAR_LEAD) throw unclearError(file, all);
  return { best, all };
}

/** All formats that know the beginning of a file, the surest first. */
function recogniseHead(head: FileHead, formats: readonly ImportFormat[]): readonly RecognisedFormat[] {
  const found = formats.flatMap((format) => {
    const recognition = format.recognise(head);
    return recognition === undefined ? [] : [{ format: format.id, ...recognition }];
  });
  return found.sort((a, b) => b.confidence - a.confidence);
}

function unclearError(file: string, all: readonly RecognisedFormat[]): UserError {
  const possible = all.filter(({ confidence }) => all[0]!.confidence - confidence < CLEAR_LEAD);
  const reasons = possible.map(({ format, why }) => `${format} (${why})`);
  return new UserError({
    code: 'format-unclear',
    message: `${basename(file)} may be ${reasons.join(' or ')}`,
    file,
    fix: `Name the format, for example: qt import ${possible[0]!.format} ${basename(file)}`,
  });
}

function unknownError(file: string, { lines }: FileHead): UserError {
  const first = lines.find((line) => line.trim() !== '');
  const seen =
    first === undefined ? 'it has no text' : `its first line is "${shownText(first.trimEnd(), SHOWN_CHARACTERS)}"`;
  return new UserError({
    code: 'format-unknown',
    message: `${basename(file)} is in no format that is known here: ${seen}`,
    file,
    ...(first === undefined ? {} : { line: lines.indexOf(first) + 1 }),
    fix: `Name the format (${IMPORT_FORMATS.join(', ')}), or describe the columns in a mapping: qt import csv --mapping`,
  });
}

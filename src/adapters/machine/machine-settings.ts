// machine.json of the home folder in; the settings of this machine out, or the field that is wrong and how to mend it.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { UserError } from '../user-error.ts';
import { faultyLine, plainWords, valueAt } from './machine-fault.ts';
import { type MachineSettings, machineSchema } from './machine-schema.ts';

export type { MachineSettings } from './machine-schema.ts';

/** Whatever is called so is a secret, in English or Portuguese. */
const SECRET_KEY =
  /pass|pwd|senha|secret|token|credential|apikey|activation|ativacao|^key$|^chave|assinatura|signature(?!s(From)?$)|^user(name)?$|^usuario$/i;
const DEPTH_MAX = 10;

export function machineFile(home: string): string {
  return join(home, 'machine.json');
}

/** UserErrors: `machine-missing`, `machine-wrong`, `machine-secret`. */
export function readMachineSettings(home: string): MachineSettings {
  const file = machineFile(home);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError({
      code: isMissing ? 'machine-missing' : 'machine-wrong',
      message: isMissing
        ? `The settings of this machine ${file} do not exist`
        : `The settings of this machine ${file} cannot be read: ${(cause as Error).message}`,
      file,
      fix: 'Write them after the example in docs/machine.md; only schemaVersion and dllPath are required',
      cause,
    });
  }
  return parseMachineSettings(text, file);
}

export function parseMachineSettings(text: string, file: string): MachineSettings {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // the parser's message quotes the text, and somebody may have written a password there
    const line = faultyLine(text);
    const fix = 'Put names and texts in double quotes, \\ doubled, no comma at the end';
    throw wrong(file, undefined, `it is not JSON, see line ${line}`, fix, line);
  }
  refuseSecrets(value, file, '', 0);
  const parsed = machineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // a setting that is written wrongly is missing too: its own name says more
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') throw unknownKey(file, field, issue.keys[0]!);
  throw wrong(
    file,
    field || undefined,
    plainWords(issue, valueAt(value, issue.path)),
    `Correct ${field || 'the file'}; docs/machine.md says what it may hold`,
  );
}

/** Where the library keeps its files. */
export function workingFolderOf({ dllPath, workingFolder }: MachineSettings): string {
  return workingFolder ?? dirname(dllPath);
}

function refuseSecrets(value: unknown, file: string, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return;
  for (const [key, inner] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    if (!Array.isArray(value) && SECRET_KEY.test(key)) {
      throw new UserError({
        code: 'machine-secret',
        message: `${file}: ${field} looks like a secret, and settings hold none`,
        file,
        field,
        fix: 'Remove it from the file, change it if others could read it, and store it with: qt secrets set NAME (see qt secrets --help)',
      });
    }
    refuseSecrets(inner, file, field, depth + 1);
  }
}

function unknownKey(file: string, path: string, key: string): UserError {
  const field = path === '' ? key : `${path}.${key}`;
  const known = knownKeys(path);
  const near = known.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2);
  const fix =
    near === undefined
      ? `Remove it; known here: ${known.join(', ')}`
      : `Did you mean ${near}? Known here: ${known.join(', ')}`;
  return wrong(file, field, 'is no setting of this program', fix);
}

/** Of the object at a path of the schema. */
function knownKeys(path: string): readonly string[] {
  let at: z.core.$ZodType | undefined = machineSchema;
  for (const step of path === '' ? [] : path.split('.')) at = innerOf(at, step);
  const shape = shapeOf(at);
  return shape === undefined ? [] : Object.keys(shape);
}

function innerOf(type: z.core.$ZodType | undefined, step: string): z.core.$ZodType | undefined {
  const shape = shapeOf(type);
  if (shape !== undefined) return shape[step];
  const def = unwrapped(type)?._zod.def as { element?: z.core.$ZodType; valueType?: z.core.$ZodType } | undefined;
  return def?.element ?? def?.valueType;
}

function shapeOf(type: z.core.$ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> | undefined {
  return (unwrapped(type)?._zod.def as { shape?: Readonly<Record<string, z.core.$ZodType>> } | undefined)?.shape;
}

/** Without `default` and `optional` around it. */
function unwrapped(type: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const inner = (type?._zod.def as { innerType?: z.core.$ZodType } | undefined)?.innerType;
  return inner === undefined ? type : unwrapped(inner);
}

/** Letters to change, add or remove. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      next.push(Math.min(row[k]! + 1, next[k - 1]! + 1, row[k - 1]! + (a[i - 1] === b[k - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

function wrong(file: string, field: string | undefined, why: string, fix: string, line?: number): UserError {
  const message = `${file}: ${field === undefined ? '' : `${field}: `}${why}`;
  return new UserError({ code: 'machine-wrong', message, file, field, line, fix });
}

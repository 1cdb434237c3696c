// Takes the text of a JSON file and its schema; gives the parsed value, or the field that is wrong and why.

import type { z } from 'zod';
import { UserError } from '../user-error.ts';

/** Throws UserError `model-file-invalid` naming the file and the field. */
export function parseJsonFile<T>(text: string, schema: z.ZodType<T>, file: string): T {
  const fix = 'Correct the file, or train the model again.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError({
      code: 'model-file-invalid',
      message: `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      file,
      fix,
      cause: error,
    });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.join('.');
  throw new UserError({
    code: 'model-file-invalid',
    message: `${file}: ${field === '' ? '' : `${field}: `}${issue.message}`,
    file,
    field: field === '' ? undefined : field,
    fix,
  });
}

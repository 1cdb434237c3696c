// Takes a finished run and a path; writes its report there, whole or not at all.

import { replaceDurably } from '../../adapters/durable-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import { type ReportCircumstances, renderReport } from './html-report.ts';
import type { SessionResult } from './session-result.ts';

/**
 * Writes the HTML report to `path`, through a temporary file beside it and a rename, so that a reader never sees half of one.
 * Folders are made. Throws UserError when the place cannot be written.
 */
export function writeReport(result: SessionResult, path: string, known: ReportCircumstances = {}): void {
  const page = renderReport(result, undefined, known);
  try {
    replaceDurably(path, page);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError({
      code: 'report-not-written',
      message: `The report could not be written to ${path}: ${why}`,
      fix: 'Name a file in a folder that you may write to, with space left on its disk.',
      file: path,
      cause,
    });
  }
}

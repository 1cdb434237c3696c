// What every importer gets: one file, the user's choices, and where its rows go.

import type { CsvMapping } from '../formats/csv-mapping.ts';
import type { BadLines } from '../text/bad-lines.ts';
import type { OnProgress } from '../text/byte-source.ts';
import type { ImportSession, SessionOptions } from './import-session.ts';

/** What a file may do differently from an export of a Brazilian terminal. */
export type FileLayout = Pick<
  SessionOptions,
  'midnightUs' | 'timeZone' | 'newestFirst' | 'byInstrument' | 'sortByTime' | 'tellsSides'
>;

export interface FileImport {
  readonly file: string;
  /** Symbol of the rows where the user named it. */
  readonly symbol: string | undefined;
  /** The day of the rows where the user named it, for formats that do not. */
  readonly day?: string | undefined;
  readonly bad: BadLines;
  /** What the columns are, for the formats that leave it to a mapping file. */
  readonly mapping?: CsvMapping | undefined;
  /**
   * Starts the collection of rows; called once, when the importer knows which optional columns of schema.ts the file fills.
   * Files of one import that belong together (both sides of a book) get the same session.
   */
  readonly start: (filled: ReadonlySet<string>, layout?: FileLayout) => ImportSession;
  readonly onProgress: OnProgress | undefined;
}

/** Reads the file into the session; returns the sha256 of the file. */
export type Importer = (request: FileImport) => Promise<string>;

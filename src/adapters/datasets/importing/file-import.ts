// What every importer gets: one file, the user's choices, and where its rows go.

import type { BadLines } from '../text/bad-lines.ts';
import type { OnProgress } from '../text/byte-source.ts';
import type { ImportSession, SessionOptions } from './import-session.ts';

/** What a file may do differently from an export of a Brazilian terminal. */
export type FileLayout = Pick<SessionOptions, 'midnightUs' | 'newestFirst'>;

export interface FileImport {
  readonly file: string;
  /** Symbol of the rows where the user named it. */
  readonly symbol: string | undefined;
  readonly bad: BadLines;
  /** Starts the collection of rows; called once, when the importer knows which optional columns the file lacks. */
  readonly start: (absent: ReadonlySet<string>, layout?: FileLayout) => ImportSession;
  readonly onProgress: OnProgress | undefined;
}

/** Reads the file into the session; returns the sha256 of the file. */
export type Importer = (request: FileImport) => Promise<string>;

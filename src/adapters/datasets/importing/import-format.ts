// What a format is: its name on the command line, how its files are recognised, and what reads them.

import type { Importer } from './file-import.ts';

/** The beginning of a file, unpacked. */
export interface FileHead {
  /** Name of the file without folder, and of the file inside where it was packed. */
  readonly names: readonly string[];
  /** The first lines (up to 50) as text without line ends, a byte order mark taken off; empty for binary files. */
  readonly lines: readonly string[];
  /** The first bytes (up to 64) of the unpacked content. */
  readonly bytes: Uint8Array;
}

/** How sure a format is that a file is one of its own. */
export interface Recognition {
  /** 0 to 1; 1: nothing else looks like this. */
  readonly confidence: number;
  /** What was seen, in words: "the header names <BID> and <LAST>, tab separated". */
  readonly why: string;
  /** Options that the file asks for, such as the name of a built-in mapping. */
  readonly mapping?: string;
}

export interface ImportFormat {
  /** Name on the command line. */
  readonly id: string;
  /** One line for help and documents: what kind of file, from where. */
  readonly title: string;
  /** Undefined when the file is certainly none of this format. Never throws. */
  recognise(head: FileHead): Recognition | undefined;
  /** The rows name their instruments: `--instrument` is not needed. */
  readonly namesInstruments: boolean;
  /** The files of one import make one book or one day together (both sides of the orders): they share a session. */
  readonly joinsFiles?: boolean;
  /** A mapping file says what the columns are. */
  readonly needsMapping?: boolean;
  readonly importer: Importer;
}

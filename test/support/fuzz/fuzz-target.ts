// What a parser is fuzzed by, and what came of it: plain data, so that it crosses to the thread that the parser runs in.

export interface FuzzOptions {
  readonly seed: number;
  /** Mutated lines, or files where a format is no text of lines. */
  readonly count: number;
  /** An empty folder for the files. */
  readonly folder: string;
  /** To be called before each file: a parser that hangs is known by its silence. */
  readonly onFile: (file: number) => void;
}

export interface FuzzReport {
  /** Mutated lines (or files) that were taken, and those that were rejected with their place. */
  accepted: number;
  rejected: number;
  files: number;
  /** What went against the contract, in words; the first ones only. */
  readonly failures: string[];
}

export interface FuzzTarget {
  /** Of the target, for test titles: several may try one format. */
  readonly name: string;
  /** Name of the format on the command line; undefined for what comes before the formats. */
  readonly format: string | undefined;
  /** Takes so long that day by day fewer lines must do. */
  readonly isSlow: boolean;
  run(options: FuzzOptions): Promise<FuzzReport>;
}

const LISTED_FAILURES = 12;
const SHOWN_CHARACTERS = 1200;

export function emptyReport(): FuzzReport {
  return { accepted: 0, rejected: 0, files: 0, failures: [] };
}

/** False once there are as many failures as are worth reading. */
export function addFailure({ failures }: FuzzReport, failure: string): boolean {
  failures.push(failure.slice(0, SHOWN_CHARACTERS));
  return failures.length < LISTED_FAILURES;
}

export function isFull({ failures }: FuzzReport): boolean {
  return failures.length >= LISTED_FAILURES;
}

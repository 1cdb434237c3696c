// A failure of the outside world as one clear sentence, the place it happened and what to do; the command line prints it as is.

/** Where an error was found and how to mend it. `line` and `column` count from 1; `column` is the field's place in its line. */
export interface UserErrorDetails {
  /** Short and stable, kebab-case: `file-missing`, `bad-line`. */
  readonly code: string;
  /** One sentence without a full stop at the end of a path or number. */
  readonly message: string;
  /** What the user can do about it. */
  readonly fix: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Name of the column or setting. */
  readonly field?: string | undefined;
  readonly cause?: unknown;
}

/** What `--json` prints under `error`. */
export interface UserErrorJson {
  readonly code: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly field?: string | undefined;
  readonly fix: string;
}

export class UserError extends Error {
  readonly code: string;
  readonly fix: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly field: string | undefined;

  constructor(details: UserErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'UserError';
    this.code = details.code;
    this.fix = details.fix;
    this.file = details.file;
    this.line = details.line;
    this.column = details.column;
    this.field = details.field;
  }

  toJSON(): UserErrorJson {
    return {
      code: this.code,
      message: this.message,
      ...(this.file === undefined ? {} : { file: this.file }),
      ...(this.line === undefined ? {} : { line: this.line }),
      ...(this.column === undefined ? {} : { column: this.column }),
      ...(this.field === undefined ? {} : { field: this.field }),
      fix: this.fix,
    };
  }
}

// What is wrong with a notebook or what was asked of it in; an error that names the file and the way out.

export interface NotebookFault {
  /** Short and stable, kebab-case. */
  readonly code: string;
  /** One sentence that names the file. */
  readonly message: string;
  readonly fix: string;
  readonly file: string;
  readonly cause?: unknown;
}

export class NotebookError extends Error {
  override readonly name = 'NotebookError';
  readonly code: string;
  readonly fix: string;
  readonly file: string;

  constructor({ code, message, fix, file, cause }: NotebookFault) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.fix = fix;
    this.file = file;
  }
}

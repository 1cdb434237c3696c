// Why a session does not do what an operator asks, and what to do about it, in; the error that says both out.

/** Told to whoever asked: the message says why not, `fix` what a person does first. */
export class OperatorRefusal extends Error {
  readonly fix: string | undefined;

  constructor(message: string, fix?: string) {
    super(message);
    this.name = 'OperatorRefusal';
    this.fix = fix;
  }
}

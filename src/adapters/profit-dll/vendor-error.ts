// A negative answer of the vendor as an error: its name there, what it means, the call, and what to do.

import { UserError } from '../user-error.ts';
import { NL_CODES, type NlName, nlName } from './nl-codes.ts';

export class VendorError extends UserError {
  /** The vendor's name, or undefined for a code that this version does not know. */
  readonly nlCode: NlName | undefined;
  /** What the vendor returned. */
  readonly value: number;
  /** The vendor's function. */
  readonly call: string;

  constructor(call: string, value: number | bigint) {
    const name = nlName(value);
    const hex = `0x${(Number(value) >>> 0).toString(16).padStart(8, '0')}`;
    const known = name === undefined ? undefined : NL_CODES[name];
    super({
      code: name === undefined ? 'nl-unknown' : kebab(name),
      message:
        known === undefined
          ? `${call} answered ${hex}, which is no answer that this version knows`
          : `${call} answered ${name} (${hex}): ${known.meaning}`,
      fix: known?.fix ?? 'Look it up in the manual of your ProfitDLL, and report it with the report of qt doctor',
    });
    this.name = 'VendorError';
    this.nlCode = name;
    this.value = Number(value);
    this.call = call;
  }
}

function kebab(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** A build without the function. */
export class MissingExportError extends UserError {
  readonly call: string;

  constructor(call: string, since: string | undefined) {
    super({
      code: 'missing-export',
      message: `This build of ProfitDLL has no ${call}`,
      fix: since === undefined ? 'Install a current ProfitDLL' : `Install ProfitDLL ${since} or newer`,
    });
    this.name = 'MissingExportError';
    this.call = call;
  }
}

/** Gives the answer back when it is no error. */
export function checked(call: string, answer: number): number {
  if (answer < 0) throw new VendorError(call, answer);
  return answer;
}

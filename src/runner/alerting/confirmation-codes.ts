// A command that a person asked for in; a code that this person must send back in time, once, and then the command, out.

import { randomInt } from 'node:crypto';
import type { RemoteCommand } from './operator-port.ts';

export const CODE_MS = 60_000;
/** Wrong codes after which the question is withdrawn. */
export const WRONG_CODES_MAX = 3;

export interface AskedCommand {
  readonly command: RemoteCommand;
  readonly reason: string;
}

interface Open extends AskedCommand {
  readonly code: string;
  readonly untilMs: number;
  wrong: number;
}

export type CodeVerdict =
  | { readonly kind: 'confirmed'; readonly asked: AskedCommand }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'late' }
  | { readonly kind: 'none' };

/** One question at a time for each key; a new one takes the place of the one before. */
export class ConfirmationCodes {
  private readonly open = new Map<string, Open>();
  private readonly nowMs: () => number;
  private readonly newCode: () => string;

  constructor(nowMs: () => number = Date.now, newCode: () => string = sixDigits) {
    this.nowMs = nowMs;
    this.newCode = newCode;
  }

  ask(key: string, asked: AskedCommand): string {
    const code = this.newCode();
    this.open.set(key, { ...asked, code, untilMs: this.nowMs() + CODE_MS, wrong: 0 });
    return code;
  }

  answer(key: string, code: string): CodeVerdict {
    const found = this.open.get(key);
    if (found === undefined) return { kind: 'none' };
    if (this.nowMs() > found.untilMs) {
      this.open.delete(key);
      return { kind: 'late' };
    }
    if (code === found.code) {
      this.open.delete(key);
      return { kind: 'confirmed', asked: { command: found.command, reason: found.reason } };
    }
    found.wrong += 1;
    if (found.wrong >= WRONG_CODES_MAX) this.open.delete(key);
    return { kind: 'wrong', left: WRONG_CODES_MAX - found.wrong };
  }
}

function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

// What the process that runs a notebook's cells is told and tells, as JSON.
import type { RunParameters } from '../session/executed-cells.ts';
import type { ExecuteReply, SessionEvent } from '../session/session-events.ts';

/** Its one argument. */
export interface ProcessSettings {
  /** Of the package that cells import by name. Absolute. */
  readonly root: string;
  /** Of the notebook. Absolute. */
  readonly folder: string;
  /** The notebook itself. Absolute. */
  readonly file: string;
  /** Set by a cell that the notebook does not have. */
  readonly parameters?: RunParameters;
  /** For each cell. */
  readonly timeLimitMs?: number;
}

export type ProcessOrder =
  | { readonly kind: 'cell'; readonly token: string; readonly code: string; readonly isInjected: boolean }
  /** To tell what is still untold, and end. */
  | { readonly kind: 'close' };

/** What becomes an output of a cell. */
export type OutputEvent = Exclude<SessionEvent, { readonly kind: 'comm' }>;

export type ProcessNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly event: OutputEvent }
  | { readonly kind: 'done'; readonly reply: ExecuteReply };

/** Name of the error of a cell that was stopped at its time limit. */
export const TIME_LIMIT_ERROR = 'TimeLimitError';

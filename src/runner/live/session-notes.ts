// What the runner itself has to say of a session in; a line of notes.jsonl in its run folder out, beside what the engine journals.

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOTES_FILE = 'notes.jsonl';
/** A session that has more to say than this is written to the observers only. */
const NOTES_MAX = 10_000;

export interface SessionNote {
  readonly timeUtc: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly code: string;
  readonly text: string;
}

/** Never throws: what cannot be written on a full disk is still told to whoever watches. */
export class SessionNotes {
  private readonly path: string;
  private written = 0;

  constructor(folder: string) {
    this.path = join(folder, NOTES_FILE);
  }

  add(note: SessionNote): void {
    if (this.written >= NOTES_MAX) return;
    this.written += 1;
    try {
      appendFileSync(this.path, `${JSON.stringify(note)}\n`);
    } catch {
      this.written = NOTES_MAX;
    }
  }
}

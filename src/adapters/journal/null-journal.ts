// Takes what the engine's loop journals and keeps nothing: for benches and sweeps that look at results only.

import type { Journal } from '../../core/engine/journal.ts';

export class NullJournal implements Journal {
  event(): void {}
  decision(): void {}
  commands(): void {}
  alert(): void {}
  close(): void {}
}

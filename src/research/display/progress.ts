// What a loop goes over in, the same out; below the cell a bar tells how far it is and how long the rest may take.
import { escapeHtml } from '../report/html.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from './jupyter-display.ts';

export interface ProgressOptions {
  /** What is counted: `days`, `settings`. */
  readonly label?: string;
  /** How many there will be; known by itself for arrays, sets and maps. */
  readonly total?: number;
}

const LEAST_MS = 100;
/** Of the time so far: a loop of hours does not draw thousands of times. */
const LEAST_SHARE = 0.02;
const MS_PER_S = 1000;
const S_PER_MIN = 60;

interface Place {
  update(value: unknown): void;
}

/**
 * A bar that is moved by hand. Outside of a notebook it shows nothing.
 *
 * ```ts
 * const bar = new ProgressBar({ label: 'days', total: days.length });
 * for (const day of days) { await work(day); bar.add(); }
 * bar.end();
 * ```
 */
export class ProgressBar {
  readonly total: number | undefined;
  private readonly label: string;
  private readonly startMs = performance.now();
  private readonly place: Place | undefined;
  private done = 0;
  private drawnMs = 0;
  private ending: 'done' | 'stopped' | undefined = undefined;

  /** @throws RangeError where `total` is no count. */
  constructor({ label = '', total }: ProgressOptions = {}) {
    if (total !== undefined && !(Number.isInteger(total) && total >= 0)) {
      throw new RangeError(`total is how many there will be, a whole number from 0 on, not ${total}`);
    }
    this.label = label;
    this.total = total;
    const { display } = globalThis as { readonly display?: (value: unknown) => Place };
    this.place = display?.(this);
  }

  add(count = 1): void {
    this.done += count;
    const elapsedMs = performance.now() - this.startMs;
    if (elapsedMs - this.drawnMs < Math.max(LEAST_MS, elapsedMs * LEAST_SHARE)) return;
    this.drawnMs = elapsedMs;
    this.place?.update(this);
  }

  /** Draws it for the last time. A loop that was left before the end says where. */
  end(): void {
    if (this.ending !== undefined) return;
    this.ending = this.total === undefined || this.done >= this.total ? 'done' : 'stopped';
    this.place?.update(this);
  }

  get text(): string {
    const { done, total, label } = this;
    const what = label === '' ? '' : ` ${label}`;
    const count = total === undefined ? `${done}${what}` : `${done} of ${total}${what}`;
    const elapsedMs = performance.now() - this.startMs;
    const parts = [this.ending === 'stopped' ? `stopped at ${count}` : count, timeText(elapsedMs)];
    const isUnderWay = this.ending === undefined && total !== undefined && done > 0 && done < total;
    if (isUnderWay) parts.push(`about ${timeText((elapsedMs / done) * (total - done))} left`);
    return parts.join(', ');
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const { text, done, total } = this;
    const extent =
      total === undefined ? (this.ending === undefined ? '' : ' value="1"') : ` max="${total}" value="${done}"`;
    return { 'text/plain': text, 'text/html': `<div><progress${extent}></progress> ${escapeHtml(text)}</div>` };
  }
}

/**
 * `for (const day of progress(days, { label: 'days' })) …`: the items one by one, with a bar below the cell. Outside of a notebook
 * only the items.
 */
export function* progress<T>(items: Iterable<T>, options: ProgressOptions = {}): Generator<T, void, undefined> {
  const { length, size } = items as { readonly length?: unknown; readonly size?: unknown };
  const known = typeof length === 'number' ? length : typeof size === 'number' ? size : undefined;
  const total = options.total ?? known;
  const bar = new ProgressBar({ ...options, ...(total === undefined ? {} : { total }) });
  try {
    for (const item of items) {
      yield item;
      bar.add();
    }
  } finally {
    bar.end();
  }
}

function timeText(ms: number): string {
  const seconds = ms / MS_PER_S;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < S_PER_MIN) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / S_PER_MIN)} min ${String(Math.floor(seconds % S_PER_MIN)).padStart(2, '0')} s`;
}

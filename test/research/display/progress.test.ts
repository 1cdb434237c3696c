// A bar tells how far a loop is, seldom enough, and where it was left.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JUPYTER_DISPLAY } from '../../../src/research/display/jupyter-display.ts';
import { ProgressBar, progress } from '../../../src/research/display/progress.ts';

interface Shown {
  readonly plain: string;
  readonly html: string;
}

const places = globalThis as { display?: unknown };
let shown: Shown[] = [];

function look(value: unknown): void {
  const bundle = (value as ProgressBar)[JUPYTER_DISPLAY]();
  shown.push({ plain: bundle['text/plain'], html: bundle['text/html'] });
}

beforeEach(() => {
  shown = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  places.display = (value: unknown) => {
    look(value);
    return { update: look };
  };
});
afterEach(() => {
  delete places.display;
  vi.useRealTimers();
});

describe('a progress bar', () => {
  it('gives every item, and tells how many are done and what is left', () => {
    const taken: string[] = [];
    for (const day of progress(['mon', 'tue', 'wed', 'thu'], { label: 'days' })) {
      taken.push(day);
      vi.advanceTimersByTime(2_000);
    }
    expect(taken).toEqual(['mon', 'tue', 'wed', 'thu']);
    expect(shown.map(({ plain }) => plain)).toEqual([
      '0 of 4 days, 0.0 s',
      '1 of 4 days, 2.0 s, about 6.0 s left',
      '2 of 4 days, 4.0 s, about 4.0 s left',
      '3 of 4 days, 6.0 s, about 2.0 s left',
      '4 of 4 days, 8.0 s',
      '4 of 4 days, 8.0 s',
    ]);
    expect(shown.at(-1)!.html).toBe('<div><progress max="4" value="4"></progress> 4 of 4 days, 8.0 s</div>');
  });

  it('says where the loop was left, by break as by an error', () => {
    const leave = (): void => {
      for (const item of progress(new Set([1, 2, 3]))) if (item === 2) throw new Error('no');
    };
    expect(leave).toThrow('no');
    expect(shown.at(-1)!.plain).toBe('stopped at 1 of 3, 0.0 s');
  });

  it('counts where nobody knows how many there will be', () => {
    const numbers = function* (): Generator<number> {
      yield* [1, 2, 3];
    };
    expect([...progress(numbers(), { label: 'rows' })]).toEqual([1, 2, 3]);
    expect(shown.map(({ html }) => html)).toEqual([
      '<div><progress></progress> 0 rows, 0.0 s</div>',
      '<div><progress value="1"></progress> 3 rows, 0.0 s</div>',
    ]);
  });

  it('draws a few hundred times at most, however long the loop', () => {
    for (const _ of progress(new Float64Array(100_000))) vi.advanceTimersByTime(1_000);
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.length).toBeLessThan(800);
    expect(shown.at(-1)!.plain).toBe('100000 of 100000, 1666 min 40 s');
  });

  it('shows nothing outside of a notebook, and refuses what is no count', () => {
    delete places.display;
    expect([...progress([1, 2])]).toEqual([1, 2]);
    expect(() => new ProgressBar({ total: -1 })).toThrow('a whole number from 0 on, not -1');
    expect(() => new ProgressBar({ total: Number.NaN })).toThrow(RangeError);
  });
});

// Checks the lines that a long task leaves where there is no terminal: none for a short one, the end of one that was shown.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';

describe('progress without a terminal', () => {
  const lines: string[] = [];

  beforeEach(() => {
    lines.length = 0;
    vi.useFakeTimers();
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('is silent about a task of less than a second', () => {
    const progress = new Progress('import');
    progress.update(0.5);
    progress.update(1);
    progress.stop();
    expect(lines).toEqual([]);
  });

  it('ends with the last share, which a line had been too early for', () => {
    const progress = new Progress('backtest');
    vi.advanceTimersByTime(1500);
    progress.update(0.2, '2025-08-05');
    vi.advanceTimersByTime(100);
    progress.update(0.6, '2025-08-06');
    progress.update(1, '2025-08-07');
    progress.stop();
    expect(lines).toEqual(['backtest: 20 % 2025-08-05\n', 'backtest: 100 % 2025-08-07\n']);
  });

  it('does not claim the end of a task that broke off, nor tells a share twice', () => {
    const progress = new Progress('backtest');
    vi.advanceTimersByTime(1500);
    progress.update(0.2);
    progress.stop();
    progress.stop();
    expect(lines).toEqual(['backtest: 20 % \n']);
  });
});

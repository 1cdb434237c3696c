// A whole recorded session at fifty times its pace with a fault each minute: sound, replayed to the letter, in memory that does not grow.
import { expect, it } from 'vitest';
import { describeWithRealData } from '../support/real-data.ts';
import { longSession } from './long-session.ts';
import { RECORDED_DAY } from './recorded-tape.ts';

const MINUTES = 510;
const WARM_UP_MINUTES = 60;
const MEMORY_MAX = 400e6;
/** Of the memory after the warm-up, an hour of the session. */
const GROWTH_MAX = 0.01;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describeWithRealData('a whole recorded session at fifty times its pace', [RECORDED_DAY], (source = '') => {
  it('is lived through with a fault each minute, and memory is flat', { timeout: 1_200_000 }, async () => {
    const { report, rss, replayed, output, halts } = await longSession(source, MINUTES, 7);
    const [early, late] = [mean(rss.slice(WARM_UP_MINUTES, WARM_UP_MINUTES + 60)), mean(rss.slice(-60))];
    const growth = (late / early - 1) / ((rss.length - WARM_UP_MINUTES - 60) / 60);
    console.log(
      `${report.lives} lives, ${Math.round(late / 1e6)} MB, ${(growth * 100).toFixed(2)} % an hour, ${halts.length} halts`,
    );
    expect(replayed).toEqual({ identical: true, difference: [] });
    expect(output).toBe('');
    expect(Math.max(...rss)).toBeLessThan(MEMORY_MAX);
    expect(growth).toBeLessThan(GROWTH_MAX);
  });
});

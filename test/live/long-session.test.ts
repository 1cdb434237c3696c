// Twelve minutes of a recorded session at fifty times its pace with a fault each minute: sound, replayed to the letter, in little memory.
import { expect, it } from 'vitest';
import { describeWithRealData } from '../support/real-data.ts';
import { longSession } from './long-session.ts';
import { RECORDED_DAY } from './recorded-tape.ts';

const MINUTES = 12;
const MEMORY_MAX = 400e6;

describeWithRealData('a recorded session at fifty times its pace', [RECORDED_DAY], (source = '') => {
  it('is lived through with a fault each minute, and replays to the letter', { timeout: 120_000 }, async () => {
    const { report, rss, replayed, output, halts } = await longSession(source, MINUTES, 1);
    console.log(`${report.lives} lives, ${Math.round(Math.max(...rss) / 1e6)} MB, gone on after: ${halts.join('; ')}`);
    expect(replayed).toEqual({ identical: true, difference: [] });
    // an unhandled rejection would stand there
    expect(output).toBe('');
    expect(report.lives).toBeGreaterThan(3);
    expect(Math.max(...rss)).toBeLessThan(MEMORY_MAX);
  });
});

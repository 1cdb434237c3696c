// Between two sessions: begun after the close, told once whatever comes of it, and gone when the next session begins.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { retrainingSettings } from '../../../src/adapters/machine/retraining-settings.ts';
import { RetrainingJob } from '../../../src/runner/retraining/retraining-job.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const CLOSE_US = Date.parse('2025-08-05T21:31:00Z') * 1000;
const BEGIN_US = Date.parse('2025-08-06T11:50:00Z') * 1000;
const MINUTE_US = 60_000_000;
const HALF_HOUR_US = 30 * MINUTE_US;
const settings = retrainingSettings.parse({ strategy: 'wdo-regime', days: 10 });

/** Tells how it was called, then waits for its input to end. */
const WAITS = `
  import { writeFileSync } from 'node:fs';
  writeFileSync(process.env.CALLED_FILE, JSON.stringify(process.argv.slice(2)));
  process.stdin.on('end', () => process.exit(1)).resume();
  setInterval(() => {}, 1000);`;

function bench(name: string, source: string) {
  const folder = temporaryFolder(name);
  const script = join(folder, 'stub.mjs');
  const called = join(folder, 'called.json');
  writeFileSync(script, source.replace('process.env.CALLED_FILE', JSON.stringify(called)));
  const told: string[] = [];
  const tell = (severity: string, code: string, text: string): void => {
    told.push(`${severity} ${code}: ${text}`);
    throw new Error('nobody listens');
  };
  const job = new RetrainingJob({ home: folder, settings, against: () => 'f'.repeat(64), tell, script });
  return { job, told, called, folder };
}

async function until(done: () => boolean): Promise<void> {
  for (let times = 0; times < 400 && !done(); times++) await new Promise((next) => setTimeout(next, 25));
  expect(done()).toBe(true);
}

describe('a scheduled training', () => {
  it('begins after the close by as much as the machine says, and tells its candidate', async () => {
    const { job, told } = bench('job-done', `process.stdout.write('{"summary":"Candidate 1234"}\\n');`);
    job.idle(CLOSE_US, BEGIN_US);
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + HALF_HOUR_US - 1, BEGIN_US);
    expect(job.isRunning).toBe(false);
    job.idle(CLOSE_US + HALF_HOUR_US, BEGIN_US);
    expect(job.isRunning).toBe(true);
    job.idle(CLOSE_US + HALF_HOUR_US + MINUTE_US, BEGIN_US);
    await until(() => !job.isRunning);
    expect(told).toEqual(['info retrainingCandidate: Candidate 1234']);
    job.idle(BEGIN_US - HALF_HOUR_US, BEGIN_US);
    expect(job.isRunning).toBe(false);
  });

  it('is ended when the next session begins, knows until when it has, and says so once', async () => {
    const { job, told, called, folder } = bench('job-ended', WAITS);
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + HALF_HOUR_US, BEGIN_US);
    await until(() => existsSync(called) && readFileSync(called, 'utf8') !== '');
    expect(JSON.parse(readFileSync(called, 'utf8'))).toEqual([
      ...['retrain', '--json', '--home', folder, '--day', '2025-08-05', '--against', 'f'.repeat(64)],
      ...['--until', '2025-08-06T11:50:00.000Z', '--attached'],
    ]);
    job.begins();
    job.close();
    await until(() => !job.isRunning);
    expect(told).toEqual(['warning retrainingFailed: it was not done when the next session began']);
  });

  it('is not begun right before a session, nor in one', () => {
    const { job, told } = bench('job-late', WAITS);
    job.ended('2025-08-05', CLOSE_US);
    job.idle(BEGIN_US - MINUTE_US / 2, BEGIN_US);
    job.ended('2025-08-06', CLOSE_US);
    job.begins();
    job.idle(BEGIN_US - HALF_HOUR_US, BEGIN_US);
    expect(job.isRunning).toBe(false);
    expect(told).toEqual([]);
  });

  it.each([
    [
      'a refusal',
      `process.stdout.write('{"error":{"message":"Too few days","fix":"Fetch more"}}'); process.exitCode = 1;`,
      'Too few days',
    ],
    ['a crash', 'throw new Error("out of memory");', 'qt retrain gave no answer'],
    ['nonsense', `process.stdout.write('[1]');`, 'qt retrain told something else than expected'],
  ])('that fails by %s is told once', async (_what, source, reason) => {
    const { job, told } = bench('job-failed', source);
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + HALF_HOUR_US, BEGIN_US);
    await until(() => !job.isRunning);
    expect(told).toEqual([`warning retrainingFailed: ${reason}`]);
  });
});

// A release in shadow beside a session: started with it, asked for nothing but to end, and its death told once while the session goes on.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ChallengerProcess } from '../../../src/runner/live/challenger-process.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { until } from '../host/test-host.ts';

const RELEASE = 'c'.repeat(64);

/** Says how it was called and that it ends; what comes on its input it would say too. */
const WAITS = `
  process.stdout.write(JSON.stringify(process.argv.slice(2)) + '\\n');
  process.stdin.on('data', (bytes) => process.stdout.write('heard ' + bytes));
  process.stdin.on('end', () => { process.stdout.write('ends\\n'); process.exit(0); });`;
const DEAF = `process.stdin.on('end', () => {}).resume(); setInterval(() => {}, 1000);`;

const made: ChallengerProcess[] = [];

afterEach(async () => {
  for (const one of made.splice(0)) await one.close();
});

function bench(source: string) {
  const home = temporaryFolder('challenger');
  const script = join(home, 'stub.mjs');
  writeFileSync(script, source);
  const told: string[] = [];
  const tell = (severity: string, code: string, text: string): void => {
    told.push(`${severity} ${code}: ${text}`);
    throw new Error('nobody listens');
  };
  const logFile = join(home, 'challenger', 'it.log');
  const challenger = new ChallengerProcess({
    ...{ home, release: RELEASE, capitalBrl: 50_000, instrument: 'WDOU25', logFile, tell, script, graceMs: 1000 },
  });
  made.push(challenger);
  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  return { home, challenger, told, log };
}

describe('a challenger', () => {
  it('runs qt shadow without an account, and ends with its session, unasked for anything else', async () => {
    const { home, challenger, told, log } = bench(WAITS);
    challenger.idle();
    expect(challenger.isRunning).toBe(false);
    challenger.begins();
    await until(() => log().includes('\n'), 'its words');
    challenger.ended();
    challenger.begins();
    await challenger.close();
    expect(challenger.isRunning).toBe(false);
    const [args, ...rest] = log().split('\n');
    expect(JSON.parse(args!)).toEqual([
      ...['shadow', '--release', RELEASE, '--capital', '50000', '--instrument', 'WDOU25', '--attached'],
      ...['--home', home],
    ]);
    expect(rest).toEqual(['ends', '']);
    expect(told).toEqual([]);
    challenger.begins();
    expect(challenger.isRunning).toBe(false);
  });

  it('that dies is told once, and tried again with the next session only', async () => {
    const { challenger, told } = bench('process.exitCode = 3;');
    challenger.begins();
    await until(() => told.length === 1, 'its end');
    expect(told[0]).toMatch(
      /^warning challengerEnded: The challenger cccccccc: it ended with 3; its words are in .*it\.log$/,
    );
    challenger.idle();
    challenger.ended();
    expect(challenger.isRunning).toBe(false);
    challenger.begins();
    await until(() => told.length === 2, 'its second end');
  });

  it('that does not hear is ended all the same', async () => {
    const { challenger, told } = bench(DEAF);
    challenger.begins();
    await challenger.close();
    expect([challenger.isRunning, told]).toEqual([false, []]);
  }, 20_000);
});

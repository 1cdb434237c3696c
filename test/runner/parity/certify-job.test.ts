// Between two sessions: certificates are made after the close and before the next open, failures told once, and nothing runs in a session.
import { describe, expect, it } from 'vitest';
import { CertifyJob } from '../../../src/runner/parity/certify-job.ts';
import { runStep, type StepOptions, type StepResult } from '../../../src/runner/retraining/run-step.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';

const CLOSE_US = Date.parse('2025-08-05T21:31:00Z') * 1000;
const BEGIN_US = Date.parse('2025-08-06T11:50:00Z') * 1000;
const MINUTE_US = 60_000_000;

interface Asked {
  readonly args: readonly string[];
  readonly options: StepOptions;
  readonly answer: (result: StepResult) => void;
}

function bench() {
  const told: string[] = [];
  const asked: Asked[] = [];
  const tell = (severity: string, code: string, text: string): void => {
    told.push(`${severity} ${code}: ${text}`);
    throw new Error('nobody listens');
  };
  const step = (args: readonly string[], options: StepOptions): Promise<StepResult> =>
    new Promise((answer) => {
      asked.push({ args, options, answer });
      options.signal.addEventListener('abort', () => answer({ kind: 'failed', reason: 'ended' }));
    });
  return { job: new CertifyJob({ home: temporaryFolder('certify-job'), tell, step }), told, asked };
}

const made = (...verdicts: readonly string[]): StepResult => ({
  kind: 'done',
  value: { made: verdicts.map((verdict, k) => ({ run: `run-${k}`, verdict })), failed: [] },
});

async function settled(job: CertifyJob): Promise<void> {
  for (let times = 0; times < 1000 && job.isRunning; times++) await new Promise((next) => setTimeout(next, 25));
  expect(job.isRunning).toBe(false);
}

describe('certificates between sessions', () => {
  it('are made ten minutes after the close, and once more before the next session; only the unexplained is told', async () => {
    const { job, told, asked } = bench();
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + 9 * MINUTE_US, BEGIN_US);
    expect(asked).toEqual([]);
    job.idle(CLOSE_US + 10 * MINUTE_US, BEGIN_US);
    job.idle(CLOSE_US + 11 * MINUTE_US, BEGIN_US);
    expect(asked.map(({ args }) => args)).toEqual([['certify', '--missing']]);
    asked[0]!.answer(made('identical', 'explained', 'unexplained'));
    await settled(job);
    expect(told).toEqual([expect.stringMatching(/^warning parityUnexplained: .*run-2/)]);
    job.idle(BEGIN_US - 121 * MINUTE_US, BEGIN_US);
    expect(asked).toHaveLength(1);
    job.idle(BEGIN_US - 120 * MINUTE_US, BEGIN_US);
    expect(asked).toHaveLength(2);
    asked[1]!.answer(made());
    await settled(job);
    job.idle(BEGIN_US - 60 * MINUTE_US, BEGIN_US);
    expect([asked.length, told.length]).toEqual([2, 1]);
  });

  it('of sessions before are made a minute after a start between sessions', async () => {
    const { job, asked } = bench();
    job.idle(CLOSE_US, BEGIN_US);
    job.idle(CLOSE_US + MINUTE_US - 1, BEGIN_US);
    expect(asked).toEqual([]);
    job.idle(CLOSE_US + MINUTE_US, BEGIN_US);
    expect(asked).toHaveLength(1);
    asked[0]!.answer(made());
    await settled(job);
  });

  it('are left where a session begins, without a word, and not begun right before one', async () => {
    const { job, told, asked } = bench();
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + 10 * MINUTE_US, BEGIN_US);
    expect(asked[0]!.options.signal.aborted).toBe(false);
    job.begins();
    expect(asked[0]!.options.signal.aborted).toBe(true);
    await settled(job);
    job.ended('2025-08-06', CLOSE_US);
    job.idle(BEGIN_US - MINUTE_US / 2, BEGIN_US);
    expect([asked.length, told]).toEqual([1, []]);
  });

  it('that fail are told once for each reason', async () => {
    const { job, told, asked } = bench();
    for (const result of [
      { kind: 'failed', reason: 'no key' },
      { kind: 'failed', reason: 'no key' },
      { kind: 'done', value: [] },
    ] as const) {
      job.ended('2025-08-05', CLOSE_US);
      job.idle(CLOSE_US + 10 * MINUTE_US, BEGIN_US);
      asked.at(-1)!.answer(result);
      await settled(job);
    }
    expect(told).toEqual([
      'warning parityFailed: no key',
      'warning parityFailed: qt certify told something else than expected',
    ]);
  });

  it('are made by a process of its own', async () => {
    const home = temporaryFolder('certify-job-process');
    const results: StepResult[] = [];
    const step: typeof runStep = async (args, options) => {
      const result = await runStep(args, options);
      results.push(result);
      return result;
    };
    const job = new CertifyJob({ home, tell: () => {}, step });
    job.ended('2025-08-05', CLOSE_US);
    job.idle(CLOSE_US + 10 * MINUTE_US, BEGIN_US);
    await settled(job);
    expect(results).toEqual([{ kind: 'done', value: { made: [], failed: [] } }]);
  }, 30_000);
});

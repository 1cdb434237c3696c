// A prepared run of sessions in; what works beside and between them (certificates, trainings, a challenger) out.

import { basename, join } from 'node:path';
import { UserError } from '../adapters/user-error.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import type { Alerting } from '../runner/alerting/alerting.ts';
import { ChallengerProcess } from '../runner/live/challenger-process.ts';
import { CertifyJob } from '../runner/parity/certify-job.ts';
import type { BetweenSessions } from '../runner/retraining/between-sessions.ts';
import { RetrainingJob } from '../runner/retraining/retraining-job.ts';
import type { CommandContext } from './command-context.ts';
import type { LiveArguments, PreparedLive } from './prepare-live.ts';
import type { ProbationWatch } from './probation-watch.ts';

type Job = BetweenSessions & { close(): unknown };

/** A training only where machine.json wants one and a release runs. UserError `bad-option`, and those of the challenger's name. */
export function jobsBeside(
  context: CommandContext,
  { machine, options, runs }: PreparedLive,
  alerting: Alerting,
  { challenger, instrument }: LiveArguments,
  probation: ProbationWatch | undefined,
): readonly Job[] {
  const { home } = context;
  const { release, capitalBrl } = options;
  const tell = (severity: 'info' | 'warning', code: string, text: string): void => {
    context.say(`${severity}: ${code}: ${text}`);
    alerting.raise({ severity, code, text });
  };
  const jobs: Job[] = [new CertifyJob({ home, tell, done: () => probation?.certified() })];
  if (probation !== undefined) jobs.push(probation);
  const { retraining: settings } = machine;
  if (settings !== undefined && release !== null) {
    jobs.push(new RetrainingJob({ home, settings, against: runs, tell }));
  }
  if (challenger !== undefined) {
    const id = challengerId(home, challenger, release);
    const logFile = join(home, 'challenger', `${id}.log`);
    jobs.push(new ChallengerProcess({ home, release: id, capitalBrl, instrument, logFile, tell }));
  }
  return jobs;
}

/** Only its name is looked at here: its code runs, and is verified, in its own process. */
function challengerId(home: string, spec: string, release: string | null): string {
  const id = basename(resolveRelease(home, spec).dir);
  if (id !== release) return id;
  throw new UserError({
    code: 'bad-option',
    message: `The challenger ${spec} is the release that runs`,
    field: 'challenger',
    fix: 'Name another release, such as a candidate: qt releases list',
  });
}

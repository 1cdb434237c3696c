// The options of a session in; session after session, day after day, each on the contracts of its day, until somebody stops it, out.

import { UserError } from '../../adapters/user-error.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import type { Session } from '../../core/market/session.ts';
import type { BetweenSessions } from '../retraining/between-sessions.ts';
import { clearDeadSleepers } from './dead-sleepers.ts';
import type { LiveOptions, LiveRun } from './live-options.ts';
import { AFTER_CLOSE_US } from './live-session.ts';
import { wallClockUs } from './prepare-session.ts';
import { refuseSecond } from './refuse-second.ts';
import { runLiveSession } from './run-live-session.ts';
import { WaitingControl } from './waiting-control.ts';

/** A session begins so long before orders are taken: the day so far, the warm-up and the gates have their time. */
export const EARLY_US = 300_000_000;
/** Between two looks at the clock and at the stop wish. */
const SLEEP_MS = 200;
/** Between a failed run and the next: the first at once, so that brackets are not alone, later ones slower. */
const PAUSES_MS = [0, 1000, 5000, 15_000, 60_000] as const;
/** A run that lasted so long is no repetition of the failure before it. */
const LASTED_US = 600_000_000;
/** Trading days are never this far apart. */
const DAYS_LOOKED_AHEAD = 15;

/**
 * Resolves with the runs of all sessions when it is stopped. Throws `session-running` where another process has the account, also asleep,
 * and what a person has to mend before the first session; later the same
 * error is said and tried again, since positions may be open.
 */
export async function runLive(options: LiveOptions): Promise<readonly LiveRun[]> {
  const control = await WaitingControl.listen(options);
  try {
    refuseSecond(options);
    clearDeadSleepers(options);
    return await sessionsOf(options, control);
  } finally {
    await control.close();
  }
}

async function sessionsOf(options: LiveOptions, control: WaitingControl): Promise<readonly LiveRun[]> {
  const runs: LiveRun[] = [];
  const nowUs = options.nowUs ?? wallClockUs;
  const asked = { stopWish: () => control.stopWish() };
  let failures = 0;
  /** What runs in place of what the options name. */
  let taken: Partial<LiveOptions> = {};
  const take = (armed: Partial<LiveOptions>): void => {
    taken = { ...taken, ...armed, ...options.channel?.take() };
    control.runs({ ...options, ...taken });
  };
  while (asked.stopWish() === undefined) {
    const session = sessionAt({ ...options, ...taken }, nowUs());
    const beginUs = session.preOpenUs - EARLY_US;
    if (nowUs() < beginUs) {
      const until = `until ${new Date(beginUs / 1000).toISOString()}, session ${session.isoDay}`;
      options.say?.(`sleeping ${until}`);
      control.tell(`waiting ${until}`, session.isoDay);
    }
    if (!(await sleepUntil(asked, beginUs, nowUs, options.between))) break;
    options.between?.begins();
    const startedUs = nowUs();
    control.tell('the session begins', session.isoDay);
    if (await isReady(options, runs.at(-1), session.isoDay)) take({});
    const run = await attempt({ ...options, ...asked, ...taken }, runs.length === 0);
    if (run !== undefined) runs.push(run);
    if (run?.endedBy === 'switch') {
      take(run.arming === undefined ? {} : { armed: true, arming: run.arming });
      failures = 0;
      continue;
    }
    if (run?.endedBy === 'stop') break;
    if (run?.endedBy === 'close') {
      options.between?.ended(run.sessionDay, nowUs());
      failures = 0;
      continue;
    }
    failures = nowUs() - startedUs > LASTED_US ? 0 : Math.min(failures + 1, PAUSES_MS.length);
    const pauseMs = PAUSES_MS[Math.max(0, failures - 1)]!;
    const again = `${run?.reason ?? 'the session did not begin'}: once more in ${pauseMs} ms`;
    options.say?.(again);
    control.tell(again, session.isoDay);
    if (!(await sleepUntil(asked, nowUs() + pauseMs * 1000, nowUs))) break;
  }
  return runs;
}

/** Whether the channel names another release at the begin of a day, of which the one before has left nothing, and it would run here. */
async function isReady({ channel }: LiveOptions, last: LiveRun | undefined, day: string): Promise<boolean> {
  if (last?.endedBy !== 'close' || Object.keys(last.held).length > 0 || channel?.look() === undefined) return false;
  await channel.prove(day);
  return channel.look()?.state === 'ready';
}

/** The session that is on, or the next one. */
function sessionAt({ plan }: Pick<LiveOptions, 'plan'>, timeUs: number): Session {
  const { code, requested } = plan;
  const today = dayNumberAt(timeUs);
  for (let number = today; number < today + DAYS_LOOKED_AHEAD; number++) {
    const day = formatDay(number);
    const found = code.contractsOfDays(requested[0]!, day, day);
    const contract = found.kind === 'contracts' ? found.days[0]?.contract : undefined;
    const instrument = contract === undefined ? undefined : code.instrumentOf(contract);
    const session = instrument === undefined ? undefined : code.sessionOf(instrument.root, day);
    if (session !== undefined && timeUs < session.closeUs + AFTER_CLOSE_US) return session;
  }
  throw new UserError({
    code: 'no-session',
    message: `The calendar knows no session of ${requested[0]} from ${formatDay(today)} on`,
    field: 'instrument',
    fix: 'Use a version of the program whose calendar covers the year.',
  });
}

async function attempt(options: LiveOptions, isFirst: boolean): Promise<LiveRun | undefined> {
  try {
    return await runLiveSession(options);
  } catch (error) {
    if (isFirst) throw error;
    options.say?.(error instanceof UserError ? `${error.code}: ${error.message}. ${error.fix}` : String(error));
    return undefined;
  }
}

/** False where somebody stops it meanwhile. */
async function sleepUntil(
  asked: Pick<LiveOptions, 'stopWish'>,
  untilUs: number,
  nowUs: () => number,
  between?: BetweenSessions,
): Promise<boolean> {
  while (nowUs() < untilUs) {
    if (asked.stopWish?.() !== undefined) return false;
    between?.idle(nowUs(), untilUs);
    await new Promise((done) => setTimeout(done, Math.max(1, Math.min(SLEEP_MS, (untilUs - nowUs()) / 1000))));
  }
  return asked.stopWish?.() === undefined;
}

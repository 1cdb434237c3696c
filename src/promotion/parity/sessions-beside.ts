// A home and two releases in; the days on which both ran against the host, and their decisions of these days side by side, out.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { DecidedCandle } from '../../research/retraining/decided-candle.ts';
import { decidedCandles } from '../../research/retraining/decided-candles.ts';
import { decisionDifference } from '../../research/retraining/decision-difference.ts';
import { type SideBySide, sideBySide } from '../../research/retraining/side-by-side.ts';
import { readComposition } from '../../runner/read-composition.ts';

export interface SessionsRequest {
  readonly home: string;
  /** Ids. */
  readonly champion: string;
  readonly challenger: string;
  /** First and last session day, YYYY-MM-DD; all where absent. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface FirstDifference {
  /** End of the candle, microseconds UTC. */
  readonly closeUs: number;
  /** Gate, regime, direction, and so on, as in `decisionDifference`. */
  readonly cause: string;
  readonly name: string;
  readonly champion: string;
  readonly challenger: string;
}

export interface SessionsBeside {
  /** Session days on which both ran, in order. */
  readonly days: readonly string[];
  /** Names of run folders. A challenger in shadow holds nothing: what keeps the other from entering, its position, does not keep it. */
  readonly runs: { readonly champion: readonly string[]; readonly challenger: readonly string[] };
  readonly decisions: SideBySide;
  /** Null where they never did otherwise at a candle at which both decided. */
  readonly first: FirstDifference | null;
}

interface SessionRun {
  readonly name: string;
  readonly release: string | null;
  readonly day: string;
}

/** Undefined where no day has both. UserErrors of a journal that cannot be read. */
export function sessionsBeside(request: SessionsRequest): SessionsBeside | undefined {
  const { home, from = '', to = '9999-99-99' } = request;
  const runs = sessionRuns(home).filter(({ day }) => day >= from && day <= to);
  const [own, other] = [request.champion, request.challenger].map((id) => runs.filter(({ release }) => release === id));
  const days = [...new Set(own!.map(({ day }) => day))].filter((day) => other!.some((run) => run.day === day)).sort();
  if (days.length === 0) return undefined;
  const named = (of: readonly SessionRun[]): readonly string[] =>
    of.filter(({ day }) => days.includes(day)).map(({ name }) => name);
  const names = { champion: named(own!), challenger: named(other!) };
  const candles = (of: readonly string[]): readonly DecidedCandle[] =>
    decidedCandles({ runs: of.map((name) => join(home, RUNS_FOLDER, name)) });
  const [champion, challenger] = [candles(names.champion), candles(names.challenger)];
  return {
    days,
    runs: names,
    decisions: sideBySide(champion, challenger),
    first: firstDifference(champion, challenger),
  };
}

/** In order of time. What is no session against the host, or cannot be read, is passed over. */
function sessionRuns(home: string): readonly SessionRun[] {
  const parent = join(home, RUNS_FOLDER);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .sort()
    .flatMap((name) => {
      try {
        const info = readRunInfo(join(parent, name));
        const { session } = readComposition(info, join(parent, name, RUN_FILE));
        return session === undefined ? [] : [{ name, release: info.release, day: session.day }];
      } catch {
        return [];
      }
    });
}

function firstDifference(
  champion: readonly DecidedCandle[],
  challenger: readonly DecidedCandle[],
): FirstDifference | null {
  const others = new Map(challenger.map((each) => [each.closeUs, each]));
  for (const own of champion) {
    const other = others.get(own.closeUs);
    const found = other === undefined ? undefined : decisionDifference(own, other);
    if (other !== undefined && found !== undefined) {
      return { closeUs: own.closeUs, ...found, champion: wordOf(own), challenger: wordOf(other) };
    }
  }
  return null;
}

function wordOf({ action, code }: DecidedCandle): string {
  return code === undefined ? action : `HOLD ${code}`;
}

// A release of a home in; a line for each stage at which it is on probation, or broke it, out.

import { existsSync } from 'node:fs';
import { machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { UserError } from '../adapters/user-error.ts';
import { probationState } from '../promotion/probation/probation-state.ts';
import { brokenRelease } from '../promotion/release/broken-release.ts';
import { channelHistory } from '../promotion/release/channels.ts';
import { STAGES, type Stage } from '../promotion/release/stage.ts';

export interface AskedRelease {
  readonly home: string;
  readonly strategy: string;
  /** Id. */
  readonly release: string;
}

/** Days as `probationDays` gives them. Throws UserError `channel-invalid`. */
export function probationLines(asked: AskedRelease, sessions: number): readonly string[] {
  return STAGES.flatMap((stage) => probationLine(asked, stage, sessions) ?? []);
}

/** Undefined where there is nothing to say. Throws UserError `channel-invalid`. */
export function probationLine(asked: AskedRelease, stage: Stage, sessions: number): string | undefined {
  const { home, strategy, release } = asked;
  const broken = brokenRelease(channelHistory(home, strategy, stage), release);
  if (broken !== undefined) return `broke its probation at ${stage}: ${broken.reason}`;
  const state = probationState({ ...asked, stage, sessions });
  return state.kind === 'on' ? `on probation at ${stage}, day ${state.day} of ${state.of}` : undefined;
}

/** Session days that a release is new for on this machine; 0 where no session runs on it. */
export function probationDays(home: string): number {
  try {
    return existsSync(machineFile(home)) ? readMachineSettings(home).probation.sessions : 0;
  } catch (error) {
    // who only lists is told of a wrong file by what needs it
    if (error instanceof UserError) return 0;
    throw error;
  }
}

// What a check of this computer is, what it may use, and what it answers: what was found, and the command that mends it.

export interface PcOutcome {
  /** `unknown`: it could not be found out. `not on Windows`: the check means something there only. */
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown' | 'not on Windows';
  /** One sentence: what was found. */
  readonly found: string;
  /** To be typed in a terminal of an administrator; undefined where nothing is to be done, or no command does it. */
  readonly command?: string | undefined;
  /** What to do where no command does it, or what the command means. */
  readonly advice?: string | undefined;
  readonly figures?: Readonly<Record<string, number | string | boolean>> | undefined;
}

export interface PcResult extends PcOutcome {
  readonly id: string;
  readonly title: string;
}

export interface PcTools {
  readonly platform: NodeJS.Platform;
  /** Home folder of the program, and the folder of the vendor library where a machine names one. */
  readonly home: string;
  readonly vendorFolder: string | undefined;
  /** Runs a program; its output whatever its exit code was, undefined where it cannot be started or does not end in time. */
  readonly run: (
    program: string,
    args: readonly string[],
  ) => Promise<{ readonly code: number; readonly text: string } | undefined>;
}

export interface PcCheck {
  readonly id: string;
  readonly title: string;
  readonly isOfWindows: boolean;
  run(tools: PcTools): Promise<PcOutcome>;
}

export function unknown(found: string, advice: string): PcOutcome {
  return { state: 'unknown', found, advice };
}

/** Text of a PowerShell expression; undefined where it fails. */
export async function powershell(tools: PcTools, expression: string): Promise<string | undefined> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', expression];
  const ended = await tools.run('powershell.exe', args);
  return ended?.code === 0 ? ended.text.trim() : undefined;
}

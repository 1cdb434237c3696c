// What the examination of a system uses to run a program: its exit code and all that it printed.

/** Undefined where the program cannot be started or does not end in time. */
export type RunProgram = (
  program: string,
  args: readonly string[],
) => Promise<{ readonly code: number; readonly text: string } | undefined>;

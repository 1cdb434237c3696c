// The options that Node needs for a thread that runs cells.

/**
 * Ending a busy thread by force leaves Node's record of asynchronous contexts one step off, which it takes for a reason to abort unless told
 * otherwise; stripping types is called experimental, and is what this Node runs all of our sources with.
 */
export const KERNEL_FLAGS: readonly string[] = [
  '--no-force-async-hooks-checks',
  '--disable-warning=ExperimentalWarning',
];

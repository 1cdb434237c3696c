// Calls back when the process that started this kernel is gone, so that no kernel outlives its Jupyter server.

/** How often is looked. */
const intervalMs = 1000;

/**
 * Watches the process that Jupyter names in JPY_PARENT_PID (a handle, not an id, on Windows, so the parent itself is
 * watched there). Without that variable the kernel was started by hand and may outlive its starter: nothing is watched.
 */
export function watchParent(onGone: () => void, environment: NodeJS.ProcessEnv = process.env): () => void {
  const named = environment.JPY_PARENT_PID;
  if (named === undefined) return () => {};
  const parent = process.ppid;
  const server = process.platform === 'win32' ? parent : Number(named);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(server)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isAlive(processId: number): boolean {
  // JPY_PARENT_PID holds 1 or no number where the server does not want to be watched.
  if (!Number.isInteger(processId) || processId <= 1) return true;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

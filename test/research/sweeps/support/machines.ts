// A number in; as many machines as far as the network goes out: network namespaces, each with a line to this one that can be cut.
import { type ChildProcess, execFileSync } from 'node:child_process';

export interface Machine {
  /** Put before a command to run it there. */
  readonly prefix: readonly string[];
  /** Of this machine, as that one reaches it. */
  readonly host: string;
  /** Nothing comes from the worker any more; both ends still believe in their connections. */
  cut(worker: ChildProcess): void;
  mend(worker: ChildProcess): void;
}

export interface Machines {
  readonly all: readonly Machine[];
  remove(): void;
}

/** Of this process: names of lines that are still going away are not taken again. */
let calls = 0;

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

/** Throws what `ip` says where this user may not make namespaces. */
export function makeMachines(count: number): Machines {
  const id = `${process.pid % 10_000}${String.fromCharCode(97 + (calls++ % 26))}`;
  const made: string[] = [];
  const links: string[] = [];
  const remove = (): void => {
    // a namespace goes later than it is told to, and its line with it
    for (const name of links.splice(0)) ip('link', 'del', name);
    for (const name of made.splice(0)) ip('netns', 'del', name);
  };
  try {
    const all = Array.from({ length: count }, (_, k): Machine => {
      const name = `qtsweep${id}-${k}`;
      const [outer, inner] = [`qts${id}-${k}a`, `qts${id}-${k}b`];
      const net = `10.${100 + (process.pid % 100)}.${k}`;
      ip('netns', 'add', name);
      made.push(name);
      ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name);
      links.push(outer);
      ip('addr', 'add', `${net}.1/24`, 'dev', outer);
      ip('link', 'set', outer, 'up');
      ip('-n', name, 'addr', 'add', `${net}.2/24`, 'dev', inner);
      ip('-n', name, 'link', 'set', inner, 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
      return {
        prefix: ['ip', 'netns', 'exec', name],
        host: `${net}.1`,
        cut: () => ip('-n', name, 'link', 'set', inner, 'down'),
        mend: () => ip('-n', name, 'link', 'set', inner, 'up'),
      };
    });
    return { all, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Where no namespaces can be made: addresses of the loopback, and a worker that hangs instead of a line that is cut. */
export function loopbackMachines(count: number): Machines {
  const all = Array.from(
    { length: count },
    (_, k): Machine => ({
      prefix: [],
      host: `127.0.1.${k + 1}`,
      cut: (worker) => void worker.kill('SIGSTOP'),
      mend: (worker) => void worker.kill('SIGCONT'),
    }),
  );
  return { all, remove: () => undefined };
}

/** Whether this user may make network namespaces. */
export function hasNamespaces(): boolean {
  try {
    makeMachines(1).remove();
    return true;
  } catch {
    return false;
  }
}

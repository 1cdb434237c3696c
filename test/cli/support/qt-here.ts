// Arguments of the command line in; exit code and both outputs of `qt` run in the process of the test, in a home of its own, out.
import { vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { newHome, removeHome } from '../../runner/host/test-host.ts';

/** Opened before each test and closed after it. */
export class QtHere {
  out = '';
  err = '';
  home = '';

  /** In an empty home, with nothing said. */
  open(): void {
    this.out = '';
    this.err = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      this.out += String(text);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      this.err += String(text);
      return true;
    });
    this.home = newHome();
  }

  /** Every mock is restored first, and the home goes when what uses it has ended. */
  async close(endHost: () => unknown): Promise<void> {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    await endHost();
    removeHome(this.home);
  }

  run(...args: readonly string[]): Promise<number> {
    return main([...args, '--home', this.home]);
  }
}

// Controls of a real kernel through jupyter_client, the client of other people that knows the protocol best.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { RunningKernel } from '../../kernel/running-kernel.ts';

const check = fileURLToPath(new URL('./controls-check.py', import.meta.url));

/** The system's own Python is asked too: another one may come first in the path. */
const python = ['python3', '/usr/bin/python3', 'py'].find(
  (command) => spawnSync(command, ['-c', 'import jupyter_client'], { timeout: 10_000 }).status === 0,
);
const title = 'move what is drawn through jupyter_client, are interrupted, told again and closed';
const skipped = `${title} (skipped: no Python here has jupyter_client; Debian: apt-get install python3-jupyter-client)`;

it.skipIf(python === undefined)(
  python === undefined ? skipped : title,
  async () => {
    const kernel = await RunningKernel.start();
    try {
      const { stdout } = await promisify(execFile)(python ?? '', [check, kernel.connectionFile], { timeout: 60_000 });
      const required = [
        'comm_close',
        'comm_info_reply',
        'comm_msg',
        'comm_open',
        'display_data',
        'update_display_data',
      ];
      expect(JSON.parse(stdout).checked).toEqual(expect.arrayContaining(required));
    } finally {
      kernel.close();
    }
  },
  90_000,
);

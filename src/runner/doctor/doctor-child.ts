// The process in which the library is examined: settings come as the first message, each check begins and ends with one; then it ends.

import { Secret } from '../../adapters/secrets/secret.ts';
import type { DoctorSettings } from './check.ts';
import { makeChecks } from './checks.ts';
import type { ChildMessage } from './run-doctor.ts';

function say(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

async function examine(settings: DoctorSettings): Promise<void> {
  const { activationKey, user, password } = settings.login;
  // known from here on, so that no error text can carry them
  for (const value of [activationKey, user, password, settings.testOrder?.password ?? '']) new Secret(value);
  const hidden = new Set<string>();
  const hide = (text: string): void => {
    if (text === '' || hidden.has(text)) return;
    hidden.add(text);
    void say({ kind: 'hide', text });
  };
  await makeChecks(
    { settings, library: undefined, watch: undefined, hide },
    {
      begin: ({ id, title, deadlineMs }) => void say({ kind: 'begin', id, title, deadlineMs: deadlineMs(settings) }),
      result: (result) => void say({ kind: 'result', result }),
    },
  );
  await say({ kind: 'end' });
  // the vendor's threads would keep the process, or fault while it ends by itself
  process.exit(0);
}

process.once('message', (settings: DoctorSettings) => void examine(settings));

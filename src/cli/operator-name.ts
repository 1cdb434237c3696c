// The person at this terminal in; how the journal and the log name whoever asked out.

import { userInfo } from 'node:os';

const LENGTH_MAX = 64;

/** `root via qt kill`: it stands behind a `by`, or `por`. Printable ASCII, at most 64 characters, the command whole. @param command such as `qt kill` */
export function operatorName(command: string): string {
  let user = 'unknown';
  try {
    user = userInfo().username;
  } catch {
    // a system without a name for this user
  }
  const way = ` via ${command}`;
  return `${user.replaceAll(/[^ -~]/g, '?').slice(0, LENGTH_MAX - way.length)}${way}`;
}

// Jupyter's runtime folder in; what a server that serves has written there out, and its end when it is asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerFile {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly token: string;
  readonly password: boolean;
}

const ASK_MS_MAX = 3_000;

/** Undefined: not yet written to its end, or gone with the server. */
export function readServerFile(runtime: string): ServerFile | undefined {
  try {
    const name = readdirSync(runtime).find((each) => /^(?:nb|jp)server-\d+\.json$/.test(each));
    return name === undefined ? undefined : (JSON.parse(readFileSync(join(runtime, name), 'utf8')) as ServerFile);
  } catch {
    return undefined;
  }
}

/** For Windows, which has no signal that asks. */
export async function askToEnd(runtime: string): Promise<void> {
  const file = readServerFile(runtime);
  if (file === undefined) return;
  const headers = { authorization: `token ${file.token}` };
  const signal = AbortSignal.timeout(ASK_MS_MAX);
  await fetch(`${file.url}api/shutdown`, { method: 'POST', headers, signal }).catch(() => undefined);
}

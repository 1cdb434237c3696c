// A kernel as Jupyter starts it, in a process of its own, and a client connected to it, for one test file.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KERNEL_FLAGS } from '../../src/kernel/kernel-flags.ts';
import { connectionFileText, tcpConnection } from './front/connection.ts';
import { type Message, ProtocolClient } from './front/protocol-client.ts';

const main = fileURLToPath(new URL('../../src/kernel/kernel-main.ts', import.meta.url));
const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));

export interface Ran {
  readonly reply: Message;
  readonly published: readonly Message[];
}

export class RunningKernel {
  readonly client: ProtocolClient;
  readonly connectionFile: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(client: ProtocolClient, child: ChildProcess, folder: string) {
    this.client = client;
    this.#child = child;
    this.#folder = folder;
    this.connectionFile = join(folder, 'connection.json');
  }

  static async start(flags: readonly string[] = []): Promise<RunningKernel> {
    const facts = await tcpConnection();
    const folder = mkdtempSync(join(tmpdir(), 'qt-kernel-'));
    const file = join(folder, 'connection.json');
    writeFileSync(file, connectionFileText(facts));
    const { VSCODE_PID: _vscode, QT_WIDGETS: _widgets, ...env } = process.env;
    const child = spawn(process.execPath, [...KERNEL_FLAGS, ...flags, main, file], {
      cwd: notebooks,
      // a kernel ends with the test that started it, as with Jupyter
      // what is checked of types comes late, and is none of what these tests are about
      env: { ...env, QT_TYPE_WARNINGS: 'off', JPY_PARENT_PID: String(process.pid) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const client = new ProtocolClient(facts);
    await client.welcomed();
    return new RunningKernel(client, child, folder);
  }

  async run(code: string, content: Readonly<Record<string, unknown>> = {}): Promise<Ran> {
    const id = this.client.execute(code, content);
    const published = await this.client.published(id);
    return { published, reply: await this.client.reply(id) };
  }

  /** Sends a message of a comm and gives what was published for it, busy and idle included. */
  tell(id: string, data: unknown, buffers: readonly Uint8Array[] = []): Promise<Message[]> {
    return this.client.published(this.client.send('shell', 'comm_msg', { comm_id: id, data }, { buffers }));
  }

  async openComms(target?: string): Promise<Readonly<Record<string, unknown>>> {
    const id = this.client.send('shell', 'comm_info_request', target === undefined ? {} : { target_name: target });
    return (await this.client.reply(id)).content.comms;
  }

  close(): void {
    this.client.close();
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export function textOf(published: readonly Message[]): string {
  return published.map(({ type, content }) => (type === 'stream' ? String(content.text) : '')).join('');
}

/** The types of what was published between busy and idle. */
export function kindsOf(published: readonly Message[]): readonly string[] {
  const states = published.filter(({ type }) => type === 'status').map(({ content }) => content.execution_state);
  if (states[0] !== 'busy' || states.at(-1) !== 'idle') throw new Error(`not from busy to idle: ${states.join()}`);
  return published.map(({ type }) => type).filter((type) => type !== 'status');
}

// A kernelspec and a folder in; the kernel that Jupyter would start by it, and a client that runs cells in it, out.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernelspec } from '../../../src/kernel/spec/kernelspec.ts';
import { connectionFileText, tcpConnection } from '../front/connection.ts';
import { type Message, ProtocolClient } from '../front/protocol-client.ts';

const ASK_EVERY_MS = 50;

export interface RanCell {
  readonly status: string;
  /** Of both streams. */
  readonly text: string;
  /** The plain text of its result and of what it displayed. */
  readonly shown: readonly string[];
  readonly published: readonly Message[];
}

export class KernelClient {
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly client: ProtocolClient;
  private readonly files: string;
  private readonly spec: Kernelspec;

  private constructor(spec: Kernelspec, child: ChildProcess, client: ProtocolClient, files: string) {
    this.spec = spec;
    this.child = child;
    this.client = client;
    this.files = files;
    this.ended = new Promise((resolve) => child.on('exit', resolve));
  }

  static async start(spec: Kernelspec, folder: string): Promise<KernelClient> {
    const facts = await tcpConnection();
    const files = mkdtempSync(join(tmpdir(), 'quantumtrader-kernel-'));
    const file = join(files, 'connection.json');
    writeFileSync(file, connectionFileText(facts));
    const [node = '', ...rest] = spec.argv.map((word) => word.replace('{connection_file}', file));
    const child = spawn(node, rest, {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      // a kernel ends with the test that started it, as with Jupyter
      env: { ...process.env, JPY_PARENT_PID: String(process.pid) },
    });
    const started = new KernelClient(spec, child, new ProtocolClient(facts), files);
    await started.answers();
    return started;
  }

  /** Nothing that is published from now on is missed. */
  private async answers(): Promise<void> {
    const { inboxes } = this.client;
    while (inboxes.iopub.all.length === 0 || inboxes.shell.all.length === 0) {
      if (this.child.exitCode !== null) throw new Error(`The kernel ended with exit code ${this.child.exitCode}`);
      this.client.send('shell', 'kernel_info_request', {});
      await sleep(ASK_EVERY_MS);
    }
  }

  async run(code: string): Promise<RanCell> {
    const id = this.client.execute(code);
    const published = await this.client.published(id);
    const { content } = await this.client.reply(id);
    const texts = published.filter(({ type }) => type === 'stream').map((message) => message.content.text as string);
    const shown = published
      .filter(({ type }) => type === 'display_data' || type === 'execute_result')
      .map((message) => message.content.data['text/plain'] as string);
    return { status: content.status, text: texts.join(''), shown, published };
  }

  /** As the kernelspec wants it. */
  interrupt(): void {
    if (this.spec.interrupt_mode === 'signal') this.child.kill('SIGINT');
    else this.client.send('control', 'interrupt_request', {});
  }

  shutdown(): void {
    this.client.send('control', 'shutdown_request', { restart: false });
  }

  close(): void {
    this.client.close();
    this.child.kill('SIGKILL');
    rmSync(this.files, { recursive: true, force: true });
  }
}

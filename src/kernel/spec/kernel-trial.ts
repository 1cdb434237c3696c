// The command of a kernel in; what it says of itself and how long it took to say it out, or why it did not. The kernel is ended again.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dealer } from 'zeromq';
import { WireFormat } from '../front/wire-format.ts';
import { HeaderSource, type JsonObject } from '../front/wire-message.ts';
import { freePorts, LOOPBACK } from './free-ports.ts';

export type KernelTrial =
  | { readonly kind: 'answered'; readonly elapsedMs: number; readonly banner: string }
  /** `output`: the last that it printed. */
  | { readonly kind: 'failed'; readonly reason: string; readonly output: string };

export interface TrialOptions {
  /** As in a kernelspec. */
  readonly argv: readonly string[];
  readonly folder: string;
  /** For the answer. */
  readonly patienceMs: number;
}

const GOODBYE_MS = 5_000;
const OUTPUT_CHARACTERS_MAX = 2_000;

/** Rejects only where this machine gives no ports or zeromq does not load. */
export async function tryKernel({ argv, folder, patienceMs }: TrialOptions): Promise<KernelTrial> {
  // loaded here, so that a broken installation of it is an answer and no end of the program
  const zeromq = await import('zeromq');
  const [shell = 0, control = 0, iopub = 0, stdin = 0, heartbeat = 0] = await freePorts(5);
  const files = mkdtempSync(join(tmpdir(), 'quantumtrader-kernel-'));
  const dealer = (port: number): Dealer => {
    const socket = new zeromq.Dealer({ linger: 0 });
    socket.connect(`tcp://${LOOPBACK}:${port}`);
    return socket;
  };
  const [asking, ending] = [dealer(shell), dealer(control)];
  let kernel: TriedKernel | undefined;
  try {
    const key = randomUUID();
    const connectionFile = join(files, 'connection.json');
    const ports = {
      shell_port: shell,
      control_port: control,
      iopub_port: iopub,
      stdin_port: stdin,
      hb_port: heartbeat,
    };
    const connection = { transport: 'tcp', ip: LOOPBACK, ...ports, key, signature_scheme: 'hmac-sha256' };
    writeFileSync(connectionFile, JSON.stringify(connection), { mode: 0o600 });
    const beganMs = performance.now();
    kernel = new TriedKernel(
      argv.map((word) => (word === '{connection_file}' ? connectionFile : word)),
      folder,
    );
    const talk = new Talk(key);
    const info = await Promise.race([
      talk.ask(asking, 'kernel_info_request', {}),
      kernel.ended,
      sleep(patienceMs, `it has not answered for ${patienceMs / 1000} s`, { ref: false }),
    ]);
    if (typeof info === 'string') return { kind: 'failed', reason: info, output: kernel.output };
    const elapsedMs = performance.now() - beganMs;
    void talk.ask(ending, 'shutdown_request', { restart: false }).catch(() => {});
    await Promise.race([kernel.ended, sleep(GOODBYE_MS, undefined, { ref: false })]);
    return { kind: 'answered', elapsedMs, banner: String(info.banner) };
  } finally {
    kernel?.kill();
    asking.close();
    ending.close();
    rmSync(files, { recursive: true, force: true });
  }
}

/** The requests of one client, and the answers to them. */
class Talk {
  private readonly wire: WireFormat;
  private readonly headers = new HeaderSource();

  constructor(key: string) {
    this.wire = new WireFormat(key);
  }

  async ask(socket: Dealer, type: string, content: JsonObject): Promise<JsonObject | string> {
    const header = this.headers.next(type);
    await socket.send(
      this.wire.encode({ identities: [], header, parent: {}, metadata: {}, content, buffers: [] }) as Buffer[],
    );
    const decoded = this.wire.decode(await socket.receive());
    return decoded.kind === 'message' ? decoded.message.content : `its answer was refused: ${decoded.reason}`;
  }
}

class TriedKernel {
  output = '';
  /** Why there will be no answer. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;

  constructor([command = '', ...args]: readonly string[], folder: string) {
    const environment = { ...process.env, JPY_PARENT_PID: String(process.pid) };
    this.child = spawn(command, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = `${this.output}${text}`.slice(-OUTPUT_CHARACTERS_MAX);
      });
    }
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(`it could not be started: ${error.message}`));
      this.child.on('close', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

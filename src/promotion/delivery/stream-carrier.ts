// A program whose standard input and output lead to a receiver in; a way over it, started again after a break, out.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { redact } from '../../adapters/secrets/redact.ts';
import type { Carrier } from './carrier.ts';
import { ConnectionLost } from './delivery-error.ts';
import { encodeFrame, FrameReader } from './frame.ts';
import { type DeliveryAnswer, type DeliveryRequest, parseAnswer } from './message.ts';
import { RECEIVER_GREETING } from './receive-stream.ts';

/** What a login prints before the receiver speaks. */
const NOISE_BYTES_MAX = 64 * 1024;
const ERROR_TEXT_MAX = 2000;
const SILENT_MS = 60_000;

interface Waiting {
  readonly resolve: (answer: DeliveryAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class StreamCarrier implements Carrier {
  private readonly command: string;
  private readonly args: readonly string[];
  private readonly silentMs: number;
  private channel: Channel | undefined;

  constructor(command: string, args: readonly string[], silentMs: number = SILENT_MS) {
    this.command = command;
    this.args = args;
    this.silentMs = silentMs;
  }

  ask(request: DeliveryRequest, bytes?: Uint8Array): Promise<DeliveryAnswer> {
    if (this.channel?.isOpen !== true) {
      this.channel = new Channel(spawn(this.command, this.args, { stdio: 'pipe', windowsHide: true }), this.silentMs);
    }
    return this.channel.ask(encodeFrame(request, bytes));
  }

  close(): void {
    this.channel?.close();
  }
}

/** One run of the program. */
class Channel {
  isOpen = true;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly silentMs: number;
  private readonly frames = new FrameReader(0);
  private noise: Buffer | undefined = Buffer.alloc(0);
  private said = '';
  private waiting: Waiting | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(child: ChildProcessWithoutNullStreams, silentMs: number) {
    this.child = child;
    this.silentMs = silentMs;
    child.stdout.on('data', (data: Buffer) => this.onData(data));
    child.stderr.on('data', (data: Buffer) => {
      this.said = (this.said + data.toString('utf8')).slice(-ERROR_TEXT_MAX);
    });
    child.on('error', (error) => this.lose(error.message));
    child.on('close', (code, signal) => this.lose(`it ended with ${signal ?? code}`));
    // the end of the program says the same
    child.stdin.on('error', () => {});
  }

  ask(frame: Buffer): Promise<DeliveryAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.timer = setTimeout(() => this.lose(`it was silent for ${this.silentMs / 1000} s`), this.silentMs);
      this.child.stdin.write(frame);
    });
  }

  close(): void {
    this.child.stdin.end();
    this.lose('closed');
  }

  private onData(data: Buffer): void {
    try {
      const spoken = this.afterGreeting(data);
      if (spoken === undefined) return;
      for (const { header } of this.frames.take(spoken)) this.give(parseAnswer(header));
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private afterGreeting(data: Buffer): Buffer | undefined {
    if (this.noise === undefined) return data;
    this.noise = Buffer.concat([this.noise, data]);
    const at = this.noise.indexOf(RECEIVER_GREETING);
    if (at < 0) {
      if (this.noise.length > NOISE_BYTES_MAX) this.lose('there is no receiver, but something that writes');
      return undefined;
    }
    const rest = this.noise.subarray(at + RECEIVER_GREETING.length);
    this.noise = undefined;
    return rest;
  }

  private give(answer: DeliveryAnswer): void {
    clearTimeout(this.timer);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }

  private lose(reason: string): void {
    const said = redact(this.said).trim().split('\n').slice(-3).join('; ');
    this.fail(new ConnectionLost(said === '' ? reason : `${reason}: ${said}`));
  }

  private fail(error: Error): void {
    this.isOpen = false;
    clearTimeout(this.timer);
    this.child.kill();
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}

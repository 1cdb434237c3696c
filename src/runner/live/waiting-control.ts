// A process that runs session after session in; what it says and does for operators while no session of it is on out.

import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { clearSocketFolders } from '../../adapters/host-link/socket-folders.ts';
import { WAITING_FOLDER } from './control-file.ts';
import type { ControlStatus, RollBackArgs, StopArgs } from './control-messages.ts';
import { type ControlledSession, ControlServer } from './control-server.ts';
import type { LiveOptions, StopMode } from './live-options.ts';
import { armingOf } from './live-status.ts';
import { nextStatus } from './release-switch.ts';
import { rollBackBy } from './roll-back-by.ts';

/** Lives as long as the process runs sessions: one that begins meanwhile stands before it, and hears of a stop that came here. */
export class WaitingControl implements ControlledSession {
  private options: LiveOptions;
  private readonly folder: string;
  private server: ControlServer | undefined = undefined;
  private stopMode: StopMode | undefined = undefined;
  private why = 'starting';
  private sessionDay = '';

  private constructor(options: LiveOptions, folder: string) {
    this.options = options;
    this.folder = folder;
  }

  /** Throws UserError `host-not-listening`. */
  static async listen(options: LiveOptions): Promise<WaitingControl> {
    const name = `${process.pid}-${randomBytes(3).toString('hex')}`;
    const folder = join(options.home, WAITING_FOLDER, name);
    mkdirSync(folder, { recursive: true });
    const control = new WaitingControl(options, folder);
    // what killed processes left; nothing waits for it
    void clearSocketFolders();
    control.server = await ControlServer.listen({
      ...{ home: options.home, folder, session: control, transport: options.transport ?? 'local' },
      about: control.about,
      say: (text) => options.say?.(text),
    });
    return control;
  }

  /** Why it waits, for people. */
  tell(why: string, sessionDay: string): void {
    this.why = why;
    this.sessionDay = sessionDay;
    this.server?.tell(this.about);
  }

  /** With which sessions begin from now on. */
  runs(options: LiveOptions): void {
    this.options = options;
  }

  /** Of whoever made the options, or of an operator. */
  stopWish(): StopMode | undefined {
    return this.stopMode ?? this.options.stopWish?.();
  }

  status(): ControlStatus {
    const { mode, plan, release, channel, account, capitalBrl, armed, arming } = this.options;
    return {
      ...{
        pid: process.pid,
        run: basename(this.folder),
        mode,
        strategy: plan.strategy.name,
        release,
        channel: channel?.name ?? null,
        nextRelease: nextStatus(channel, 'it begins with the next session'),
        capitalBrl,
        armed,
        arming: armingOf(arming),
      },
      ...{
        account: account ?? null,
        sessionDay: this.sessionDay,
        isProtectOnly: false,
        state: 'waiting',
        why: this.why,
      },
      ...{
        muted: [],
        sessionResultBrl: null,
        positions: [],
        orders: [],
        lastDecision: null,
        lastAlerts: [],
        gates: [],
      },
      ...{ lastEventAgeMs: null, slowest: { queueMs: 0, predictionMs: 0, commitMs: 0 }, journalBroken: null },
      counts: { events: 0, decisions: 0, commands: 0, fills: 0 },
    };
  }

  operate(): never {
    throw new Error(`no session is on, it is waiting: ${this.why}. qt stop ends it, qt kill asks the host`);
  }

  stop({ mode }: StopArgs): void {
    this.stopMode = mode;
  }

  rollBack(args: RollBackArgs): string {
    return rollBackBy(this.options, args);
  }

  async close(): Promise<void> {
    await this.server?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get about() {
    const { mode, plan, account } = this.options;
    return { mode, strategy: plan.strategy.name, account: account ?? null, waiting: this.why };
  }
}

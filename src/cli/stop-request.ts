// SIGINT, SIGTERM and the death of the launcher in; one question out: is this process asked to stop?

/** What scripts/pinned.cjs names itself by; it is also inherited by processes that are not its children. */
const LAUNCHER = 'QT_LAUNCHER_PID';
const WATCH_MS = 500;
/** A terminal and the launcher may both pass on one Ctrl+C; this long after the end the second is still no new one. */
const ECHO_MS = 1000;

/** From its making on signals end nothing by themselves. Asked once or many times, it is the same. */
export class StopRequest {
  private asked = false;
  private readonly onAsked: (why: string) => void;
  private readonly onSignal = (): void => this.ask('asked to stop');
  private readonly watch: NodeJS.Timeout | undefined;

  /** `onAsked` is called the first time only. */
  constructor(onAsked: (why: string) => void) {
    this.onAsked = onAsked;
    process.on('SIGINT', this.onSignal).on('SIGTERM', this.onSignal);
    const launcher = Number(process.env[LAUNCHER]);
    if (launcher !== process.ppid) return;
    // a launcher that was killed could pass nothing on, and whoever started it believes that all has ended
    this.watch = setInterval(() => {
      if (!isParent(launcher)) this.ask('the launcher is gone');
    }, WATCH_MS);
    this.watch.unref();
  }

  get isAsked(): boolean {
    return this.asked;
  }

  /** Gives the signals back: to end the process again, as they do by themselves. */
  close(): void {
    clearInterval(this.watch);
    const giveBack = (): unknown => process.off('SIGINT', this.onSignal).off('SIGTERM', this.onSignal);
    if (this.asked) setTimeout(giveBack, ECHO_MS).unref();
    else giveBack();
  }

  private ask(why: string): void {
    if (this.asked) return;
    this.asked = true;
    this.onAsked(why);
  }
}

/** An orphan gets another parent; on Windows it keeps the number of the dead one. */
function isParent(pid: number): boolean {
  if (process.platform !== 'win32') return process.ppid === pid;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

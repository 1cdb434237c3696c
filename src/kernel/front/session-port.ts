// The line between a front and the thread that runs cells: requests one way, events and answers the other.
import type { FrontMessage, SessionMessage } from '../session/session-events.ts';

export interface SessionPort {
  /** Never waits and never fails; messages arrive in order. */
  send(message: FrontMessage): void;
  /** There is one listener; it is set once, before the first message. */
  onMessage(listener: (message: SessionMessage) => void): void;
}

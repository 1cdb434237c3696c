// The comms that front ends have asked for in; whether they have widgets, and of which protocol, out.
import type { Comm, CommPort } from './comm-port.ts';

/**
 * `classic`: version 6 of the widgets, which Debian's Notebook has: models of the module jupyter-js-widgets, states sent flat.
 * `current`: versions 7 and 8 (Lab, Notebook 7, VS Code).
 */
export type WidgetDialect = 'classic' | 'current';

export const WIDGET_TARGET = 'jupyter.widget';
/** Version 6 opens it when it connects, to hear which version it should be. */
const VERSION_TARGET = 'jupyter.widget.version';
/** Versions 7.7 and 8 open it when they connect, for the states of all models. */
const CONTROL_TARGET = 'jupyter.widget.control';

/** Of the protocol in which states and messages are told: versions 7 and 8 refuse another major one. */
export const WIDGET_PROTOCOL = '2.1.0';

/** A part that a front end keeps a copy of. */
export interface WidgetSubject {
  stateIn(dialect: WidgetDialect): Readonly<Record<string, unknown>>;
}

/**
 * Undefined: no front end has said that it has widgets, and none is sent one. They say it as soon as they connect; programs that run
 * notebooks do not. Where it is known otherwise, the environment says so: `QT_WIDGETS` is 6, 7 or 8, or `none`; VS Code, whose widgets
 * start with the first that it is to draw, is known by its own variable.
 */
export function widgetDialect(port: CommPort, env: NodeJS.ProcessEnv = process.env): WidgetDialect | undefined {
  const { QT_WIDGETS: said = '' } = env;
  if (said === 'none') return undefined;
  if (said === '6') return 'classic';
  if (said === '7' || said === '8') return 'current';
  const told = port.asked.findLast((target) => target === VERSION_TARGET || target === CONTROL_TARGET);
  if (told !== undefined) return told === VERSION_TARGET ? 'classic' : 'current';
  // 7.0 to 7.6 only ask which of them are open
  return port.asked.includes(WIDGET_TARGET) || env.VSCODE_PID !== undefined ? 'current' : undefined;
}

/** Who connects later, such as a page that is loaded again, is told what there is. */
export function answerFrontEnds(port: CommPort): void {
  port.target(VERSION_TARGET, (comm) => {
    comm.send({ version: '>=2.0.0 <3.0.0' });
  });
  port.target(CONTROL_TARGET, (comm) => {
    comm.onMessage = ({ data }) => {
      if (data.method === 'request_states')
        comm.send({ method: 'update_states', states: allStates(port), buffer_paths: [] });
    };
  });
}

/** What version 7 and 8 ask of every model when they connect. */
function allStates(port: CommPort): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    port.comms(WIDGET_TARGET).map((comm: Comm) => {
      const state = (comm.subject as WidgetSubject).stateIn('current');
      const {
        _model_name: model_name,
        _model_module: model_module,
        _model_module_version: model_module_version,
      } = state;
      return [comm.id, { model_name, model_module, model_module_version, state }];
    }),
  );
}

// The state of one control or box in; its copy in every front end that has widgets, opened when it is first shown, out.
import { type Comm, type CommPort, commPort, type Json } from './comm-port.ts';
import {
  answerFrontEnds,
  WIDGET_PROTOCOL,
  WIDGET_TARGET,
  type WidgetDialect,
  type WidgetSubject,
  widgetDialect,
} from './widget-dialect.ts';

/** Taken by version 7 as well as by version 8, of which each brings one of the two. */
const CONTROLS_VERSIONS = '^1.5.0 || ^2.0.0';

export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** Where a model is shown, and how. */
export interface OpenWidget {
  readonly id: string;
  readonly dialect: WidgetDialect;
}

export interface WidgetModelOptions {
  /** As in `IntSlider`: the model is IntSliderModel, its view IntSliderView. */
  readonly name: (dialect: WidgetDialect) => string;
  /** What goes with the name: opens the models that it refers to. */
  readonly state: (dialect: WidgetDialect) => Json;
  /** Changed keys, from a front end. */
  readonly onState: (state: Json) => unknown;
  /** A page of version 6 was loaded again: it draws the widget anew, and knows no other place that was shown. */
  readonly onPage?: () => void;
  /** Its copies are gone, as when the cell that made it runs again. It may be opened anew. */
  readonly onClose?: () => void;
}

export class WidgetModel implements WidgetSubject {
  readonly #options: WidgetModelOptions;
  /** It ends with the cell that made it, not with the one that shows it. */
  readonly #owner: string | undefined;
  #comm: Comm | undefined;

  constructor(options: WidgetModelOptions) {
    this.#options = options;
    this.#owner = commPort()?.owner();
  }

  /** Undefined where no front end has widgets. */
  open(): OpenWidget | undefined {
    const port = commPort();
    const dialect = port === undefined ? undefined : widgetDialect(port);
    if (port === undefined || dialect === undefined) return undefined;
    if (this.#comm?.isOpen !== true) this.#comm = this.#opened(port, dialect);
    return { id: this.#comm.id, dialect };
  }

  /** The form of its view, for the bundle that shows it; undefined where it cannot be shown. */
  view(): Json | undefined {
    const open = this.open();
    return open && { [WIDGET_VIEW]: { version_major: 2, version_minor: 0, model_id: open.id } };
  }

  /** To be told when its view is shown: version 6 knows no view among outputs, and draws above them. It does look there when a page is loaded again. */
  draw(): void {
    if (this.open()?.dialect === 'classic') this.#comm?.send({ method: 'display' });
  }

  stateIn(dialect: WidgetDialect): Json {
    const name = this.#options.name(dialect);
    const module = dialect === 'classic' ? 'jupyter-js-widgets' : '@jupyter-widgets/controls';
    const version = dialect === 'classic' ? '*' : CONTROLS_VERSIONS;
    return {
      _model_module: module,
      _model_module_version: version,
      _model_name: `${name}Model`,
      _view_module: module,
      _view_module_version: version,
      _view_name: `${name}View`,
      ...this.#options.state(dialect),
    };
  }

  #opened(port: CommPort, dialect: WidgetDialect): Comm {
    answerFrontEnds(port);
    const state = this.stateIn(dialect);
    const comm = port.open({
      target: WIDGET_TARGET,
      data: dialect === 'classic' ? state : { state, buffer_paths: [] },
      metadata: { version: WIDGET_PROTOCOL },
      subject: this,
      ...(this.#owner === undefined ? {} : { owner: this.#owner }),
    });
    comm.onMessage = ({ data }) => this.#take(comm, data);
    comm.onClose = () => this.#options.onClose?.();
    return comm;
  }

  #take(comm: Comm, { method, state, sync_data: synced }: Json): unknown {
    if (method === 'request_state') {
      const port = commPort();
      const dialect = port === undefined ? undefined : widgetDialect(port);
      if (dialect === 'classic') this.#options.onPage?.();
      return comm.send({ method: 'update', state: this.stateIn(dialect ?? 'current'), buffer_paths: [] });
    }
    // version 6 says backbone and sync_data for what later ones call update and state
    const changed = method === 'update' ? state : method === 'backbone' ? synced : undefined;
    return typeof changed === 'object' && changed !== null ? this.#options.onState(changed as Json) : undefined;
  }
}

/** Looking back: the state of the window with an earlier step in place of the newest, and what it may not ask then. */
import { ConsoleError } from '../../src-shared/errors';
import type { CommandName } from '../../src-shared/ipc/names';
import type { Host } from '../host/host';
import type { WindowState } from './state';

const seenFromThen = new WeakMap<WindowState, WindowState>();

/**
 * The state with the past session in place of the newest, as a replay: panels that read it rewind, and what they offer to
 * do goes. The same state gives the same object. Without a past step it is the state itself.
 */
export function rewound(state: WindowState): WindowState {
  const { past } = state.time;
  if (past === undefined || state.console === undefined) return state;
  const known = seenFromThen.get(state);
  if (known !== undefined) return known;
  const then: WindowState = {
    ...state,
    scan: undefined,
    console: { ...state.console, session: past.session, replay: true },
    selected: state.selected !== undefined && state.selected < past.session.points.length ? state.selected : undefined,
    desk: { ...state.desk, draft: undefined, tool: undefined, trial: undefined },
  };
  seenFromThen.set(state, then);
  return then;
}

/** What would act on the run or on what it measures. */
const ACTS = /^(run|proposal|mode|veto|queue|seeds|curve|steering|edit)\./;
const ALWAYS: ReadonlySet<CommandName> = new Set(['run.halt', 'run.acknowledge', 'run.preflight']);

/** A host that refuses, while an earlier step is on the screen, everything that would act on the run; never a stop. */
export function presentOnly(host: Host, isPast: () => boolean): Host {
  return {
    ...host,
    call: (name, ...input) =>
      isPast() && ACTS.test(name) && !ALWAYS.has(name) ? Promise.reject(refusal()) : host.call(name, ...input),
  };
}

function refusal(): ConsoleError {
  return new ConsoleError({
    code: 'run/illegal',
    message: 'An earlier step is on the screen.',
    hint: 'Go back to live first. STOP works at any time.',
  });
}

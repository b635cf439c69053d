/** Names of everything that crosses between window and main process; free of schemas because the preload imports it. */

export const COMMAND_NAMES = [
  'console.snapshot',
  'run.start',
  'run.continue',
  'run.pause',
  'run.resume',
  'run.stop',
  'run.abort',
  'run.halt',
  'run.acknowledge',
  'proposal.decide',
  'mode.set',
  'session.list',
  'session.open',
  'session.maps',
  'settings.change',
  'manifold.train',
  'manifold.cancel',
  'manifold.embedding',
  'manifold.coupling',
  'manifold.grid',
  'manifold.cell',
  'manifold.moreLikeThis',
  'analysis.report',
  'analysis.thresholds',
  'analysis.label',
  'analysis.note',
  'analysis.bookmark',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** The one channel on which the main process announces what happened. */
export const EVENT_CHANNEL = 'console.event';

/** Plain line icons on a grid of 16, always beside a word. */
import type { ReactNode } from 'react';

const PATHS = {
  live: 'M2 9h3l2-6 3 11 2-5h2',
  veto: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M4 4l8 8',
  manifold: 'M2 2h12v12H2zM2 6h12M2 10h12M6 2v12M10 2v12',
  sessions: 'M2 4h12v10H2zM2 7h12M5 2v3M11 2v3',
  log: 'M3 3h10M3 6h10M3 9h6M3 12h8',
  maps: 'M2 3h5v4H2zM9 3h5v4H9zM2 9h5v4H2zM9 9h5v4H9z',
  setup: 'M2 14h12M8 14V9M5 9h6L8 2zM4 11l-2 3M12 11l2 3',
  window: 'M2 5h8v8H2zM6 5V2h8v8h-4',
  settings: 'M2 4h6M12 4h2M2 8h2M8 8h6M2 12h7M13 12h1M10 2v4M6 6v4M11 10v4',
  idle: 'M3 8h10',
  prepare: 'M8 2v6l4 2M8 14a6 6 0 1 1 6-6',
  scan: 'M2 3h12M2 6h12M2 9h7M9 7v7M9 14l3-3M9 14l-3-3',
  train: 'M3 13l4-5 3 3 3-8',
  propose: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6',
  wait: 'M5 2h6M5 14h6M5 2c0 4 6 8 6 12M11 2c0 4-6 8-6 12',
  move: 'M8 2v12M2 8h12M8 2L6 4M8 2l2 2M14 8l-2-2M14 8l-2 2',
  sweep: 'M2 13L8 3l6 10',
  record: 'M4 2h8v12H4zM6 5h4M6 8h4',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4z',
  halt: 'M5 2h6l3 3v6l-3 3H5l-3-3V5z',
  done: 'M3 8l4 4 6-8',
  help: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M6 6.5a2 2 0 1 1 2 2V10M8 11.8v.4',
  alert: 'M8 2l6 12H2zM8 6v4M8 12v.5',
} as const;
export type IconName = keyof typeof PATHS;

/** One icon in the colour of the text. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Colours of charts in both themes. Curves carry the Okabe-Ito colours; a second cue (dash, width) always goes with them. */
import type { ChartColors } from './figure';

export interface CurveColors {
  /** Black on light ground, white on dark. */
  readonly ink: string;
  readonly blue: string;
  readonly vermilion: string;
  readonly sky: string;
  readonly purple: string;
}

export interface PlotTheme {
  readonly chart: ChartColors;
  readonly curves: CurveColors;
}

/** For each theme the same objects every time, so that a chart is drawn anew only where something changed. */
export const PLOT_THEMES: Readonly<Record<'light' | 'dark', PlotTheme>> = {
  light: {
    chart: { text: '#1e2227', line: '#6b737b', grid: '#dfe1e3', paper: '#ffffff' },
    curves: { ink: '#000000', blue: '#0072b2', vermilion: '#d55e00', sky: '#56b4e9', purple: '#a3437c' },
  },
  dark: {
    chart: { text: '#e8eaec', line: '#858d95', grid: '#3b4046', paper: '#1f2225' },
    curves: { ink: '#ffffff', blue: '#56b4e9', vermilion: '#ff8a3d', sky: '#9ad1f5', purple: '#e4a0c6' },
  },
};

/** Colours that every canvas of the manifold view needs. */
/** Colours of the theme that a canvas has to ask for. */
export interface GroundColors {
  readonly field: string;
  readonly panel: string;
  readonly hairline: string;
  readonly line: string;
  readonly text: string;
  readonly second: string;
  readonly selection: string;
}

/** The colours of the theme in force where the canvas stands. */
export function groundColors(canvas: HTMLCanvasElement): GroundColors {
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    field: color('--field'),
    panel: color('--panel'),
    hairline: color('--hairline'),
    line: color('--line'),
    text: color('--text'),
    second: color('--second'),
    selection: color('--selection'),
  };
}

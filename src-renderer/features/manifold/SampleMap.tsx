/** The topography small, with what the manifold points at on it. */
import { useEffect, useMemo, useRef, type PointerEvent, type ReactNode } from 'react';
import { pixelToSample, type PixelPoint, type SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { paintValues } from '../../canvas/colorImage';
import { prepareCanvas } from '../../canvas/prepareCanvas';
import { quantileRange } from '../../canvas/range';
import { useElementSize } from '../../canvas/useElementSize';
import { fitViewport, toSample, toScreen, type ScreenPoint, type Size } from '../../canvas/viewport';
import { groundColors } from './canvasTools';
import { drawSample, type SampleMark } from './drawSample';

export interface SampleMapProps {
  readonly frame: Frame;
  readonly marks: readonly SampleMark[];
  /** Unmeasured places in the order of likeness. */
  readonly wanted: readonly PixelPoint[];
  readonly hover: SamplePoint | undefined;
  readonly theme: string;
  readonly label: string;
  readonly onHover: (at: SamplePoint | undefined) => void;
  readonly onPick: (at: SamplePoint) => void;
}

/** Draws the whole frame; what is measured near the opened cell stands out. */
export function SampleMap(props: SampleMapProps): ReactNode {
  const { frame, marks, wanted, hover, theme, label, onHover, onPick } = props;
  const { size, attach } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const bitmap = useMemo(() => bitmapOf(frame), [frame]);
  useEffect(() => {
    const context = prepareCanvas(canvas.current, size);
    if (context === undefined) return;
    const view = fitViewport(frame, size);
    const place = (at: SamplePoint): ScreenPoint => toScreen(view, size, at);
    drawSample(context, groundColors(context.canvas), {
      bitmap,
      frame,
      pixelsPerMetre: view.pixelsPerMetre,
      corner: place({ xMetres: -frame.widthMetres / 2, yMetres: frame.heightMetres / 2 } as SamplePoint),
      marks: marks.map((mark) => ({ ...mark, ...place(pixelToSample(frame, mark.at)) })),
      wanted: wanted.map((at) => place(pixelToSample(frame, at))),
      hover: hover && place(hover),
    });
  }, [size, frame, bitmap, marks, wanted, hover, theme]);
  const under = (event: PointerEvent): SamplePoint => placeUnder(frame, size, event);
  return (
    <div
      ref={attach}
      className="sample-map"
      role="img"
      aria-label={label}
      data-testid="manifold-sample"
      onPointerMove={(event) => onHover(under(event))}
      onPointerLeave={() => onHover(undefined)}
      onPointerUp={(event) => onPick(under(event))}
    >
      <canvas ref={canvas} className="tile-grid__layer" aria-hidden="true" />
    </div>
  );
}

function placeUnder(frame: Frame, size: Size, event: PointerEvent): SamplePoint {
  const { offsetX, offsetY } = event.nativeEvent;
  return toSample(fitViewport(frame, size), size, { x: offsetX, y: offsetY });
}

function bitmapOf(frame: Frame): HTMLCanvasElement | undefined {
  const range = quantileRange(frame.heightsMetres, 0.01, 0.99);
  if (range === undefined) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = frame.cols;
  canvas.height = frame.rows;
  const pixels = new ImageData(paintValues(frame.heightsMetres, 'cividis', range), frame.cols, frame.rows);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

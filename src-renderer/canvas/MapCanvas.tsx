/** A map of numbers on a canvas: colour table, zoom, drag, markers, cross hairs, scale bar. */
import { useEffect, useMemo, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { ColormapName } from '../../src-shared/colormaps';
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { text } from '../messages';
import { paintValues, type MapImage } from './colorImage';
import { drawOverlay, drawPicture, type MapScene, type Overlay } from './drawMap';
import type { ValueRange } from './range';
import { useElementSize, type ElementSize } from './useElementSize';
import { useMapGestures, type MapFocus } from './useMapGestures';

export interface MapCanvasProps {
  readonly raster: Raster;
  readonly image: MapImage | undefined;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  readonly overlay: Overlay;
  /** What a person who cannot see the map is told, counts included. */
  readonly label: string;
  readonly testId: string;
  readonly onHover: (at: SamplePoint | undefined) => void;
  readonly onPick: (at: SamplePoint) => void;
  readonly onOpen?: (() => void) | undefined;
  /** The part of the frame that is shown before anybody zooms, instead of all of it. */
  readonly focus?: MapFocus | undefined;
  /** A tool takes presses and drags on the map. */
  readonly onDraw?: ((stage: 'start' | 'move' | 'end', at: SamplePoint) => void) | undefined;
  /** Keys that a tool takes before the map does; true where it took one. */
  readonly onToolKey?: ((event: KeyboardEvent) => boolean) | undefined;
}

/** Draws a map; a double click opens it or, where there is nothing to open, shows the whole frame again. */
export function MapCanvas(props: MapCanvasProps): ReactNode {
  const { raster, image, range, table, overlay, label, testId, onOpen, onDraw, onToolKey } = props;
  const { size, attach, element } = useElementSize<HTMLDivElement>();
  const gestures = useMapGestures(element, raster, size, props);
  const bitmap = useMemo(() => bitmapOf(image, range, table), [image, range, table]);
  const { view } = gestures;

  useEffect(() => {
    const canvas = element.current?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || size.width === 0) return;
    prepare(canvas, context, size);
    const selectionColor = getComputedStyle(canvas).getPropertyValue('--selection');
    const scene: MapScene = { view, size, raster, selectionColor, overlay };
    if (bitmap !== undefined && image !== undefined) drawPicture(context, scene, { bitmap, image });
    drawOverlay(context, scene);
  }, [element, view, size, raster, bitmap, image, overlay]);

  const open = onOpen ?? gestures.fit;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onToolKey?.(event) === true) event.preventDefault();
    else if (event.key === 'Enter') open();
    else if (event.target === event.currentTarget && gestures.onKey(event, overlay.hover)) event.preventDefault();
  };
  return (
    <div
      ref={attach}
      className="map-canvas"
      role="group"
      aria-label={label}
      data-testid={testId}
      tabIndex={0}
      style={{ '--ratio': raster.widthMetres / raster.heightMetres } as CSSProperties}
      onDoubleClick={onDraw === undefined ? open : undefined}
      onKeyDown={onKeyDown}
      {...gestures.handlers}
    >
      <canvas className="map-canvas__picture" aria-hidden="true" />
      {gestures.isFit ? undefined : (
        <button
          type="button"
          className="button button--small map-canvas__fit"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={gestures.fit}
        >
          {text.maps.wholeFrame}
        </button>
      )}
    </div>
  );
}

/** The picture of a map in its own pixels; drawn enlarged. */
function bitmapOf(
  image: MapImage | undefined,
  range: ValueRange | undefined,
  table: ColormapName,
): HTMLCanvasElement | undefined {
  if (image === undefined || range === undefined) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = image.cols;
  canvas.height = image.rows;
  const pixels = new ImageData(paintValues(image.values, table, range), image.cols, image.rows);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

function prepare(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, size: ElementSize): void {
  const width = Math.round(size.width * size.deviceRatio);
  const height = Math.round(size.height * size.deviceRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(size.deviceRatio, 0, 0, size.deviceRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
}

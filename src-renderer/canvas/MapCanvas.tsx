/** A map of numbers on a canvas: colour table, zoom, drag, markers, cross hairs, scale bar. */
import { useEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { ColormapName } from '../../src-shared/colormaps';
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { text } from '../messages';
import { paintValues, type MapImage } from './colorImage';
import { drawOverlay, drawPicture, drawPointers, type MapScene, type Overlay } from './drawMap';
import type { ValueRange } from './range';
import { prepareCanvas } from './prepareCanvas';
import { useElementSize } from './useElementSize';
import { useMapGestures, type MapFocus } from './useMapGestures';

export interface MapCanvasProps {
  readonly raster: Raster;
  readonly image: MapImage | undefined;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  readonly overlay: Overlay;
  readonly tip?: SamplePoint | undefined;
  /** The place under the mouse in any map. */
  readonly hover: SamplePoint | undefined;
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

/**
 * Draws a map; a double click opens it or, where there is nothing to open, shows the whole frame again. Tip and cross
 * hairs have a canvas of their own, so that a move of the mouse draws two lines and not every map with its points.
 */
export function MapCanvas(props: MapCanvasProps): ReactNode {
  const { raster, image, range, table, overlay, tip, hover, label, testId, onOpen, onDraw, onToolKey } = props;
  const picture = useRef<HTMLCanvasElement>(null);
  const pointers = useRef<HTMLCanvasElement>(null);
  const { size, attach, element } = useElementSize<HTMLDivElement>();
  const gestures = useMapGestures(element, raster, size, props);
  const bitmap = useMemo(() => bitmapOf(image, range, table), [image, range, table]);
  const { view } = gestures;

  useEffect(() => {
    const context = prepareCanvas(picture.current, size);
    if (context === undefined) return;
    const selectionColor = getComputedStyle(context.canvas).getPropertyValue('--selection');
    const scene: MapScene = { view, size, raster, selectionColor, overlay };
    if (bitmap !== undefined && image !== undefined) drawPicture(context, scene, { bitmap, image });
    drawOverlay(context, scene);
  }, [view, size, raster, bitmap, image, overlay]);
  useEffect(() => {
    const context = prepareCanvas(pointers.current, size);
    if (context !== undefined) drawPointers(context, { view, size }, { tip, hover });
  }, [view, size, tip, hover]);

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
      <canvas ref={picture} className="map-canvas__layer" aria-hidden="true" />
      <canvas ref={pointers} className="map-canvas__layer" aria-hidden="true" />
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

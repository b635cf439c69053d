/** What the operator has ruled out and is about to change, as the maps draw it. */
import { useMemo } from 'react';
import { pixelToSample, type Raster, type SamplePoint } from '../../src-shared/geometry';
import type { VetoRule } from '../../src-shared/proposal';
import { rulesInForce } from '../../src-shared/rules';
import type { SessionView } from '../../src-shared/session/view';
import type { DeskOverlay, RuledArea } from '../canvas/drawDesk';
import { maskPicture } from '../canvas/mask';
import { useWindow } from './context';
import type { MapTool } from './deskWindow';
import { rasterOf } from './nearestPoint';
import { cornersOfShape, rectangleOf } from './ruleShapes';

/** The areas of the rules that hold for the next step. */
function ruledAreas(raster: Raster, session: Pick<SessionView, 'editState' | 'points'>): readonly RuledArea[] {
  const next = (session.points.at(-1)?.step ?? 0) + 1;
  return rulesInForce(session.editState.rules, next).flatMap((rule) => areaOf(raster, rule) ?? []);
}

function areaOf(raster: Raster, rule: VetoRule): RuledArea | undefined {
  if (rule.scope === 'radius') {
    const radiusMetres = (rule.radiusPixels * raster.widthMetres) / raster.cols;
    return { effect: 'exclude', shape: { kind: 'disc', at: pixelToSample(raster, rule.at), radiusMetres } };
  }
  if (rule.scope !== 'region') return undefined;
  const corners = cornersOfShape(raster, rule.shape);
  return {
    effect: rule.effect,
    shape: { kind: 'polygon', corners: rule.shape.kind === 'rectangle' ? boxOf(corners) : corners },
  };
}

/** The four corners of a rectangle from two of them. */
function boxOf(corners: readonly SamplePoint[]): readonly SamplePoint[] {
  const edges = rectangleOf(corners);
  if (edges === undefined) return corners;
  const { left, right, top, bottom } = edges;
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(([xMetres, yMetres]) => ({ xMetres, yMetres }) as SamplePoint);
}

function outlineOf(tool: MapTool | undefined): readonly SamplePoint[] | undefined {
  if (tool?.kind !== 'region' || tool.corners.length === 0) return undefined;
  return tool.form === 'rectangle' ? boxOf(tool.corners) : tool.corners;
}

/** The overlay; undefined where there is nothing of the kind. */
export function useDeskOverlay(): DeskOverlay | undefined {
  const session = useWindow((state) => state.console?.session);
  const desk = useWindow((state) => state.desk);
  const rules = session?.editState;
  const steps = session?.points.length;
  const grid = session?.grid;
  const effect = desk.draft?.effect;
  const areas = useMemo(
    () => (session === undefined ? [] : ruledAreas(rasterOf(session), session)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the session only rules and step count here
    [rules, steps, session?.id],
  );
  const touched = useMemo(
    () =>
      effect === undefined || grid === undefined || session === undefined
        ? undefined
        : maskPicture(rasterOf(session), grid, effect.touched),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the raster of a session never changes
    [effect, grid, session?.id],
  );
  return useMemo(() => {
    if (session === undefined) return undefined;
    const raster = rasterOf(session);
    const { tool, trial } = desk;
    return {
      areas,
      touched,
      outline: outlineOf(tool),
      ghost: trial && pixelToSample(raster, trial.preview.proposal.at),
      target: tool?.kind === 'elsewhere' ? tool.at : undefined,
      queued: session.editState.queue.map(({ at }) => pixelToSample(raster, at)),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
  }, [areas, touched, desk.tool, desk.trial, rules, session?.id]);
}

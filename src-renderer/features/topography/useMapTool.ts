/** Presses, drags and keys on the large map while a tool is in hand. */
import type { KeyboardEvent } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { SessionView } from '../../../src-shared/session/view';
import { useActions, useWindow } from '../../store/context';
import type { MapTool } from '../../store/deskWindow';
import { rasterOf } from '../../store/nearestPoint';
import { draftOfRegion } from '../../store/ruleShapes';
import { drawn, nudged, type DrawStage } from './tools.model';

export interface MapToolHandlers {
  readonly tool: MapTool | undefined;
  readonly onDraw: ((stage: DrawStage, at: SamplePoint) => void) | undefined;
  readonly onToolKey: ((event: KeyboardEvent) => boolean) | undefined;
}

/** Nothing is handled while no tool is in hand. */
export function useMapTool(session: SessionView | undefined): MapToolHandlers {
  const actions = useActions();
  const tool = useWindow((state) => state.desk.tool);
  if (session === undefined || tool === undefined) return { tool: undefined, onDraw: undefined, onToolKey: undefined };
  const raster = rasterOf(session);
  return {
    tool,
    onDraw: (stage, at) => {
      const next = drawn(tool, stage, at);
      actions.desk.useTool(next);
      if (stage === 'end' && next.kind === 'region') void actions.desk.draft(draftOfRegion(raster, next), next.id);
    },
    onToolKey: (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        actions.desk.useTool(undefined);
        return true;
      }
      if (tool.kind !== 'elsewhere') return false;
      const at = nudged(raster, tool.at, event, session.grid?.stride ?? 1);
      if (at !== undefined) actions.desk.useTool({ ...tool, at });
      return at !== undefined;
    },
  };
}

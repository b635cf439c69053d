/** What the panels of the view share: the trained session with everything known about its points. */
import { useMemo } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { useWindow } from '../../store/context';
import { shownReport } from '../../store/manifoldWindow';
import { useTheme, type Theme } from '../../store/useTheme';
import { colourScale, pairsOf, pointColors, type ColourScale, type Knowledge } from './manifold.model';
import type { Pair } from './drawScatter';

/** Everything known; undefined until the embeddings are there. */
export function useKnowledge(): Knowledge | undefined {
  const session = useSession();
  const embedding = useWindow((state) => state.manifold.embedding);
  const coupling = useWindow((state) => state.manifold.coupling);
  const report = useWindow((state) => shownReport(state.manifold));
  const axes = useWindow((state) => state.manifold.axes);
  return useMemo(
    () =>
      session === undefined || embedding === undefined ? undefined : { session, embedding, coupling, report, axes },
    [session, embedding, coupling, report, axes],
  );
}

/** The session on the screen; the same object as long as frame, points and scores are the same. */
function useSession(): SessionView | undefined {
  const session = useWindow((state) => state.console?.session);
  return useMemo(
    () => session,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the view changes with every record; only these are drawn
    [session?.id, session?.frame, session?.points, session?.novelty, session?.analysis],
  );
}

export interface Look {
  readonly pairs: readonly Pair[];
  readonly scale: ColourScale | undefined;
  /** The colour of each measured point. */
  readonly colorOf: (index: number) => string;
  readonly theme: Theme;
}

/** How points are drawn with the chosen colours. */
export function useLook(knowledge: Knowledge): Look {
  const theme = useTheme();
  const colour = useWindow((state) => state.manifold.look.colour);
  return useMemo(() => {
    const colorOf = pointColors(knowledge, colour, theme);
    return {
      pairs: pairsOf(knowledge, colour, theme),
      scale: colourScale(colour, knowledge),
      colorOf: (index) => colorOf(index, knowledge.report?.points[index]),
      theme,
    };
  }, [knowledge, colour, theme]);
}

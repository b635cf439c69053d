/** Back to the microscope: unmeasured places like a cell or a group, into the queue of the run. */
import { useEffect, useState, type ReactNode } from 'react';
import type { LikePlaces, MoreLikeThisRequest } from '../../../src-shared/manifold';
import { formatNumber } from '../../../src-shared/units';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { NumberField } from '../../ui/NumberField';

const words = text.manifold.like;
const USUAL_COUNT = 5;

/** Count and button, and why it cannot be pressed. */
export function LikeThis({ like }: { readonly like: MoreLikeThisRequest['like'] }): ReactNode {
  const actions = useActions();
  const found = useWindow((state) => state.manifold.like);
  const run = useWindow((state) => state.console?.run.state.kind);
  const replay = useWindow((state) => state.console?.replay);
  // Another question follows with the next measured point; what was queued stays said.
  const [queued, setQueued] = useState(0);
  const [count, setCount] = useState<number | undefined>(USUAL_COUNT);
  // Whether places can be queued depends on the run, and which are unmeasured on the points.
  const measured = useWindow((state) => state.console?.session?.points.length);
  useEffect(() => {
    if (count !== undefined) void actions.manifold.findLike(like, count);
  }, [actions, like, count, run, replay, measured]);
  const ready = found !== undefined && found.places.length > 0 && found.notQueueable === undefined;
  return (
    <div className="like" data-testid="like-this">
      <NumberField
        label={words.count}
        labelHidden
        value={count ?? USUAL_COUNT}
        min={1}
        max={50}
        whole
        unit=""
        digits={3}
        onEdit={setCount}
        onCommit={setCount}
      />
      <button
        type="button"
        className="button"
        disabled={!ready || count === undefined}
        onClick={() => {
          if (count !== undefined) void actions.manifold.queueLike(like, count).then(setQueued);
        }}
      >
        {count === 1 ? words.one : words.button(count ?? USUAL_COUNT)}
      </button>
      <p className="hint" role="status">
        {queued === 0 ? '' : words.queued(queued)} {wordsOf(found)}
      </p>
    </div>
  );
}

function wordsOf(found: LikePlaces | undefined): string {
  if (found === undefined) return words.looking;
  if (found.queued) return '';
  const nearest = found.places[0];
  if (nearest === undefined) return words.none;
  const said = words.found(found.places.length, formatNumber(nearest.distance, 2));
  return found.notQueueable === undefined ? said : `${found.notQueueable} ${said}`;
}

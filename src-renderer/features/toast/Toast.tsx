/** Confirms what the person has just done; problems never come here. */
import { useEffect, type ReactNode } from 'react';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';

/** Long enough to read a line. */
const SHOWN_MILLIS = 7000;

/** The newest notice, for some seconds. */
export function Toast(): ReactNode {
  const notice = useWindow((state) => state.desk.notice);
  const { desk } = useActions();
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(() => desk.dismissNotice(), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [notice, desk]);
  return (
    <div className="toast" role="status" aria-label={text.undo.region} data-testid="toast">
      {notice === undefined ? undefined : (
        <p className="toast__words">
          {notice.words}
          <button type="button" className="button button--small" onClick={() => desk.dismissNotice()}>
            {text.undo.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}

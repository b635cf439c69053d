/** The views, one below the other. */
import type { ReactNode } from 'react';
import { openAlarms } from '../../../src-shared/alarm';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { heldAlarms, panelOfView } from '../../store/selectors';
import { VIEW_NAMES } from '../../store/state';
import { keyWords, useBindings } from '../../store/useKeyNames';
import { Icon } from '../../ui/Icon';

/** Icon and word for each view that exists. */
export function Rail(): ReactNode {
  const current = useWindow((state) => state.view);
  const actions = useActions();
  const bindings = useBindings();
  return (
    <nav className="rail" aria-label={text.rail.title}>
      {VIEW_NAMES.map((view, i) => (
        <button
          key={view}
          type="button"
          className="rail__view"
          aria-current={view === current ? 'page' : undefined}
          title={text.rail.shortcut(i + 1)}
          onClick={() => actions.show(view)}
        >
          <Icon name={view} size={20} />
          {text.rail.views[view]}
          {view === 'log' ? <Waiting /> : undefined}
        </button>
      ))}
      <OwnWindow />
      <button
        type="button"
        className="rail__view rail__help"
        title={keyWords(bindings.get('guide'))}
        onClick={() => actions.overlay('guide')}
      >
        <Icon name="help" size={20} />
        {text.guide.rail}
      </button>
    </nav>
  );
}

/** Shows the view in a window of its own. */
function OwnWindow(): ReactNode {
  const panel = useWindow((state) => panelOfView(state.view));
  const actions = useActions();
  return (
    <button
      type="button"
      className="rail__view rail__window"
      disabled={panel === undefined}
      title={panel === undefined ? text.panels.none : text.panels.openTitle(text.panels.names[panel])}
      onClick={() => void actions.openPanel()}
    >
      <Icon name="window" size={20} />
      {text.panels.open}
    </button>
  );
}

/** How many alarms nobody has answered, in the colour of the most urgent. */
function Waiting(): ReactNode {
  const alarms = useWindow(heldAlarms);
  const open = openAlarms(alarms);
  const first = open[0];
  if (first === undefined) return undefined;
  return (
    <span className={`rail__badge rail__badge--p${first.priority}`} aria-label={text.alarms.waitingCount(open.length)}>
      {open.length}
    </span>
  );
}

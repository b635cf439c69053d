/** The frame of everything in the views: a title, what belongs beside it, and a body. */
import { useId, type ReactNode } from 'react';

export interface PanelProps {
  readonly title: string;
  /** Said beside the title, smaller: of which step, in which unit. */
  readonly note?: ReactNode;
  /** Controls at the right end of the title. */
  readonly tools?: ReactNode;
  /** What can be done with the panel as a whole, such as saving its picture; always last. */
  readonly actions?: ReactNode;
  readonly testId?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A titled region. */
export function Panel({ title, note, tools, actions, testId, className, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id} data-testid={testId}>
      <header className="panel__head">
        <h2 className="panel__title" id={id}>
          {title}
        </h2>
        {note === undefined ? undefined : (
          <span className="panel__note" title={typeof note === 'string' ? note : undefined}>
            {note}
          </span>
        )}
        {tools === undefined ? undefined : <div className="panel__tools">{tools}</div>}
        {actions === undefined ? undefined : <div className="panel__actions">{actions}</div>}
      </header>
      <div className="panel__body">{children}</div>
    </section>
  );
}

export interface EmptyProps {
  readonly children: ReactNode;
  /** The one thing to do so that there will be something. */
  readonly next?: { readonly words: string; readonly act: () => void } | undefined;
}

/** What a panel says while it has nothing to show: what will come and when, and what to do for it. */
export function Empty({ children, next }: EmptyProps): ReactNode {
  if (next === undefined) return <p className="empty">{children}</p>;
  return (
    <div className="empty empty--next">
      <p>{children}</p>
      <button type="button" className="button button--main" onClick={next.act}>
        {next.words}
      </button>
    </div>
  );
}

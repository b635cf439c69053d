/** The key of an action, beside the word of its button. */
import type { ReactNode } from 'react';
import type { KeyId } from './keys.model';
import { keyWords, useBindings } from './store/useKeyNames';

/** Nothing for an action without a key. */
export function KeyHint({ of, className }: { readonly of: KeyId; readonly className?: string }): ReactNode {
  const words = keyWords(useBindings().get(of));
  if (words === '') return undefined;
  return (
    <kbd aria-hidden="true" className={className}>
      {words}
    </kbd>
  );
}

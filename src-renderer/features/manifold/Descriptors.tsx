/** Descriptors of a loop with their units. */
import type { ReactNode } from 'react';
import type { LoopDescriptors } from '../../../src-shared/analysis';
import { descriptorRows } from './detail.model';

/** Two columns of names and values. */
export function Descriptors({ descriptors }: { readonly descriptors: LoopDescriptors }): ReactNode {
  return (
    <dl className="values detail__values">
      {descriptorRows(descriptors).map(([name, value]) => (
        <div key={name} className="values__row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

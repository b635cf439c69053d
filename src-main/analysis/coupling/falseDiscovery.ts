/** p-values of many places at once. */

/** p-values adjusted for their number (Benjamini & Hochberg 1995); undefined where there is none, which does not count. */
export function adjusted(p: readonly (number | undefined)[]): (number | undefined)[] {
  const order = p.flatMap((value, i) => (value === undefined ? [] : [{ value, i }])).sort((a, b) => b.value - a.value);
  const q: (number | undefined)[] = p.map(() => undefined);
  let least = 1;
  order.forEach(({ value, i }, fromTop) => {
    least = Math.min(least, (value * order.length) / (order.length - fromTop));
    q[i] = least;
  });
  return q;
}

/** The instrument refuses a command, in its own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

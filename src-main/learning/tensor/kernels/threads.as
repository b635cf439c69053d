/**
 * Jobs shared among threads. A job is cut into tiles whose number and content depend on its shape only; any thread
 * takes any tile, so the result is the same for any number of threads.
 *
 * The ticket holds the number of the job in its high half and the tiles left in its low half. A thread takes a tile by
 * lowering the ticket it has seen: that fails where anything changed in between, so a thread that comes late can never
 * take a tile of one job with the arguments of another.
 */
import { DONE, SHUTDOWN, SLEEPERS, TICKET, WAKE } from './layout';
import { runTile } from './operations';

/** Rounds of looking for work before a thread goes to sleep: some milliseconds, because waking costs half of one. */
const PATIENCE: i32 = 400000;
/** Rounds of looking for the end of a job before the caller gives its core away for 50 microseconds at a time. */
const WAITING: i32 = 20000;

/** Runs the job whose arguments have been written; returns when all tiles are done. Called by one thread only. */
export function runJob(tiles: i32, helpers: i32): void {
  if (tiles <= 1 || helpers == 0) {
    for (let tile = 0; tile < tiles; tile++) runTile(tile, tiles, 0);
    return;
  }
  atomic.store<i32>(DONE, 0);
  const number = (atomic.load<i64>(TICKET) >> 32) + 1;
  store<i32>(DONE, tiles, 8);
  atomic.store<i64>(TICKET, (number << 32) | <i64>tiles);
  atomic.add<i32>(WAKE, 1);
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(WAKE, helpers);
  while (takeTile(0)) {}
  let patience = WAITING;
  for (let done = atomic.load<i32>(DONE); done != tiles; done = atomic.load<i32>(DONE)) {
    // Nobody wakes this thread: on a busy machine it only lets the one that holds the last tile run.
    if (patience-- < 0) atomic.wait<i32>(DONE, done, 50000);
  }
}

/** The life of a helping thread; returns after {@link stopThreads}. */
export function help(thread: i32): void {
  while (atomic.load<i32>(SHUTDOWN) == 0) {
    let patience = PATIENCE;
    while (patience > 0) {
      if (takeTile(thread)) patience = PATIENCE;
      else patience--;
    }
    const wake = atomic.load<i32>(WAKE);
    atomic.add<i32>(SLEEPERS, 1);
    // A job or the end that came after `wake` was read has changed the word, and the wait returns at once.
    if (<i32>atomic.load<i64>(TICKET) == 0 && atomic.load<i32>(SHUTDOWN) == 0) atomic.wait<i32>(WAKE, wake, -1);
    atomic.sub<i32>(SLEEPERS, 1);
  }
}

/** Makes every helping thread return. */
export function stopThreads(): void {
  atomic.store<i32>(SHUTDOWN, 1);
  atomic.add<i32>(WAKE, 1);
  atomic.notify(WAKE, -1);
}

@inline
function takeTile(thread: i32): bool {
  const seen = atomic.load<i64>(TICKET);
  const left = <i32>seen;
  if (left == 0) return false;
  const tiles = load<i32>(DONE, 8);
  if (atomic.cmpxchg<i64>(TICKET, seen, seen - 1) != seen) return true;
  runTile(left - 1, tiles, thread);
  atomic.add<i32>(DONE, 1);
  return true;
}

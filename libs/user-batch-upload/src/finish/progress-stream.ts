import type { MessageEvent } from '@nestjs/common';
import {
  concat,
  distinctUntilChanged,
  exhaustMap,
  filter,
  interval,
  map,
  merge,
  type Observable,
  of,
  startWith,
  takeUntil,
  takeWhile,
} from 'rxjs';
import type { Load } from '../load/load.js';

const LOOK_MS = 300;
/** How long a stream may outlive its session, in milliseconds. Each check is a query for every open stream. */
const MAY_WATCH_MS = 2_000;
/** The interval of comments, in milliseconds. Most proxies close a connection that is silent for a minute. */
const HEARTBEAT_MS = 15_000;

const END: MessageEvent = { type: 'end', data: '{}' };

/**
 * Emits the load after each change, and an `end` event once no worker works on it. Ends without that event when the
 * viewer may no longer watch.
 */
export function progressStream(
  first: Load,
  look: () => Promise<Load>,
  mayWatch: () => Promise<boolean>,
): Observable<MessageEvent> {
  const looks = interval(LOOK_MS).pipe(
    exhaustMap(look),
    startWith(first),
    takeWhile((load) => isMoving(load), true),
    map((load) => JSON.stringify(load)),
    distinctUntilChanged(),
    map((data): MessageEvent => ({ data })),
  );
  const heartbeats = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ comment: 'still here' })),
  );
  const noLongerMay = interval(MAY_WATCH_MS).pipe(
    exhaustMap(mayWatch),
    filter((may) => !may),
  );
  return merge(concat(looks, of(END)), heartbeats).pipe(
    takeWhile((message) => message !== END, true),
    takeUntil(noLongerMay),
  );
}

const isMoving = (load: Load): boolean => load.status === 'STAGING' || load.status === 'FINISHING';

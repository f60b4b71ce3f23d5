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
/** A stream outlives its session by no more than this. Each look would be a query more for every open stream. */
const MAY_WATCH_MS = 2_000;
/** Proxies close a connection that is silent for longer, most of them after a minute. */
const HEARTBEAT_MS = 15_000;

const END: MessageEvent = { type: 'end', data: '{}' };

/**
 * The load each time it has changed, then an `end` event when it rests. Ends without one when the viewer may no longer
 * watch.
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

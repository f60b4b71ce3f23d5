import { existingUsers } from './generate.ts';
import { median, ms, times, whole } from './measure.ts';
import { smallLoads } from './small.ts';
import type { Setup } from './setup.ts';

const FEW = 1_000;
const MANY = 1_000_000;
/** Numbers above those of every row: users outside of all files. */
const BYSTANDERS_FROM = 10_000_000;

export const GROWTH_HEADERS = [
  'database',
  '100 rows among users',
  `${whole(FEW)}: p50 ms`,
  `${whole(MANY)}: p50 ms`,
  'times as long',
  'baseline: times as long',
];

/** Measures whether a small load gets slower if many users exist. */
export async function growth(setup: Setup, runs: number): Promise<string[][]> {
  const among = async (users: number) => {
    await setup.database.seed(bystanders(users));
    await setup.database.restore();
    return smallLoads(setup, runs);
  };
  const few = await among(FEW);
  const many = await among(MANY);
  const compared = (step: 'opening' | 'finishing') => {
    const longer = (who: 'product' | 'baseline') =>
      times(median(many[who][step]) / median(few[who][step]));
    return [
      ms(median(few.product[step])),
      ms(median(many.product[step])),
      longer('product'),
      longer('baseline'),
    ];
  };
  return [
    [setup.database.name, 'POST and first page', ...compared('opening')],
    [setup.database.name, 'Finish', ...compared('finishing')],
  ];
}

function* bystanders(users: number): Generator<number> {
  yield* existingUsers(FEW);
  for (let user = FEW / 2; user < users; user += 1) yield BYSTANDERS_FROM + user;
}

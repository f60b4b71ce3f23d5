import { existingUsers, INVALID_OFFICE, writeFile } from './generate.ts';
import { median, ms, percentile, progress, timed, whole } from './measure.ts';
import type { Setup } from './setup.ts';

const ROWS = 100_000;
/** One row in so many has the same wrong office. */
const WRONG_EVERY = 10;
/** Edits of each kind before those that count, as in a process that has run for a while. */
const WARM_UPS = 40;
const FIXES = 3;

export const EDIT_HEADERS = [
  'database',
  `edits in ${whole(ROWS)} rows`,
  'p50 ms',
  'p95 ms',
  'longest hold ms',
];

const FAULT = { column: 'Office', code: 'OFFICE_UNKNOWN', value: INVALID_OFFICE };
/** The first lines of a create and an update. Line 2 has row 0. */
const CREATE = 3;
const UPDATE = 4;
/** From one line to the next of the same kind. Nobody edits one row a hundred times. */
const STEP = 20;

/** Measures edits of one cell, the list of faults, and a fix of a tenth of a large load's rows, with its undoing. */
export async function edit(setup: Setup, runs: number, folder: string): Promise<string[][]> {
  const { database, product, productProcess } = setup;
  const file = `${folder}/edit.csv`;
  await writeFile(file, ROWS, { invalidEvery: WRONG_EVERY });
  await database.seed(existingUsers(ROWS));
  await database.restore();
  const { id } = await product.stage(file);
  const url = `/user-batch-upload/loads/${id}`;
  const found: string[][] = [];
  const measure = async (name: string, times: number, ask: (run: number) => Promise<number>) => {
    const took: number[] = [];
    await productProcess.about();
    for (let run = 0; run < times; run += 1) took.push(await ask(run));
    const { longestHold } = await productProcess.about();
    const figures = [median(took), percentile(took, 0.95), longestHold].map(ms);
    found.push([database.name, name, ...figures]);
    progress(`${database.name}, ${name}: ${figures.join(', ')} ms`);
  };
  const msOf = async (work: () => Promise<unknown>) => (await timed(work)).ms;
  const cell = (line: number, column: string, value: (run: number) => string) => (run: number) =>
    msOf(() =>
      product.send('PATCH', `${url}/rows/${line + Math.floor(run / 2) * STEP}`, {
        cells: { [column]: value(run) },
      }),
    );
  // Two edits of each row: the second of some takes the first back.
  const EDITS = {
    'a name of a create': cell(CREATE, 'First Name', (run) => `Edited${run}`),
    'a name of an update': cell(UPDATE, 'Last Name', (run) => `Edited${run}`),
    'a wrong office, and back': cell(CREATE, 'Office', (run) =>
      run % 2 === 0 ? 'Nowhere' : 'North Clinic',
    ),
    'an email': cell(CREATE, 'Email Address', (run) => `edited.${run}@bench.example`),
    'an email of another row, and back': cell(CREATE, 'Email Address', (run) =>
      run % 2 === 0 ? 'user.5@bench.example' : `edited.again.${run}@bench.example`,
    ),
  };
  for (const [name, ask] of Object.entries(EDITS)) {
    for (let run = 0; run < WARM_UPS; run += 1) await ask(run);
    await measure(name, runs, (run) => ask(WARM_UPS + run));
  }
  await measure('the faults', FIXES, () => msOf(() => product.get(`${url}/faults`)));
  const fixes: string[] = [];
  const fix = async () => {
    const fixed = await product.send<{ id: string; changed: number }>('POST', `${url}/fixes`, {
      ...FAULT,
      to: 'North Clinic',
    });
    if (fixed.changed !== ROWS / WRONG_EVERY) throw new Error(`${fixed.changed} rows were fixed.`);
    fixes.push(fixed.id);
  };
  const undo = () => product.send('DELETE', `${url}/fixes/${fixes.pop()}`);
  const undone: number[] = [];
  await measure(`a fix of ${whole(ROWS / WRONG_EVERY)} rows`, FIXES, async () => {
    const took = await msOf(fix);
    undone.push(await msOf(undo));
    return took;
  });
  await measure('undoing it', FIXES, async (run) => undone[run] as number);
  return found;
}

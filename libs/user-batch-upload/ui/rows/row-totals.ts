import type { Filter, Row, RowsPage } from '../api-types.js';

type ProblemCount = RowsPage['problems'][number];

/** A page after one of its rows changed, with the totals of the filter and of the problems. */
export function afterChange(page: RowsPage, before: Row, after: Row, filter: Filter): RowsPage {
  const counted = (row: Row) => (fits(row, filter) ? boxesOf(row) : NO_BOXES);
  const [was, is] = [counted(before), counted(after)];
  const selection = { ...page.selection };
  for (const name of ['boxes', 'selected', 'emailBoxes', 'emails'] as const)
    selection[name] += is[name] - was[name];
  return {
    ...page,
    items: page.items.map((row) => (row.line === after.line ? after : row)),
    selection,
    problems: problemsAfter(page.problems, before, after),
  };
}

export const hasBox = ({ action }: Row): boolean => action === 'CREATE' || action === 'UPDATE';

const boxesOf = (row: Row) => ({
  boxes: Number(hasBox(row)),
  selected: Number(row.selected),
  emailBoxes: Number(row.selected && row.hasEmailBox),
  emails: Number(row.email),
});

const NO_BOXES = { boxes: 0, selected: 0, emailBoxes: 0, emails: 0 };

/** Whether a row that was changed here still belongs to the rows of the filter. The search is left to the platform. */
function fits(row: Row, { show, problem, column }: Filter): boolean {
  const { action, problems } = row;
  const isShown =
    show === 'all' ||
    show === action.toLowerCase() ||
    (show === 'ready' && hasBox(row)) ||
    (show === 'warning' && problems.some(({ severity }) => severity === 'warning'));
  const isOfKind = problems.some(
    (one) => one.code === problem && (column === undefined || one.column === column),
  );
  return isShown && (problem === '' || isOfKind);
}

const keyOf = ({ column, code, severity }: Omit<ProblemCount, 'rows'>): string =>
  JSON.stringify([column, code, severity]);

const kindsOf = ({ problems }: Row): Map<string, Omit<ProblemCount, 'rows'>> =>
  new Map(
    problems.map(({ column, code, severity }) => [
      keyOf({ column, code, severity }),
      { column, code, severity },
    ]),
  );

function problemsAfter(problems: ProblemCount[], before: Row, after: Row): ProblemCount[] {
  const counts = new Map(problems.map((problem) => [keyOf(problem), problem]));
  const add = (rows: number) => (kind: Omit<ProblemCount, 'rows'>, key: string) =>
    counts.set(key, { ...kind, rows: (counts.get(key)?.rows ?? 0) + rows });
  kindsOf(before).forEach(add(-1));
  kindsOf(after).forEach(add(1));
  return [...counts.values()].filter(({ rows }) => rows > 0);
}
